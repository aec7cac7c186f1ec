# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Chatty Connectors authors
"""Follows the keyboard by what the accessibility bus tells of it, as a screen
reader does. To look for it among all widgets takes seconds where there are
many, as in the editor of a character."""

import time

import gi

gi.require_version('Gio', '2.0')
# pylint: disable=wrong-import-position
from gi.repository import Gio, GLib  # noqa: E402

from accessible import Node  # noqa: E402
from desktop import NotThere, wait_for  # noqa: E402

# Seconds after which all widgets are asked who has the keyboard.
PATIENCE = 3


class Focus:
    """Where the keyboard is, in the program of a person."""

    def __init__(self, person):
        self.person = person
        self.told = 0
        self.path = None
        self.bus = person.bus
        # The name of the event is its first argument.
        self.bus.connection.signal_subscribe(
            person.app.owner, 'org.a11y.atspi.Event.Object', 'StateChanged', None, 'focused',
            Gio.DBusSignalFlags.NONE, self._changed)

    def _changed(self, _connection, _sender, path, _interface, _signal, arguments):
        if arguments.unpack()[1] == 1:
            self.told += 1
            self.path = path

    def _listen(self):
        context = GLib.MainContext.default()
        while context.iteration(False):
            pass
        return self.told

    def widget(self):
        """The widget that got the keyboard last, as it is now."""
        self._listen()
        return Node(self.bus, self.person.app.owner, self.path, None).look() if self.path else None

    def move(self, *keys, timeout=20):
        """Presses keys of which one moves the focus, and waits until it has
        moved. Returns what has it then."""
        before = self._listen()
        self.person.keys(*keys)
        wait_for(lambda: self._listen() != before, f'the focus to move after {keys}', timeout,
                 interval=0.01)
        return self.widget()

    def reaches(self, role, name, timeout=20):
        """Waits until such a widget has the keyboard, and returns it."""
        begin = time.monotonic()

        def reached():
            node = self.widget()
            # GTK does not tell of a widget that the bus did not know when it
            # got the keyboard.
            if time.monotonic() - begin > PATIENCE and not (node and node.has('FOCUSED')):
                node = self.person.focused()
                self.path = node.path if node else self.path
            return node if node and self._is(node, role, name) else None
        try:
            return wait_for(reached, f'{role} “{name}” to have the focus', timeout, interval=0.02)
        except NotThere as reason:
            node = self.widget()
            raise NotThere(f'{reason}; it is at {node and (node.role, node.name)}') from reason

    def tab_to(self, role, name, key='Tab', limit=60):
        """Presses Tab until such a widget has the keyboard, and returns it."""
        seen = []
        node = self.widget()
        for _ in range(limit):
            if node and node.has('FOCUSED') and self._is(node, role, name):
                return node
            seen.append(f'{node.role} “{node.name}”' if node else 'nowhere')
            node = self.move(key)
        raise NotThere(f'{limit} times {key} did not reach {role} “{name}”, only {seen}')

    @staticmethod
    def _is(node, role, name):
        return role in (None, node.role) and name == node.name
