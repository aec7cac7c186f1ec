# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Chatty Connectors authors
"""A home, a session bus and a gnome-keyring of their own, as real as those of
a desktop, and gone afterwards."""

import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

PASSWORD = b'the password of the keyring'
SCHEMA = 'com.chatty.Connectors'
PATIENCE = 20

# No service folders: nothing is started because somebody asks for it.
BUS_CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir={folder}</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""

INTERNAL_CALL = """
import sys
from gi.repository import Gio, GLib
method, signature, password, argument = sys.argv[1:]
bus = Gio.bus_get_sync(Gio.BusType.SESSION)

def call(interface, name, arguments):
    return bus.call_sync('org.freedesktop.secrets', '/org/freedesktop/secrets', interface, name,
                         arguments, None, Gio.DBusCallFlags.NONE, 20000, None).unpack()

session = call('org.freedesktop.Secret.Service', 'OpenSession',
               GLib.Variant('(sv)', ('plain', GLib.Variant('s', ''))))[1]
if signature.startswith('(a{sv}'):
    argument = {'org.freedesktop.Secret.Collection.Label': GLib.Variant('s', argument)}
secret = (session, b'', password.encode(), 'text/plain')
print(*call('org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface', method,
            GLib.Variant(signature, (argument, secret))))
"""


def missing():
    """What these tests need and this system does not have."""
    return [name for name in ('dbus-daemon', 'gnome-keyring-daemon', 'secret-tool', 'gdbus')
            if shutil.which(name) is None]


def wait_until(condition, what):
    limit = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > limit:
            raise TimeoutError(what)
        time.sleep(0.02)


class Probe:
    """The program under test: keyring-probe."""

    def __init__(self, desktop, env=None):
        self.log = open(desktop.home / f'probe-{len(desktop.probes)}.log', 'wb')
        self.answers = []
        self.process = subprocess.Popen(
            [os.environ['KEYRING_PROBE']],
            env={**desktop.env, 'G_MESSAGES_DEBUG': 'all', 'G_DBUS_DEBUG': 'message,payload',
                 **(env or {})},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.log)
        desktop.probes.append(self)

    def ask(self, verb, account='1', platform='convai', kind='api-key', **more):
        order = {'verb': verb, 'platform': platform, 'account': account, 'kind': kind, **more}
        self.process.stdin.write(json.dumps(order).encode() + b'\n')
        self.process.stdin.flush()
        # GDBus puts out what it sends and gets; the answer is marked.
        for line in self.process.stdout:
            self.log.write(line)
            self.log.flush()
            if line.startswith(b'ANSWER '):
                return json.loads(line[len(b'ANSWER '):])
        raise RuntimeError(f'the probe ended with {self.process.wait()}')

    def store(self, secret, account='1', **more):
        return self.ask('store', account, secret=secret, label=f'Convai: account {account}', **more)

    def close(self):
        self.process.stdin.close()
        self.process.wait(PATIENCE)
        self.process.stdout.close()
        self.log.close()


