# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Chatty Connectors authors
"""What programs tell on the accessibility bus, as a screen reader hears it.

Asks for all widgets of a window at once instead of one after another: a
window has some hundred, and each question takes a trip through two processes.
"""

import gi

gi.require_version('Gio', '2.0')
from gi.repository import Gio, GLib  # noqa: E402

ROOT = '/org/a11y/atspi/accessible/root'
ACCESSIBLE = 'org.a11y.atspi.Accessible'
ACTION = 'org.a11y.atspi.Action'
COMPONENT = 'org.a11y.atspi.Component'
PROPERTIES = 'org.freedesktop.DBus.Properties'
# Coordinates are told from the corner of the window; GTK has no others.
IN_WINDOW = 1

STATES = {'CHECKED': 4, 'EXPANDED': 10, 'FOCUSABLE': 11, 'FOCUSED': 12, 'PRESSED': 20,
          'SELECTED': 23, 'SENSITIVE': 24, 'SHOWING': 25, 'VISIBLE': 30}

BUTTONS = {'button', 'toggle button'}

# What lies in one of these lies in a surface of its own, whose place GTK does
# not tell.
POPUPS = {'menu', 'popup menu', 'list box popup', 'tool tip', 'popover'}


class Bus:
    """The accessibility bus of a desktop."""

    def __init__(self, session_address):
        flags = (Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT
                 | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION)
        session = Gio.DBusConnection.new_for_address_sync(session_address, flags, None, None)
        address = session.call_sync('org.a11y.Bus', '/org/a11y/bus', 'org.a11y.Bus', 'GetAddress',
                                    None, None, Gio.DBusCallFlags.NONE, 20000, None).unpack()[0]
        self.connection = Gio.DBusConnection.new_for_address_sync(address, flags, None, None)
        # By program and path: a widget keeps its role, and no path is given twice.
        self.roles = {}

    def ask(self, questions):
        """Asks all of (bus name, path, interface, method, arguments) at once.

        Returns the answers in the same order, None for what has gone.
        """
        answers = [None] * len(questions)
        left = len(questions)

        def answered(connection, result, index):
            nonlocal left
            left -= 1
            try:
                answers[index] = connection.call_finish(result).unpack()
            except GLib.Error:
                pass

        for index, (owner, path, interface, method, arguments) in enumerate(questions):
            self.connection.call(owner, path, interface, method, arguments, None,
                                 Gio.DBusCallFlags.NO_AUTO_START, 15000, None, answered, index)
        context = GLib.MainContext.default()
        while left:
            context.iteration(True)
        return answers

    def programs(self):
        """The programs on the bus, as Node."""
        listed = self.ask([('org.a11y.atspi.Registry', ROOT, ACCESSIBLE, 'GetChildren', None)])[0]
        return [Node(self, owner, path, None) for owner, path in (listed or [[]])[0]]

    def process_of(self, node):
        """The id of the process of a program."""
        answer = self.ask([('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus',
                            'GetConnectionUnixProcessID', GLib.Variant('(s)', (node.owner,)))])[0]
        return answer[0] if answer else None


