# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Chatty Connectors authors
"""A person in front of a desktop: sees through the accessibility bus, acts
with mouse and keyboard through the X server.

Reading and acting are kept apart on purpose: what is clicked must lie where
it says it lies, and what is read must have a name for those who cannot see.
"""

import os
import re
import subprocess

from desktop import NotThere, wait_for

Atspi = None


def connect(desktop):
    """Takes this process to the desktop's buses. Once per process."""
    global Atspi
    os.environ.update(desktop.env)
    import gi
    gi.require_version('Atspi', '2.0')
    from gi.repository import Atspi as module
    Atspi = module
    Atspi.init()
    Atspi.set_timeout(4000, 15000)


def _quietly(function, *args, default=None):
    """Calls, and gives the default when the widget has gone in the meantime."""
    from gi.repository import GLib
    try:
        return function(*args)
    except GLib.Error:
        return default


def name_of(node):
    return _quietly(node.get_name, default='') or ''


def role_of(node):
    return _quietly(node.get_role_name, default='') or ''


def has_state(node, state):
    states = _quietly(node.get_state_set)
    return bool(states) and states.contains(getattr(Atspi.StateType, state))


def children_of(node):
    for index in range(_quietly(node.get_child_count, default=0) or 0):
        child = _quietly(node.get_child_at_index, index)
        if child is not None:
            yield child


def text_of(node):
    """The text of a label or an entry, or else the name."""
    interface = _quietly(node.get_text_iface) if hasattr(node, 'get_text_iface') else None
    if interface is not None:
        text = _quietly(Atspi.Text.get_text, node, 0, -1)
        if text:
            return text
    return name_of(node)


def walk(node, showing=True):
    """Every node below, the nearest first; hidden branches are left out."""
    row = [node]
    while row:
        below = []
        for parent in row:
            for child in children_of(parent):
                if showing and not has_state(child, 'VISIBLE'):
                    continue
                yield child
                below.append(child)
        row = below


# What lies in one of these lies in a surface of its own, whose place GTK does
# not tell.
POPUPS = {'menu', 'popup menu', 'list box popup', 'tool tip', 'popover'}


def lineage(node):
    """The node and what it lies in, up to the window."""
    while node is not None and role_of(node) != 'application':
        yield node
        node = _quietly(node.get_parent)


def shows(node):
    """Whether a person sees it: it has a place, in the window, on top.

    GTK 4.8 sets the state SHOWING for windows only, so the window is asked
    what lies at the middle of the widget.
    """
    if not has_state(node, 'VISIBLE'):
        return False
    box = _quietly(node.get_extents, Atspi.CoordType.WINDOW)
    if box is None or box.width <= 0 or box.height <= 0:
        return False
    line = list(lineage(node))
    if any(role_of(part) in POPUPS for part in line[1:]):
        return True
    top = line[-1]
    frame = _quietly(top.get_extents, Atspi.CoordType.WINDOW)
    if frame is None:
        return False
    left, right = max(box.x, 0), min(box.x + box.width, frame.width)
    above, below = max(box.y, 0), min(box.y + box.height, frame.height)
    if left >= right or above >= below:
        return False
    hit = _quietly(top.get_accessible_at_point, (left + right) // 2, (above + below) // 2,
                   Atspi.CoordType.WINDOW)
    if hit is None:
        return True
    places = {part.path for part in line}
    return hit.path in places or any(part.path == node.path for part in lineage(hit))


def _fits(wanted, value):
    if wanted is None:
        return True
    if isinstance(wanted, re.Pattern):
        return wanted.search(value) is not None
    return wanted == value