class Desktop:
    """A context manager."""

    def __enter__(self):
        self.folder = Path(tempfile.mkdtemp(prefix='chatty-keyring-'))
        self.home = self.folder / 'home'
        self.probes = []
        self.daemon = None
        runtime = self.folder / 'run'
        for folder in (self.home, runtime):
            folder.mkdir(mode=0o700)
        self.env = {
            'PATH': os.environ['PATH'],
            'LANG': 'C.UTF-8',
            'HOME': str(self.home),
            'XDG_DATA_HOME': str(self.home / 'data'),
            'XDG_CONFIG_HOME': str(self.home / 'config'),
            'XDG_CACHE_HOME': str(self.home / 'cache'),
            'XDG_RUNTIME_DIR': str(runtime),
        }
        for name in ('ASAN_OPTIONS', 'UBSAN_OPTIONS', 'LSAN_OPTIONS', 'LD_LIBRARY_PATH'):
            if name in os.environ:
                self.env[name] = os.environ[name]
        config = self.folder / 'bus.conf'
        config.write_text(BUS_CONFIG.format(folder=runtime))
        self.bus = subprocess.Popen(
            ['dbus-daemon', f'--config-file={config}', '--nofork', '--print-address=1'],
            env=self.env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.env['DBUS_SESSION_BUS_ADDRESS'] = self.bus.stdout.readline().decode().strip()
        return self

    def __exit__(self, *exc):
        for probe in self.probes:
            if not probe.process.stdin.closed:
                probe.close()
        self.stop_keyring()
        self.bus.terminate()
        self.bus.wait(PATIENCE)
        self.bus.stdout.close()
        # Whoever runs all tests may look at the end at what they left.
        if 'CHATTY_KEEP_HOMES' not in os.environ:
            shutil.rmtree(self.folder)

    # The keyring

    def start_keyring(self):
        self.daemon = subprocess.Popen(
            ['gnome-keyring-daemon', '--foreground', '--unlock', '--components=secrets',
             f'--control-directory={self.folder / "run" / "keyring"}'],
            env=self.env, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        self.daemon.stdin.write(PASSWORD)
        self.daemon.stdin.close()
        wait_until(lambda: '/login' in self.default_path(), 'the keyring did not start')

    def stop_keyring(self, how=signal.SIGKILL):
        if self.daemon is not None:
            self.daemon.send_signal(how)
            self.daemon.wait(PATIENCE)
            self.daemon = None

    def call(self, path, method, *arguments):
        """What a call of the Secret Service answers, as text; '' if it fails."""
        return subprocess.run(
            ['gdbus', 'call', '--session', '--dest', 'org.freedesktop.secrets', '--object-path',
             path, '--method', method, '--', *arguments],
            env=self.env, capture_output=True, text=True,
            timeout=PATIENCE).stdout

    def default_path(self):
        return self.call('/org/freedesktop/secrets', 'org.freedesktop.Secret.Service.ReadAlias',
                         'default')

    def lock(self):
        path = self.default_path().split("'")[1]
        self.call('/org/freedesktop/secrets', 'org.freedesktop.Secret.Service.Lock',
                  f"[objectpath '{path}']")

    def unlock(self):
        """As the person does it by signing in."""
        self.internal('UnlockWithMasterPassword', '(o(oayays))', PASSWORD,
                      self.default_path().split("'")[1])

    def create_collection(self, name):
        """A second keyring beside the default one."""
        return self.internal('CreateWithMasterPassword', '(a{sv}(oayays))', b'other', name)

    def internal(self, method, signature, password, argument):
        """Calls the interface that gnome-keyring has for programs which know the
        password; any other way asks on the screen."""
        return self.python(INTERNAL_CALL, method, signature, password.decode(), argument).strip()

    def set_default(self, path):
        self.call('/org/freedesktop/secrets', 'org.freedesktop.Secret.Service.SetAlias',
                  'default', path)

    def python(self, script, *arguments):
        return subprocess.run(['/usr/bin/python3', '-c', script, *arguments], env=self.env,
                              capture_output=True, text=True, timeout=PATIENCE,
                              check=True).stdout

    # What others see

    def items(self):
        """The items of our schema, as secret-tool shows them."""
        run = subprocess.run(['secret-tool', 'search', '--all', 'xdg:schema', SCHEMA],
                             env=self.env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                             timeout=PATIENCE)
        items = []
        for line in run.stdout.splitlines():
            if line.startswith('['):
                items.append({})
            elif ' = ' in line and items:
                name, value = line.split(' = ', 1)
                items[-1][name] = value
        return items

    def processes(self):
        """The ids of our programs that run."""
        running = [probe.process.pid for probe in self.probes if probe.process.poll() is None]
        if self.daemon is not None:
            running.append(self.daemon.pid)
        return running
