# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Sourced by build-aux/run and build-aux/test, from the top of the checkout.

# list_packages PART...: the packages of these parts of packages.txt
list_packages () {
  awk -v parts=" $* " '
    /^# \[/ { part = $2; gsub (/[][]/, "", part) }
    /^[a-z0-9]/ && index (parts, " " part " ") { print $1 }
  ' build-aux/packages.txt
}

# install_packages PART...: installs what is missing of these parts. Asks the
# network nothing when all of it is there.
install_packages () {
  local missing=() as_root=() name

  for name in $(list_packages "$@"); do
    if ! dpkg-query --show --showformat '${db:Status-Status}' "$name" 2>/dev/null \
         | grep -q -x installed; then
      missing+=("$name")
    fi
  done
  [ ${#missing[@]} -eq 0 ] && return 0

  if ! command -v apt-get >/dev/null; then
    echo "This is not Debian or one of its children. Install what corresponds to:" >&2
    printf '  %s\n' "${missing[@]}" >&2
    return 1
  fi
  if [ "$(id -u)" -ne 0 ]; then
    as_root=(sudo)
  fi
  echo "Installing ${missing[*]}"
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -q \
    && "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
         apt-get install -q -y --no-install-recommends "${missing[@]}"
}

# install_build FOLDER: builds what is installed from a build folder, and no
# tests, and installs it.
install_build () {
  local outputs=()

  mapfile -t outputs < <(meson introspect --targets "$1" | python3 -c '
import json, os, sys
for target in json.load(sys.stdin):
    if target["installed"]:
        for name in target["filename"]:
            print(os.path.relpath(name, sys.argv[1]))
' "$(realpath "$1")")
  ninja -C "$1" "${outputs[@]}" && meson install -C "$1" --no-rebuild --quiet
}