class Person:
    """Works with one program's window."""

    def __init__(self, desktop, program, pid):
        """`program` is the accessible name of the application, `pid` its process."""
        self.desktop = desktop
        self.program = program
        self.pid = pid
        self.app = wait_for(self._find_app, f'{program} on the accessibility bus', 30)
        self.window = wait_for(self._find_window, f'a window of {program}', 30)

    def _find_app(self):
        root = Atspi.get_desktop(0)
        root.clear_cache()
        for app in children_of(root):
            if _quietly(app.get_process_id) == self.pid:
                # Widgets come and go while we look: nothing may be remembered.
                app.set_cache_mask(Atspi.Cache.NONE)
                return app
        return None

    def _find_window(self, title=None):
        answer = self.desktop.xdotool('search', '--onlyvisible', '--pid', self.pid)
        sizes = []
        for window in answer.split():
            x, y, width, height = self._geometry(window)
            if title and self.desktop.xdotool('getwindowname', window) != title:
                continue
            if width > 50 and height > 50:
                sizes.append((width * height, window))
        return max(sizes)[1] if sizes else None

    def _geometry(self, window):
        answer = subprocess.run(['xwininfo', '-id', window], env=self.desktop.env, text=True,
                                capture_output=True, check=False).stdout
        values = dict(re.findall(r'^ *([\w -]+): +(-?\d+)$', answer, re.MULTILINE))
        return tuple(int(values.get(key, 0)) for key in
                     ('Absolute upper-left X', 'Absolute upper-left Y', 'Width', 'Height'))

    def geometry(self):
        return self._geometry(self.window)

    def place(self, x, y, width, height):
        """Moves and resizes the window, and waits until it is so."""
        self.desktop.xdotool('windowsize', self.window, width, height)
        self.desktop.xdotool('windowmove', self.window, x, y)
        self.desktop.xdotool('windowactivate', self.window)

        def placed():
            now = self.geometry()
            return now if abs(now[2] - width) <= 2 and abs(now[3] - height) <= 2 else None
        return wait_for(placed, f'the window to become {width} by {height}')

    # Seeing

    def look(self, role=None, name=None, text=None, inside=None, showing=True, state=None):
        """The first widget that fits, or None. Does not wait."""
        for node in self.look_all(role, name, text, inside, showing, state):
            return node
        return None

    def look_all(self, role=None, name=None, text=None, inside=None, showing=True, state=None):
        roles = {role} if isinstance(role, str) else role
        for node in walk(inside or self.app, showing):
            if roles and role_of(node) not in roles:
                continue
            if not _fits(name, name_of(node)):
                continue
            if text is not None and not _fits(text, text_of(node)):
                continue
            if state and not has_state(node, state):
                continue
            if showing and not shows(node):
                continue
            yield node

    def find(self, role=None, name=None, timeout=20, **how):
        """The first widget that fits; waits for it to show."""
        what = ' '.join(str(part.pattern if isinstance(part, re.Pattern) else part)
                        for part in (role, name, how.get('text'), how.get('state'))
                        if part is not None)
        return wait_for(lambda: self.look(role, name, **how), what, timeout)

    def look_text(self, text, inside=None):
        """A widget that shows this text or whose name has it, or None."""
        wanted = text if isinstance(text, re.Pattern) else re.compile(re.escape(text))
        for node in walk(inside or self.app):
            if (wanted.search(name_of(node)) or wanted.search(text_of(node))) and shows(node):
                return node
        return None

    def find_text(self, text, timeout=20, inside=None):
        """The same, and waits for it to show."""
        return wait_for(lambda: self.look_text(text, inside), f'the text “{text}”', timeout)

    def text_gone(self, text, timeout=20):
        """Waits until nothing shows this text."""
        wait_for(lambda: not self.look_text(text), f'“{text}” to go', timeout)

    def gone(self, role=None, name=None, timeout=20, **how):
        """Waits until no such widget shows."""
        wait_for(lambda: not self.look(role, name, **how), f'no {role} {name}', timeout)

    def focused(self):
        return self.look(state='FOCUSED')

    def area(self, node):
        """Where a widget lies on the display: x, y, width, height."""
        box = node.get_extents(Atspi.CoordType.WINDOW)
        *_, top = lineage(node)
        window = self._find_window(name_of(top)) or self.window
        x, y, _, _ = self._geometry(window)
        return x + box.x, y + box.y, box.width, box.height

    # Acting

    def move_to(self, x, y):
        self.desktop.xdotool('mousemove', '--sync', int(x), int(y))

    def click(self, node, button=1):
        """Clicks on the middle of a widget, which must have a size by then."""
        def settled():
            first = self.area(node)
            return first if first[2] > 0 and first[3] > 0 and first == self.area(node) else None
        x, y, width, height = wait_for(settled, f'{role_of(node)} {name_of(node)} to have a place')
        self.desktop.xdotool('mousemove', '--sync', int(x + width / 2), int(y + height / 2),
                             'click', button)

    def keys(self, *names):
        """Presses keys, as “ctrl+f” or “Tab”."""
        self.desktop.xdotool('key', '--clearmodifiers', *names)

    def type(self, text):
        self.desktop.xdotool('type', '--clearmodifiers', '--delay', 8, text)

    def tab_to(self, role=None, name=None, limit=60, key='Tab'):
        """Presses Tab until a widget that fits has the focus."""
        roles = {role} if isinstance(role, str) else role
        for _ in range(limit):
            before = self._focus_mark()
            node = self.focused()
            if node is not None and (not roles or role_of(node) in roles) \
               and _fits(name, name_of(node)):
                return node
            self.keys(key)
            try:
                wait_for(lambda: self._focus_mark() != before, 'the focus to move', 1.5)
            except NotThere:
                pass
        raise NotThere(f'{limit} times {key} did not reach {role} {name}')

    def _focus_mark(self):
        node = self.focused()
        if node is None:
            return None
        return (role_of(node), name_of(node), str(_quietly(self.area, node)), str(node.path)
                if hasattr(node, 'path') else '')

    # Telling

    def screenshot(self, path):
        self.desktop.screenshot(path, self.geometry())

    def tree(self):
        """What the accessibility bus shows, as indented lines."""
        lines = []

        def tell(node, depth):
            marks = [state.lower() for state in ('FOCUSED', 'SENSITIVE', 'SELECTED', 'CHECKED')
                     if has_state(node, state)]
            if shows(node):
                marks.append('showing')
            text = text_of(node)
            lines.append('  ' * depth + f'{role_of(node)} “{name_of(node)}”'
                         + (f' text “{text[:120]}”' if text != name_of(node) else '')
                         + f' [{" ".join(marks)}]')
            for child in children_of(node):
                tell(child, depth + 1)
        _quietly(tell, self.app, 0)
        return '\n'.join(lines)

