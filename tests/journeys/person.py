# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Chatty Connectors authors
"""A person in front of a desktop: sees through the accessibility bus, acts
with mouse and keyboard through the X server.

Reading and acting are kept apart on purpose: what is clicked must lie where
it says it lies, and what is read must have a name for those who cannot see.
"""

import re
import subprocess

from accessible import Bus
from desktop import NotThere, say, wait_for

TEXTS = {'text box', 'search box', 'paragraph'}


def pattern(text):
    """A pattern is taken as it is, a text must be found as it stands."""
    return text if isinstance(text, re.Pattern) else re.compile(re.escape(text))


def _fits(wanted, value):
    if wanted is None:
        return True
    if isinstance(wanted, re.Pattern):
        return wanted.search(value) is not None
    return wanted == value


def _told(*parts):
    return ' '.join(part.pattern if isinstance(part, re.Pattern) else str(part)
                    for part in parts if part is not None)


class Person:
    """Works with the windows of one program."""

    def __init__(self, desktop, pid):
        self.desktop = desktop
        self.pid = pid
        self.bus = Bus(desktop.env['DBUS_SESSION_BUS_ADDRESS'])
        self.app = wait_for(self._find_app, f'process {pid} on the accessibility bus', 60)
        self.window = wait_for(self._find_window, f'a window of process {pid}', 60)

    def _find_app(self):
        for app in self.bus.programs():
            if self.bus.process_of(app) == self.pid:
                return app.look()
        return None

    def _windows(self):
        answer = self.desktop.xdotool('search', '--onlyvisible', '--pid', self.pid)
        return [window for window in answer.split() if min(self._geometry(window)[2:]) > 50]

    def _find_window(self, title=None):
        found = [(self._geometry(window)[2:], window) for window in self._windows()
                 if title is None or self.desktop.xdotool('getwindowname', window) == title]
        return max(found)[1] if found else None

    def other_window(self):
        """A window of the program beside the first, as a dialog, or None."""
        others = [window for window in self._windows() if window != self.window]
        return others[0] if others else None

    def resize_other(self, width, height):
        """Resizes that window, and waits until its widgets have followed."""
        other = wait_for(self.other_window, 'a second window')
        self.desktop.xdotool('windowsize', other, width, height)
        self.desktop.xdotool('windowmove', other, 0, 0)

        def placed():
            now = self._geometry(other)
            return abs(now[2] - width) <= 2 and abs(now[3] - height) <= 2
        wait_for(placed, f'the second window to become {width} by {height}')

    def _geometry(self, window):
        answer = subprocess.run(['xwininfo', '-id', window], env=self.desktop.env, text=True,
                                capture_output=True, check=False).stdout
        values = dict(re.findall(r'^ *([\w -]+): +(-?\d+)$', answer, re.MULTILINE))
        return tuple(int(values.get(key, 0)) for key in
                     ('Absolute upper-left X', 'Absolute upper-left Y', 'Width', 'Height'))

    def geometry(self):
        """Where the first window is: x, y, width, height."""
        return self._geometry(self.window)

    def place(self, x, y, width, height):
        """Moves and resizes the window, and waits until it is so and stays so,
        and has the keyboard."""
        last, asked = None, 0

        def placed():
            nonlocal last, asked
            now, before = self.geometry(), last
            last = now
            # The window manager keeps windows on the screen with their frame.
            off = [abs(is_ - wanted) for is_, wanted in zip(now, (x, y, width, height))]
            if max(off[:2]) <= 40 and max(off[2:]) <= 2:
                return now == before and self._has_keyboard()
            # A window that has only just come may forget what it was told.
            if asked % 10 == 0:
                self.desktop.xdotool('windowsize', self.window, width, height)
                self.desktop.xdotool('windowmove', self.window, x, y)
                self.desktop.xdotool('windowactivate', self.window)
            asked += 1
            return False
        try:
            wait_for(placed, f'the window to become {width} by {height} at {x}, {y}')
        except NotThere as reason:
            raise NotThere(f'{reason}; it is at {last}, keyboard: {self._has_keyboard()}') from reason

    def _has_keyboard(self, window=None):
        """Whether keys go to the program, or to this window of it."""
        focus = self.desktop.xdotool('getwindowfocus')
        if window:
            return focus == window
        return focus != '' and focus in self.desktop.xdotool('search', '--pid', self.pid).split()

    # Seeing

    def look_all(self, role=None, name=None, inside=None, state=None, showing=True):
        """Every widget that fits, the nearest first. Does not wait."""
        roles = {role} if isinstance(role, str) else role
        for node in (inside or self.app).walk():
            if (not roles or node.role in roles) and _fits(name, node.name) \
               and (not state or node.has(state)) and (not showing or node.shows()):
                yield node

    def look(self, role=None, name=None, **how):
        """The first widget that fits, or None. Does not wait."""
        return next(self.look_all(role, name, **how), None)

    def find(self, role=None, name=None, timeout=30, **how):
        """The first widget that fits; waits for it to show."""
        return wait_for(lambda: self.look(role, name, **how),
                        _told(role, name, how.get('state')), timeout)

    def gone(self, role=None, name=None, timeout=30, **how):
        """Waits until no such widget shows."""
        wait_for(lambda: not self.look(role, name, **how), f'{_told(role, name)} to go', timeout)

    def look_text(self, text, inside=None, on_top=True):
        """A widget that shows this text or whose name has it, or None."""
        wanted = pattern(text)
        for node in (inside or self.app).walk():
            if wanted.search(node.name) or (node.role in TEXTS and wanted.search(node.text())):
                if node.shows(on_top):
                    return node
        return None

    def find_text(self, text, timeout=30, inside=None):
        """The same, and waits for it to show."""
        return wait_for(lambda: self.look_text(text, inside), f'the text “{_told(text)}”', timeout)

    def text_gone(self, text, timeout=30):
        """Waits until nothing shows this text."""
        wait_for(lambda: not self.look_text(text), f'“{_told(text)}” to go', timeout)

    def focused(self):
        """The widget that has the focus, the innermost, or None."""
        found = None
        for node in self.app.walk():
            if node.has('FOCUSED'):
                found = node
        return found

    def area(self, node):
        """Where a widget lies on the display: x, y, width, height."""
        corner, box = self._corner(node), node.box()
        if corner is None or box is None:
            return 0, 0, 0, 0
        return corner[0] + box[0], corner[1] + box[1], box[2], box[3]

    def _corner(self, node):
        """Where the window of a widget begins on the display, or None while
        its widgets have not followed the size of the window."""
        *_, top = node.lineage()
        frame = top.box() or (0, 0, 0, 0)
        x, y, width, height = self._geometry(self._find_window(top.name) or self.window)
        # The X window has a border that the widgets do not know of.
        across, down = (width - frame[2]) // 2, (height - frame[3]) // 2
        return (x + across, y + down) if 0 <= across == down else None

    def spot(self, node):
        """The middle of what is seen of a widget, on the display, or None."""
        corner, middle = self._corner(node), node.middle()
        return (corner[0] + middle[0], corner[1] + middle[1]) if corner and middle else None

    # Acting

    def move_to(self, x, y):
        self.desktop.xdotool('mousemove', '--sync', int(x), int(y))

    def aim_at(self, node):
        """Moves the pointer over a widget, once the widget keeps its place.
        Aims again if it moved or something came over it meanwhile."""
        role, name, tried = node.role, node.name, []

        def aimed():
            spot = self.spot(node)
            if spot is None:
                return None
            self.move_to(*spot)
            now = node.again()
            tried.append((spot, now.role, now.name))
            return now.role == role and now.name == name and node.shows() \
                and self.spot(node) == spot
        try:
            wait_for(aimed, f'{role} “{name}” to keep its place under the pointer')
        except NotThere as reason:
            raise NotThere(f'{reason}; at last: {tried[-3:]}') from reason

    def click(self, node, button=1, until=None):
        """Clicks on the middle of a widget. With `until`, waits for what comes
        of it, and clicks once more, and says so, if nothing does: on a machine
        with far more to do than it can, the X server and GTK lose one now and
        then."""
        self.aim_at(node)
        self.desktop.xdotool('click', button)
        if until is None:
            return
        told = f'something to come of a click on {node.role} “{node.name}”'
        try:
            wait_for(until, told)
        except NotThere as reason:
            say(f'{reason}; clicking once more')
            self.aim_at(node)
            self.desktop.xdotool('click', button)
            wait_for(until, told)

    def wheel(self, node, clicks):
        """Turns the wheel over a widget, downwards if `clicks` is positive."""
        self.move_to(*wait_for(lambda: self.spot(node), f'{node.role} {node.name} to have a place'))
        self.desktop.xdotool('click', '--repeat', abs(clicks), '--delay', 20, 5 if clicks > 0 else 4)

    def keys(self, *names):
        """Presses keys, as “ctrl+f” or “Tab”."""
        self.attend()
        self.desktop.xdotool('key', *names)

    def type(self, text):
        """Types a text, letter by letter."""
        self.attend()
        # It may be a key, and anybody can read a command line.
        self.desktop.xdotool('type', '--delay', 8, '--file', '-', content=text)

    def attend(self, window=None):
        """Waits until keys go to the program, or to this window of it."""
        def attentive():
            if self._has_keyboard(window):
                return True
            # Other window managers do this at a click.
            if window is None:
                self.desktop.xdotool('windowactivate', self.window)
            return False
        wait_for(attentive, 'the keyboard to be the program’s', interval=0.2)

    def move_focus(self, key, timeout=5):
        """Presses a key that moves the focus, and waits until it has moved, so
        that no key is still on its way. Returns what has the focus then."""
        before = getattr(self.focused(), 'path', None)
        self.keys(key)
        try:
            wait_for(lambda: getattr(self.focused(), 'path', None) != before,
                     'the focus to move', timeout)
        except NotThere:
            pass  # there may be nowhere else to go
        return self.focused()

    def tab_to(self, role=None, name=None, limit=60, key='Tab'):
        """Presses Tab until a widget that fits has the focus."""
        roles = {role} if isinstance(role, str) else role
        node = self.focused()
        for _ in range(limit):
            if node is not None and (not roles or node.role in roles) and _fits(name, node.name):
                return node
            node = self.move_focus(key)
        raise NotThere(f'{limit} times {key} did not reach {_told(role, name)}')

    # Telling

    def screenshot(self, path):
        """Saves a picture of the first window, with what lies over it, and
        without the border that GTK draws where there is no compositor."""
        x, y, width, height = self.geometry()
        frames = [node.box() for node in self.app.look().walk()
                  if node.parent is self.app and node.role == 'window']
        frame = max((box[2:] for box in frames if box), default=(width, height))
        border = max((width - frame[0]) // 2, 0)
        self.desktop.screenshot(path, (x + border, y + border, width - 2 * border,
                                       height - 2 * border))

    def tree(self, seen=False):
        """What the accessibility bus shows, as indented lines; of what is seen
        and has a name only, if `seen`."""
        lines = []
        for node in self.app.walk():
            box = node.box() if node.shows() else None
            if seen and not (box and node.name):
                continue
            marks = [state.lower() for state in ('FOCUSED', 'SENSITIVE', 'SELECTED', 'CHECKED')
                     if node.has(state)]
            marks += [str(box)] if box else []
            lines.append((self._order(node), f'{node.role} “{node.name}” {" ".join(marks)}'))
        lines.sort(key=lambda line: line[0])
        return '\n'.join(('' if seen else '  ' * len(order)) + text for order, text in lines)

    @staticmethod
    def _order(node):
        order = []
        while node.parent is not None:
            order.insert(0, next((index for index, child in enumerate(node.parent.children)
                                  if child.path == node.path), 0))
            node = node.parent
        return order