class Node:
    """A widget, as it was when it was looked at."""

    def __init__(self, bus, owner, path, parent):
        self.bus = bus
        self.owner = owner
        self.path = path
        self.parent = parent
        self.role = ''
        self.name = ''
        self.states = 0
        self.children = []

    def question(self, method, arguments=None, interface=ACCESSIBLE):
        return (self.owner, self.path, interface, method, arguments)

    def act(self):
        """Does what a click does, as a screen reader has it done: for what lies
        in a popover, whose place on the display the bus does not know."""
        answer = self.bus.ask([self.question('DoAction', GLib.Variant('(i)', (0,)), ACTION)])[0]
        assert answer and answer[0], f'{self.role} “{self.name}” cannot be pressed'

    def has(self, state):
        return bool(self.states >> STATES[state] & 1)

    def lineage(self):
        """The widget and what it lies in, up to the window."""
        node = self
        while node is not None and node.role != 'application':
            yield node
            node = node.parent

    def look(self):
        """Looks again at this widget alone."""
        _fill([self])
        return self

    def walk(self, hidden=False):
        """Looks again at this widget and all below; yields those below, the
        nearest first. What is hidden, and what lies in it, is left out."""
        level = [self]
        _fill(level)
        while level:
            below = [child for node in level for child in node.children]
            _fill(below)
            if not hidden:
                below = [node for node in below if node.has('VISIBLE')]
            yield from below
            level = below

    def text(self):
        """The text of an entry or a text view, or else the name."""
        arguments = GLib.Variant('(ii)', (0, -1))
        answer = self.bus.ask([self.question('GetText', arguments, 'org.a11y.atspi.Text')])[0]
        return answer[0] if answer and answer[0] else self.name

    def box(self):
        """Where it lies in the window: (x, y, width, height), or None."""
        arguments = GLib.Variant('(u)', (IN_WINDOW,))
        answer = self.bus.ask([self.question('GetExtents', arguments, COMPONENT)])[0]
        return answer[0] if answer else None

    def middle(self, box=None):
        """The middle of what lies in the window, from its corner, or None."""
        *_, top = self.lineage()
        box, frame = box or self.box(), top.box()
        if box is None or frame is None:
            return None
        left, right = max(box[0], 0), min(box[0] + box[2], frame[2])
        above, below = max(box[1], 0), min(box[1] + box[3], frame[3])
        if left >= right or above >= below:
            return None
        return (left + right) // 2, (above + below) // 2

    def shows(self, on_top=True):
        """Whether a person sees it: it has a place, in the window, on top.

        GTK 4.8 sets the state SHOWING for windows only, so the window is asked
        what lies at the middle of the widget.
        """
        line = list(self.lineage())
        if not all(node.has('VISIBLE') for node in line):
            return False
        box = self.box()
        if box is None or box[2] <= 0 or box[3] <= 0:
            return False
        if not on_top or any(node.role in POPUPS for node in line[1:]):
            return True
        middle = self.middle(box)
        if middle is None:
            return False
        top = line[-1]
        point = GLib.Variant('(iiu)', (*middle, IN_WINDOW))
        hit = self.bus.ask([top.question('GetAccessibleAtPoint', point, COMPONENT)])[0]
        if not hit or hit[0][1].endswith('/null'):
            return True
        path = hit[0][1]
        if path == self.path:
            return True
        if any(node.path == path for node in line):
            # What it lies in is hit where it cannot be, as a label of a button.
            # A button can, unless it is on a page of a stack that is not shown.
            return not (self.role in BUTTONS and self.has('SENSITIVE'))
        return self._holds(path)

    def again(self):
        """The same widget as it is now: lists use theirs for other rows."""
        return Node(self.bus, self.owner, self.path, self.parent).look()

    def _holds(self, path):
        """Whether the widget at `path` lies in this one."""
        for _ in range(64):
            if path == self.path:
                return True
            answer = self.bus.ask([(self.owner, path, PROPERTIES, 'Get',
                                    GLib.Variant('(ss)', (ACCESSIBLE, 'Parent')))])[0]
            if not answer:
                return False
            owner, path = answer[0]
            if owner != self.owner or path.endswith(('/root', '/null')):
                return False
        return False


def _fill(nodes):
    """Asks for what is told of these widgets, all at once."""
    if not nodes:
        return
    name = GLib.Variant('(ss)', (ACCESSIBLE, 'Name'))
    bus = nodes[0].bus
    questions = [node.question('GetRoleName') for node in nodes
                 if (node.owner, node.path) not in bus.roles]
    n_roles = len(questions)
    for node in nodes:
        questions += [node.question('GetState'), node.question('Get', name, PROPERTIES),
                      node.question('GetChildren')]
    answers = bus.ask(questions)
    bus.roles.update({question[:2]: role[0] for question, role in zip(questions, answers[:n_roles])
                      if role})
    for index, node in enumerate(nodes):
        states, named, children = answers[n_roles + 3 * index:n_roles + 3 * index + 3]
        words = states[0] if states else [0, 0]
        node.states = words[0] | (words[1] << 32 if len(words) > 1 else 0)
        node.role = bus.roles.get((node.owner, node.path), '')
        node.name = _plain(named[0]) if named else ''
        node.children = [Node(node.bus, owner, path, node)
                         for owner, path in (children[0] if children else [])
                         if not path.endswith('/null')]


def _plain(name):
    """The name as it is shown. GTK 4.8 names a button with a mnemonic twice,
    once with the underscore: “_Import Import”."""
    first, _, second = name.partition(' ')
    half = (len(name) - 1) // 2
    for cut in {half, half + 1}:
        first, second = name[:cut], name[cut + 1:]
        if '_' in first and first.replace('_', '', 1) == second:
            return second
    return name
