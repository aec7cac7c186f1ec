#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Chatty Connectors authors
"""What other programs can make the window do, through the session bus or the
arguments of a desktop file: nothing that changes or sends anything before the
person has said so (row 19 of the attacks in tests/README.md)."""

import json
import os
import re

import gi

gi.require_version('Gio', '2.0')
# pylint: disable=wrong-import-position
from gi.repository import Gio, GLib  # noqa: E402

import journey  # noqa: E402
from canary import Canary  # noqa: E402
from desktop import wait_for  # noqa: E402
from window import Window  # noqa: E402

DEMO = sorted(journey.FIXTURES.iterdir())
BREAD = 'Sourdough for beginners'
ACCOUNT = '11111111-2222-4333-8444-555555555555'
# These end the program, and come last.
LAST = {'quit', 'close'}


class Stranger:
    """Another program on the session bus."""

    def __init__(self, j):
        self.bus = Gio.DBusConnection.new_for_address_sync(
            j.desktop.env['DBUS_SESSION_BUS_ADDRESS'],
            Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT |
            Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)
        self.name = wait_for(self._find_name, 'the name of the application', 30)

    def _ask(self, name, path, interface, method, arguments=None):
        try:
            return self.bus.call_sync(name, path, interface, method, arguments, None,
                                      Gio.DBusCallFlags.NONE, 20000, None).unpack()
        except GLib.Error as error:
            # An argument of the wrong type is refused.
            return error

    def _find_name(self):
        names, = self._ask('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus',
                           'ListNames')
        return next((name for name in names if name.startswith('com.chatty.Connectors')), None)

    @property
    def path(self):
        return '/' + self.name.replace('.', '/')

    def paths(self, start):
        """Every object that the program shows below a path."""
        text = self._ask(self.name, start, 'org.freedesktop.DBus.Introspectable', 'Introspect')
        yield start, text[0]
        for child in re.findall(r'<node name="([^"]+)"', text[0]):
            yield from self.paths(f'{start.rstrip("/")}/{child}')

    def actions(self):
        """(path, name, type of the argument) of every action that can be called."""
        for path, text in self.paths(self.path):
            if 'org.gtk.Actions' not in text:
                continue
            described, = self._ask(self.name, path, 'org.gtk.Actions', 'DescribeAll')
            for name, (_, argument, _) in described.items():
                yield path, name, argument

    def activate(self, path, name, arguments):
        return self._ask(self.name, path, 'org.gtk.Actions', 'Activate',
                         GLib.Variant('(sava{sv})', (name, arguments, {})))

    def application(self, method, signature, *arguments):
        return self._ask(self.name, self.path, 'org.freedesktop.Application', method,
                         GLib.Variant(signature, arguments))

    def answers(self):
        """Whether the program has done everything that it was told before."""
        return isinstance(self._ask(self.name, self.path, 'org.freedesktop.DBus.Peer', 'Ping'), tuple)


def values(argument):
    """What a stranger might give to an action that wants such an argument."""
    if not argument:
        return [[]]
    guesses = {
        's': ['', 'convai', ACCOUNT, 'nobody', '../../../etc/passwd', '%s%n', 'a' * 100000],
        'b': [True, False],
        'i': [-1, 0, 2**31 - 1],
        'u': [0, 2**32 - 1],
        'as': [[], ['x'] * 1000],
    }
    return [[GLib.Variant(argument, guess)] for guess in guesses.get(argument, [])] \
        + [[], [GLib.Variant('s', 'wrong'), GLib.Variant('i', 1)]]


def belongings(j):
    """Everything that the person could lose: the vault, the accounts."""
    found = {}
    for path in (j.desktop.home / 'data').rglob('*'):
        if path.is_file() and 'recently-used' not in path.name:
            found[str(path)] = path.read_bytes()
    return found


def an_account(j):
    """The record of an account, as the program keeps it."""
    folder = next(path for path in (j.desktop.home / 'data').iterdir()
                  if path.name.startswith('chatty-connectors'))
    address = 'https://api.convai.com'
    (folder / 'accounts.json').write_text(json.dumps({'version': 1, 'accounts': [
        {'id': ACCOUNT, 'platform': 'convai', 'name': 'Mine',
         'addresses': [address], 'bound': [address], 'state': 'verified'}]}))


