#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs a program on a display, a session bus and in folders of its own:
#   run-with-display.sh PROGRAM [ARGUMENT...]
# CHATTY_TEST_SCREEN sets the size (default 1280x900x24). Exits with the
# status of the program, or 77 (skipped) where there is no Xvfb.
set -u

for tool in Xvfb dbus-run-session; do
  if ! command -v "$tool" >/dev/null 2>&1; then
    echo "1..0 # SKIP $tool is not installed"
    exit 77
  fi
done

home=$(mktemp -d "${TMPDIR:-/tmp}/chatty-ui-XXXXXX") || exit 99
server=
finish () {
  test -n "$server" && kill "$server" 2>/dev/null
  test -n "$server" && wait "$server" 2>/dev/null
  # Whoever runs all tests may look at the end at what they left.
  test -n "${CHATTY_KEEP_HOMES-}" || rm -rf "$home"
}
trap finish EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# The server chooses a free number and writes it once it accepts clients, so
# tests may run side by side; reading the pipe waits for exactly that.
mkfifo "$home/number"
Xvfb -displayfd 3 -screen 0 "${CHATTY_TEST_SCREEN:-1280x900x24}" \
     -nolisten tcp -noreset 3>"$home/number" >"$home/xvfb.log" 2>&1 &
server=$!
read -r number <"$home/number" || number=
if [ -z "$number" ]; then
  cat "$home/xvfb.log" >&2
  exit 99
fi

mkdir -p "$home/config" "$home/cache" "$home/data" "$home/state"
mkdir -m 700 "$home/runtime"

DISPLAY=":$number"
HOME="$home"
XDG_CONFIG_HOME="$home/config"
XDG_CACHE_HOME="$home/cache"
XDG_DATA_HOME="$home/data"
XDG_STATE_HOME="$home/state"
XDG_RUNTIME_DIR="$home/runtime"
GDK_BACKEND=x11
GSK_RENDERER="${GSK_RENDERER:-cairo}"
GTK_USE_PORTAL=0
ADW_DISABLE_PORTAL=1
GTK_A11Y="${GTK_A11Y:-none}"
GSETTINGS_BACKEND=memory
NO_AT_BRIDGE=1
export DISPLAY HOME XDG_CONFIG_HOME XDG_CACHE_HOME XDG_DATA_HOME \
       XDG_STATE_HOME XDG_RUNTIME_DIR GDK_BACKEND GSK_RENDERER \
       GTK_USE_PORTAL ADW_DISABLE_PORTAL GTK_A11Y GSETTINGS_BACKEND NO_AT_BRIDGE
unset WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS

# Not exec: the trap has to run afterwards.
dbus-run-session -- "$@"
