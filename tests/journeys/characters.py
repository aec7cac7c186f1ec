# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Chatty Connectors authors
"""The steps that people take on the page of characters, for the journeys and
the pictures."""

import json
import re
import struct
import zlib

from gi.repository import GLib

from accessible import PROPERTIES
from desktop import SCREEN, NotThere, wait_for
from focus import Focus
from window import BUTTONS, Window

TEXT = 'org.a11y.atspi.Text'


def disc(colour, size=96):
    """A PNG of a disc, as somebody's picture."""
    def chunk(kind, content):
        return (struct.pack('>I', len(content)) + kind + content
                + struct.pack('>I', zlib.crc32(kind + content)))
    rows = bytearray()
    for y in range(size):
        rows.append(0)
        for x in range(size):
            inside = (x - size / 2) ** 2 + (y - size / 2) ** 2 < (size * 0.38) ** 2
            rows += bytes(255 - (255 - part) // 3 if not inside else part for part in colour)
    header = struct.pack('>IIBBBBB', size, size, 8, 2, 0, 0, 0)
    return (b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', header)
            + chunk(b'IDAT', zlib.compress(bytes(rows))) + chunk(b'IEND', b''))


def contents(nodes):
    """What stands in these entries and text views, None in those that have
    gone. An entry of GTK 4.8 gives nothing when asked for its text up to the
    end, so it is asked for the length first."""
    if not nodes:
        return []
    count = GLib.Variant('(ss)', (TEXT, 'CharacterCount'))
    lengths = nodes[0].bus.ask([node.question('Get', count, PROPERTIES) for node in nodes])
    answers = nodes[0].bus.ask([
        node.question('GetText', GLib.Variant('(ii)', (0, length[0] if length else 0)), TEXT)
        for node, length in zip(nodes, lengths)])
    return [answer[0] if answer else None for answer in answers]


class Vault:
    """The folder of characters, as other programs see it."""

    def __init__(self, folder):
        self.folder = folder

    @classmethod
    def of(cls, journey):
        """The one that the program makes by itself."""
        found = wait_for(lambda: list(journey.desktop.home.glob('data/*/vault')), 'the vault')
        return cls(found[0])

    @property
    def instances(self):
        return self.folder / 'instances'

    def prompt_file(self, callsign):
        return self.instances / callsign / 'identity' / 'prompt.json'

    def prompt(self, callsign):
        """Chatty's fields; nothing while there are none."""
        try:
            return json.loads(self.prompt_file(callsign).read_text())
        except FileNotFoundError:
            return {}

    def callsigns(self):
        return sorted(path.name for path in self.instances.iterdir()) \
            if self.instances.is_dir() else []

    def files(self, callsign):
        """What a character's folder holds, by name."""
        folder = self.instances / callsign
        return {str(path.relative_to(folder)): path.read_bytes()
                for path in folder.rglob('*') if path.is_file()}

    def edit(self, callsign, **members):
        """Changes a character as another program does: a new file in the
        place of the old one."""
        path = self.prompt_file(callsign)
        temporary = path.with_name('.prompt.json.tmp')
        temporary.write_text(json.dumps({**self.prompt(callsign), **members}, indent=2,
                                        ensure_ascii=False))
        temporary.replace(path)

    def add(self, callsign, **members):
        self.prompt_file(callsign).parent.mkdir(parents=True)
        self.prompt_file(callsign).write_text('{}')
        self.edit(callsign, **members)

    def comes_to_have(self, callsign, **members):
        """Waits until these fields are stored."""
        def stored():
            try:
                prompt = self.prompt(callsign)
            except ValueError:
                return False
            return all(prompt.get(name) == value for name, value in members.items())
        try:
            wait_for(stored, f'{members} of {callsign} in the vault')
        except NotThere as reason:
            raise NotThere(f'{reason}; it has {self.prompt(callsign)}') from reason


class Characters:
    """The page of characters, and the character that is shown there."""

    OUTSIDE = SCREEN[0] - 10, SCREEN[1] - 10

    def __init__(self, journey):
        self.journey = journey
        self.me = journey.me
        self.window = Window(journey)
        self.focus = Focus(self.me)

    def show(self):
        """To the page."""
        self.page('Characters')
        self.me.find(BUTTONS, re.compile('^(Characters menu|New Character)$'))

    def page(self, name):
        """To a page of the window."""
        self.me.click(self.me.find('tab', name),
                      until=lambda: self.me.look('tab', name, state='SELECTED'))

    def menu(self, button, item):
        """Opens a menu and chooses from it with the keyboard."""
        wanted = re.compile(rf'^{re.escape(item)}…?$')
        self.me.click(self.me.find(BUTTONS, button),
                      until=lambda: self.me.look(('menu item', 'button'), wanted))
        entry = self.me.find(('menu item', 'button'), wanted)
        self.focus.tab_to(None, entry.name, key='Down')
        self.me.keys('Return')
        # A hand does not rest on the button; if it did, GTK would think that
        # the pointer is in the menu, and nothing would come of the next click.
        self.me.move_to(*self.OUTSIDE)

    def list(self):
        return self.me.find('list', 'Characters')

    def row(self, name, **how):
        """The row of a character in the list."""
        wanted = re.compile(rf'^{re.escape(name)}(,|$)')
        return wait_for(lambda: next((item for item in self.me.look_all('list item', wanted)), None),
                        f'{name} in the list', **how)

    def open(self, name):
        """Clicks a character, and waits until it is shown."""
        self.me.click(self.row(name), until=lambda: self.me.look('heading', name))

    def shows(self, name):
        """Waits until the name stands over the tabs."""
        self.me.find('heading', name)

    def create(self):
        """Begins a new character; the keyboard is in its name."""
        self.menu('Add', 'New Character')
        self.focus.reaches('text box', 'Name')

    def tab(self, name):
        """To a tab of the character."""
        # The row of tabs is wider than a narrow window.
        switcher = self.me.find('tab', 'History', showing=False).parent
        self.me.click(self.me.find('tab', name, inside=switcher),
                      until=lambda: self.me.look('tab', name, inside=switcher, state='SELECTED'))

    def fill(self, name, text):
        """Types into an entry, over what is there."""
        self.focus.tab_to('text box', name)
        self.me.keys('ctrl+a')
        self.me.type(text)

    def write(self, name, *lines):
        """Types several lines."""
        self.focus.tab_to('text box', name)
        self.me.keys('ctrl+a')
        for number, line in enumerate(lines):
            if number:
                self.me.keys('Return')
            if line:
                self.me.type(line)

    def add(self, button, title, *items):
        """Adds to a list of texts."""
        self.focus.tab_to('button', button)
        for number, item in enumerate(items, 1):
            self.me.keys('Return')
            self.focus.reaches('text box', f'{title}, {number} of {number}')
            self.me.type(item)

    def save(self):
        """Saves with the keyboard, and waits until nothing is left to save."""
        self.me.find(BUTTONS, 'Save')
        self.me.keys('ctrl+s')
        self.me.gone(BUTTONS, 'Save')

    def texts(self, *names):
        """What stands in the entries, also in those out of view."""
        nodes = [node for node in self.me.app.walk()
                 if node.role == 'text box' and node.name in names]
        return dict(zip([node.name for node in nodes], contents(nodes)))

    def has(self, **texts):
        """Waits until the entries have these texts."""
        try:
            wait_for(lambda: self.texts(*texts) == texts, f'the fields to be {texts}')
        except NotThere as reason:
            raise NotThere(f'{reason}; they are {self.texts(*texts)}') from reason
