# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Chatty Connectors authors
"""Where things are in the program's window, by the names that a screen reader
says. Every word of the window that the journeys rely on is here."""

import re

from desktop import NotThere, say, wait_for

BUTTONS = ('button', 'toggle button')
ENTRIES = ('search box', 'text box')
ITEMS = ('list item',)
SUMS = ('Files', 'Files that gave nothing', 'Conversations found', 'Added', 'Updated', 'Unchanged',
        'Both versions kept', 'Skipped', 'Turns')


class Window:
    """The steps that people take, each of which waits for its outcome."""

    def __init__(self, journey):
        self.journey = journey
        self.me = journey.me

    def is_empty(self):
        """Waits for the page that invites a drop."""
        return self.me.find_text(re.compile(r'\bdrop\b', re.IGNORECASE))

    # Import

    def import_page(self, files):
        """Waits until the import page has looked at so many files, all of which
        can be imported; returns the check boxes of those in view."""
        self.me.find('list', 'Files to import')

        self.me.find('label', f'{files} of {files} files' if files > 1 else '1 of 1 file', timeout=60)
        self.start_button()
        return list(self.me.look_all('checkbox', re.compile(r'^Import “')))

    def start_button(self):
        return self.me.find(BUTTONS, re.compile(r'^Import( \d+.*)?$'), state='SENSITIVE')

    def start_import(self):
        self.me.click(self.start_button())

    def receipt(self, timeout=60):
        """Waits for the receipt; returns its sums by name."""
        def sums():
            found = {}
            for item in self.me.look_all('list item', showing=False):
                if item.name in SUMS:
                    texts = [node.name for node in item.walk() if node.role == 'label']
                    if texts and re.fullmatch(r'[\d,.\s]+', texts[-1]):
                        found[item.name] = int(re.sub(r'\D', '', texts[-1]))
            return found if 'Turns' in found else None
        self.me.find(BUTTONS, re.compile(r'^Done$'), timeout=timeout)
        return wait_for(sums, 'the sums of the receipt')

    def press(self, name, **how):
        """Clicks the button of this name."""
        self.me.click(self.me.find(BUTTONS, re.compile(rf'^{re.escape(name)}$'), **how))

    def menu(self, button, item):
        """Opens a menu and chooses from it with the keyboard."""
        self.me.click(self.me.find(BUTTONS, button))
        wanted = re.compile(rf'^{re.escape(item)}…?$')
        entry = self.me.find(('menu item', 'button'), wanted)
        for _ in range(30):
            if entry.look().has('FOCUSED'):
                break
            self.me.move_focus('Down')
        else:
            raise AssertionError(f'the keyboard does not reach “{item}”')
        self.me.keys('Return')

    # Conversations

    def show_conversations(self):
        """From the receipt back to the list."""
        self.press('Done')
        self.list()

    def list(self):
        return self.me.find('list', 'Conversations')

    def row(self, title, **how):
        """The row of a conversation in the list."""
        wanted = title if isinstance(title, re.Pattern) else re.compile(re.escape(title))

        def look():
            view = self.me.look('list', 'Conversations')
            if view is None:
                return None
            for item in self.me.look_all(ITEMS, inside=view):
                names = [item.name]
                names += [node.name for node in item.walk()]
                if any(wanted.search(name) for name in names):
                    return item
            return None
        return wait_for(look, f'the row “{wanted.pattern}”', **how)

    def no_row(self, title):
        def gone():
            view = self.me.look('list', 'Conversations')
            return view is None or not any(
                title in node.name for node in view.walk())
        wait_for(gone, f'“{title}” to leave the list')

    def open_conversation(self, title):
        """Clicks a row, and waits for the reader to have that title.

        When the list moved in the very moment of the click, which the program
        may do while the vault changes, this aims once more and says so.
        """
        for last in (False, True):
            row = self.row(title)
            before = row.box()
            self.me.click(row)
            try:
                return self.reads(title)
            except NotThere as reason:
                told = (f'clicked {row.role} “{row.name}” at {before}, which is now '
                        f'“{row.again().name}” at {row.box()}; {self._read_instead()}')
                if last or row.box() == before and row.again().name == row.name:
                    raise NotThere(f'{reason}; {told}') from reason
                say(told)
        return None

    def _read_instead(self):
        titles = [node.name for node in self.me.look_all('heading')]
        chosen = [node.name for node in self.me.look_all(ITEMS, state='SELECTED')]
        return f'headings: {titles}, selected rows: {chosen}'

    def reads(self, title):
        return self.me.find('heading', title)

    # Platforms

    def tab(self, name):
        """Goes to a page of the window, or of what is on it."""
        self.me.click(self.me.find('tab', name))

    def open_account(self, name):
        """Shows what an account has at its platform; returns the list of its
        characters."""
        self.tab('Platforms')
        sidebar = self.me.find('list', 'Platforms and accounts')
        self.me.click(self.me.find('list item', re.compile(f'^{re.escape(name)}, '),
                                   inside=sidebar, state='SENSITIVE'))
        return self.me.find('list', 'Characters')

    def open_remote_character(self, account, name):
        """From there to one of its characters."""
        self.me.click(self.me.find('label', name, inside=self.open_account(account)),
                      until=lambda: self.me.look('tab', 'Knowledge'))

    def search_entry(self):
        return self.me.find(ENTRIES, 'Search conversations')

    def search(self, text):
        """Writes into the search, from scratch."""
        self.me.click(self.search_entry())
        self.me.keys('ctrl+a')
        if text.isascii():
            self.me.type(text)
        else:
            # A keyboard of this display has no such keys; people have an
            # input method, which a virtual display has not.
            self.journey.desktop.clip(text)
            self.me.keys('ctrl+v')
