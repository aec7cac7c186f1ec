#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Chatty Connectors authors
"""The whole path without a mouse."""

import re

import journey
from desktop import wait_for
from window import BUTTONS, ENTRIES, Window

BREAD = journey.FIXTURES / 'Sourdough for beginners.md'
PHOTOS = journey.FIXTURES / 'Renaming photos.txt'


def park_the_mouse(j):
    """Out of the window's way, so that nothing is hovered or clicked."""
    j.desktop.xdotool('mousemove', '--sync', 1270, 1010)


def from_the_file_chooser_to_the_search(j):
    """Choose a file, confirm, read, find and search, with keys alone."""
    j.launch()
    park_the_mouse(j)
    me, window = j.me, Window(j)
    window.is_empty()
    me.keys('ctrl+o')
    dialog = wait_for(lambda: me.other_window(), 'the file chooser')
    me.attend(dialog)
    me.keys('ctrl+l')
    me.find(ENTRIES, state='FOCUSED')
    me.type(str(BREAD))
    me.keys('Return')
    wait_for(lambda: me.other_window() != dialog, 'the file chooser to close')

    window.import_page(1)
    me.tab_to(BUTTONS, re.compile(r'^Import( \d+.*)?$'))
    me.keys('Return')
    sums = window.receipt()
    assert sums['Added'] == 1 and sums['Turns'] == 6, sums
    me.tab_to(BUTTONS, re.compile(r'^Done$'))
    me.keys('Return')

    window.list()
    me.keys('ctrl+f')
    me.find(ENTRIES, 'Search conversations', state='FOCUSED')
    me.type('rubber band')
    wait_for(lambda: any('rubber band' in node.name
                         for node in window.row('Sourdough for beginners').walk()),
             'the snippet')
    me.keys('Down')
    wait_for(lambda: me.look(state='FOCUSED', inside=window.list()) is not None,
             'the focus to reach the list')
    me.keys('Return')
    window.reads('Sourdough for beginners')
    me.find_text('straight-sided jar')
    # Back to where one came from: search, list, all of it
    me.keys('ctrl+f')
    me.keys('Escape')
    assert j.process.poll() is None, 'Escape closed the program'


def pasted_text_becomes_a_conversation(j):
    """Text from the clipboard is pasted, confirmed and stored."""
    j.desktop.clip(PHOTOS.read_text())
    j.launch()
    park_the_mouse(j)
    me, window = j.me, Window(j)
    window.is_empty()
    me.keys('ctrl+v')
    window.import_page(1)
    me.keys('ctrl+Return')
    sums = window.receipt()
    assert sums['Added'] == 1 and sums['Turns'] == 4, sums


def escape_leaves_the_import_without_storing(j):
    """Escape leaves the import page, and nothing is stored."""
    j.launch(BREAD)
    park_the_mouse(j)
    me, window = j.me, Window(j)
    window.import_page(1)
    me.keys('Escape')
    window.is_empty()
    assert not j.files_in_vault()
    assert j.process.poll() is None, 'Escape closed the program'


if __name__ == '__main__':
    journey.main(from_the_file_chooser_to_the_search,
                 pasted_text_becomes_a_conversation,
                 escape_leaves_the_import_without_storing)
