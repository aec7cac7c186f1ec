# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Chatty Connectors authors
"""A desktop of one's own: a virtual display with a window manager, a session
bus, and a home folder that is thrown away at the end.

Nothing of it touches the session of the person who runs the tests, and every
process that it starts is ended by its own id.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

# What is shared with the tests of the other rooms.
sys.path[1:1] = [str(Path(__file__).resolve().parent.parent / folder)
                 for folder in ('house', 'simulator')]

SCREEN = (1280, 1024)

# What the session bus may start by itself: no keyring, no portal, nothing that
# happens to be installed.
SERVICES = ('org.a11y.Bus.service',)
BUS_CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir={folder}</listen>
  <servicedir>{services}</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""


def say(text):
    """Tells what went wrong, where Meson shows it."""
    print(text, file=sys.stderr, flush=True)


# Without bindings of its own: for those it would hold back every click until
# it has had a look at it, and what comes after the click could overtake it.
WINDOW_MANAGER = """<?xml version="1.0"?>
<openbox_config xmlns="http://openbox.org/3.4/rc">
  <focus><focusNew>yes</focusNew><followMouse>no</followMouse></focus>
  <keyboard/>
  <mouse/>
</openbox_config>
"""


class NotThere(AssertionError):
    """A condition that was waited for did not come true in time."""


def wait_for(condition, what, timeout=20.0, interval=0.05):
    """Asks `condition` until it gives something true, and returns that.

    Raises NotThere with `what` after `timeout` seconds.
    """
    end = time.monotonic() + timeout
    while True:
        found = condition()
        if found:
            return found
        if time.monotonic() > end:
            raise NotThere(f'waited {timeout:g} s for {what}')
        time.sleep(interval)


class Desktop:
    """Display, bus and home folder. A context manager."""

    def __init__(self, screen=SCREEN):
        self.screen = screen
        self.processes = []
        self.home = None
        self.env = None

    def __enter__(self):
        self.home = Path(tempfile.mkdtemp(prefix='chatty-journey.'))
        try:
            self._start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *exc):
        self.close()

    def _start(self):
        runtime = self.home / 'run'
        runtime.mkdir(mode=0o700)
        settings = self.home / 'config' / 'gtk-4.0' / 'settings.ini'
        settings.parent.mkdir(parents=True)
        # As GNOME has it: nothing but a close button.
        settings.write_text('[Settings]\ngtk-decoration-layout=:close\n')
        kept = ('PATH', 'LD_LIBRARY_PATH', 'TMPDIR', 'CHATTY_SAMPLES', 'CHATTY_READER_HELPER',
                'XDG_DATA_DIRS', 'GSETTINGS_SCHEMA_DIR', 'ASAN_OPTIONS', 'LSAN_OPTIONS',
                'MALLOC_PERTURB_')
        self.env = {name: os.environ[name] for name in kept if name in os.environ}
        self.env.update({
            'HOME': str(self.home),
            'XDG_RUNTIME_DIR': str(runtime),
            'XDG_DATA_HOME': str(self.home / 'data'),
            'XDG_CONFIG_HOME': str(self.home / 'config'),
            'XDG_CACHE_HOME': str(self.home / 'cache'),
            'XDG_CURRENT_DESKTOP': 'GNOME',
            'LC_ALL': 'C.UTF-8',
            'TZ': 'UTC',
            'GDK_BACKEND': 'x11',
            'GSK_RENDERER': 'cairo',
            'GSETTINGS_BACKEND': 'keyfile',
            'GIO_USE_VFS': 'local',
        })
        self.env['DISPLAY'] = self._start_display()
        self.env['DBUS_SESSION_BUS_ADDRESS'] = self._start_bus()
        config = self.home / 'openbox.xml'
        config.write_text(WINDOW_MANAGER)
        self.start(['openbox', '--sm-disable', '--config-file', config])
        wait_for(self._has_window_manager, 'the window manager', interval=0.02)

    def _start_display(self):
        read_end, write_end = os.pipe()
        width, height = self.screen
        self.start(['Xvfb', '-displayfd', str(write_end), '-screen', '0',
                    f'{width}x{height}x24', '-nolisten', 'tcp', '-noreset',
                    # A key that is let go late on a busy machine is one key.
                    '-r'],
                   pass_fds=[write_end])
        os.close(write_end)
        with os.fdopen(read_end) as stream:
            number = stream.readline().strip()
        if not number:
            raise RuntimeError('Xvfb did not start')
        return f':{number}'

    def _start_bus(self):
        services = self.home / 'services'
        services.mkdir()
        for folder in self.env.get('XDG_DATA_DIRS', '/usr/local/share:/usr/share').split(':'):
            for name in SERVICES:
                path = Path(folder) / 'dbus-1' / 'services' / name
                if path.exists() and not (services / name).exists():
                    shutil.copy(path, services)
        config = self.home / 'bus.conf'
        config.write_text(BUS_CONFIG.format(folder=self.home / 'run', services=services))
        read_end, write_end = os.pipe()
        self.start(['dbus-daemon', f'--config-file={config}', '--nofork', '--nopidfile',
                    f'--print-address={write_end}'], pass_fds=[write_end])
        os.close(write_end)
        with os.fdopen(read_end) as stream:
            address = stream.readline().strip()
        if not address:
            raise RuntimeError('dbus-daemon did not start')
        return address

    def _has_window_manager(self):
        answer = subprocess.run(['xprop', '-root', '_NET_SUPPORTING_WM_CHECK'], env=self.env,
                                capture_output=True, text=True, check=False)
        return 'window id' in answer.stdout

    def start(self, argv, pass_fds=(), env=None, stdout=subprocess.DEVNULL,
              stderr=subprocess.DEVNULL):
        """Starts a program on this desktop; it is ended with the desktop."""
        process = subprocess.Popen([str(arg) for arg in argv], env={**self.env, **(env or {})},
                                   stdin=subprocess.DEVNULL, stdout=stdout, stderr=stderr,
                                   pass_fds=pass_fds, start_new_session=True)
        self.processes.append(process)
        return process

    def start_fed(self, argv, content):
        """Starts a program, and gives it something to read."""
        process = subprocess.Popen(argv, env=self.env, stdin=subprocess.PIPE,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                   start_new_session=True)
        self.processes.append(process)
        process.stdin.write(content)
        process.stdin.close()
        return process

    @staticmethod
    def end(process, how=signal.SIGTERM):
        """Ends a program and whatever it started, and waits until it is gone."""
        if process.poll() is None:
            os.killpg(process.pid, how)
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait(5)
        return process.returncode

    def xdotool(self, *args, content=None):
        """Runs xdotool, gives it something to read, and returns what it says."""
        answer = subprocess.run(['xdotool', *map(str, args)], env=self.env, text=True,
                                input=content, stdin=None if content else subprocess.DEVNULL,
                                capture_output=True, check=False)
        return answer.stdout.strip()

    def clip(self, text):
        """Puts text on the clipboard. It stays there while the desktop lives."""
        self.start_fed(['xclip', '-selection', 'clipboard', '-quiet'], text.encode())

        def offered():
            answer = subprocess.run(['xclip', '-selection', 'clipboard', '-out'], env=self.env,
                                    capture_output=True, check=False, timeout=20)
            return answer.stdout == text.encode()
        wait_for(offered, 'the text to be on the clipboard')

    def screenshot(self, path, area=None):
        """Saves what the display shows, or the area (x, y, width, height) of it."""
        argv = ['import', '-silent', '-window', 'root']
        if area:
            x, y, width, height = area
            argv += ['-crop', f'{width}x{height}+{x}+{y}', '+repage']
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        # ImageMagick keeps its own temporary files in a folder that must exist.
        env = {**self.env, 'TMPDIR': str(self.home), 'MAGICK_TMPDIR': str(self.home)}
        subprocess.run([*argv, f'png:{path}'], env=env, check=True)

    def close(self):
        """Ends everything, last started first, and removes the home folder."""
        for process in reversed(self.processes):
            self.end(process)
        self.processes.clear()
        # Whoever runs all tests may look at the end at what they left.
        if 'CHATTY_KEEP_HOMES' not in os.environ:
            shutil.rmtree(self.home, ignore_errors=True)
