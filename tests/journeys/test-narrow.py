#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Chatty Connectors authors
"""The whole path in a window as narrow as a telephone."""

import journey
from window import Window

BREAD = journey.FIXTURES / 'Sourdough for beginners.md'
PHOTOS = journey.FIXTURES / 'Renaming photos.txt'


def import_read_and_go_back_at_360_pixels(j):
    """Import, list, reader and back fit into 360 pixels."""
    j.launch(BREAD, PHOTOS, size=journey.NARROW)
    me, window = j.me, Window(j)
    window.import_page(2)
    fits(j)
    window.start_import()
    assert window.receipt()['Added'] == 2
    fits(j)
    window.show_conversations()
    window.open_conversation('Sourdough for beginners')
    me.find_text('fermentation time')
    fits(j)
    me.keys('Escape')
    window.row('Sourdough for beginners')
    window.row('I have 2,000 photos')
    fits(j)
    # The pages are at the bottom now.
    _, _, _, height = me.geometry()
    tab = me.find('tab', 'Activity')
    assert me.area(tab)[1] > height - 80, me.area(tab)
    me.click(tab)
    me.find_text('Import')


def fits(j):
    """Nothing made the window wider than it was asked to be."""
    _, _, width, _ = j.me.geometry()
    assert width == journey.NARROW[0], f'{width} pixels wide'


if __name__ == '__main__':
    journey.main(import_read_and_go_back_at_360_pixels)