def strangers_on_the_bus(j):
    """Actions and files from another program change nothing by themselves."""
    j.command('import', *DEMO)
    an_account(j)
    j.launch()
    me, window = j.me, Window(j)
    window.open_conversation(BREAD)
    before = belongings(j)
    assert any(BREAD in name for name in before) and any('accounts.json' in name for name in before)

    stranger = Stranger(j)
    actions = [action for action in stranger.actions() if action[1] not in LAST]
    names = {name for _, name, _ in actions}
    assert {'preferences', 'about', 'shortcuts'} <= names, names
    for path, name, argument in actions:
        for value in values(argument):
            stranger.activate(path, name, value)
            assert stranger.answers(), f'{name} has ended the program'
        # Whatever it has opened is closed again.
        me.keys('Escape')
    assert belongings(j) == before, 'an action that was called from outside changed something'
    assert 'ERROR' not in j.log.read_text(errors='replace')
    stranger.application('ActivateAction', '(sava{sv})', 'quit', [], {})
    wait_for(lambda: j.process.poll() is not None, 'the program to end')


def files_from_a_stranger(j):
    """Files that another program opens are offered, and nothing is fetched."""
    j.command('import', DEMO[0])
    before = {path: path.read_bytes() for path in j.files_in_vault().values()}
    pipe = j.desktop.home / 'pipe.txt'
    os.mkfifo(pipe)
    with Canary() as canary:
        assert canary.sings(), 'the server does not note requests'
        j.launch()
        me, window = j.me, Window(j)
        stranger = Stranger(j)
        odd = [f'{canary.base}/conversation.md', f'smb://127.0.0.1/share/{DEMO[1].name}',
               'file:///proc/self/environ', 'file:///dev/zero', pipe.as_uri(), 'javascript:1', '',
               '--version', 'file:///nowhere/at%00all.md']
        stranger.application('Open', '(asa{sv})', [*odd, DEMO[1].as_uri()], {})
        # All are shown, the last of them can be imported, and the rest say why not.
        me.find('list', 'Files to import')
        window.start_button()
        me.find_text(DEMO[1].name)
        me.find_text('This is a device')
        assert stranger.answers()
        assert canary.requests == [], canary.requests
        assert before == {path: path.read_bytes() for path in j.files_in_vault().values()}, \
            'files were imported before the person said so'
        for _ in range(20):
            stranger.application('Activate', '(a{sv})', {})
        assert stranger.answers()
        assert me.other_window() is None, 'a second window'

        # It ends through the window, which asks while an import runs.
        stranger.application('ActivateAction', '(sava{sv})', 'quit', [], {})
        wait_for(lambda: j.process.poll() is not None, 'the program to end')
        assert j.process.returncode == 0
        assert canary.requests == [], canary.requests
        assert canary.sings(), 'the server had stopped to note requests'
    assert before == {path: path.read_bytes() for path in j.files_in_vault().values()}


def arguments_of_a_desktop_file(j):
    """A crafted argument in a desktop file opens a window, or is refused."""
    j.command('import', DEMO[0])
    before = {path: path.read_bytes() for path in j.files_in_vault().values()}
    with Canary() as canary:
        for crafted in (['--gapplication-service'], ['--gapplication-replace'],
                        [f'{canary.base}/conversation.md'],
                        ['file:///dev/zero'], ['--', 'import', str(DEMO[1])],
                        ['--', '--vault=/tmp', 'reindex'], ['chatty:delete?all=1'], ['\x1b[2J']):
            log = j.desktop.home / 'crafted.log'
            with log.open('wb') as stream:
                process = j.desktop.start([j.program, *crafted], stderr=stream)
            # Those that show a window are closed as a stranger would do it.
            stranger = None
            try:
                stranger = wait_for(lambda: process.poll() is not None or Stranger(j), str(crafted))
            except AssertionError:
                pass
            if stranger is not None and stranger is not True:
                assert stranger.answers(), crafted
                stranger.application('ActivateAction', '(sava{sv})', 'quit', [], {})
            j.desktop.end(process)
            text = log.read_text(errors='replace')
            assert 'CRITICAL' not in text, text
            now = {path: path.read_bytes() for path in j.files_in_vault().values()}
            assert now == before, crafted
        assert canary.requests == [], canary.requests


if __name__ == '__main__':
    journey.main(strangers_on_the_bus, files_from_a_stranger, arguments_of_a_desktop_file)
