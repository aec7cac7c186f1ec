#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Chatty Connectors authors
"""Files come in by drag and drop from another program."""

import re

import journey
from window import Window

BREAD = journey.FIXTURES / 'Sourdough for beginners.md'
PHOTOS = journey.FIXTURES / 'Renaming photos.txt'
LISBON = journey.FIXTURES / 'Night train to Lisbon.rtf'
LISBON_TITLE = re.compile('^Plan a journey from Berlin to Lisbon')


def three_files_dragged_from_another_program(j):
    """Three files dragged from another program are imported, read and found."""
    j.launch()
    window = Window(j)
    window.is_empty()
    j.drag(BREAD, PHOTOS, LISBON, until=re.compile(r'^Import 3 files'))
    window.import_page(3)
    assert not j.files_in_vault(), 'something was stored before it was confirmed'
    window.start_import()
    sums = window.receipt()
    assert sums['Files'] == 3 and sums['Added'] == 3, sums
    assert sums['Conversations found'] == 3, sums
    # 3 questions and 3 answers, 2 and 2, 2 and 2
    assert sums['Turns'] == 14, sums
    assert len(j.files_in_vault()) == 3, j.files_in_vault()

    window.show_conversations()
    window.open_conversation('Sourdough for beginners')
    j.me.find_text('fermentation time')
    window.search('Entroncamento')
    window.open_conversation(LISBON_TITLE)
    j.me.find_text('Cork oaks')


def the_same_files_again_change_nothing(j):
    """The same files dropped again change nothing, and the receipt says so."""
    j.launch(BREAD, PHOTOS)
    window = Window(j)
    window.import_page(2)
    window.start_import()
    assert window.receipt()['Added'] == 2
    before = {path: path.read_bytes() for path in j.files_in_vault().values()}
    window.show_conversations()
    j.drag(BREAD, PHOTOS, until=re.compile(r'^Import 2 files'))
    window.import_page(2)
    window.start_import()
    sums = window.receipt()
    assert sums['Unchanged'] == 2 and sums.get('Added', 0) == 0, sums
    after = {path: path.read_bytes() for path in j.files_in_vault().values()}
    assert before == after


def a_drag_that_is_taken_back(j):
    """A drag that is given up imports nothing, and the invitation goes away."""
    j.launch()
    window = Window(j)
    j.drag(BREAD, until=re.compile(r'^Import “'), drop=False)
    window.is_empty()
    assert not j.files_in_vault()


def selected_text_dragged_from_another_program(j):
    """A text selection dragged from another program becomes a conversation."""
    j.launch()
    window = Window(j)
    j.drag('--text', PHOTOS.read_text(), until='Import the text')
    window.import_page(1)
    window.start_import()
    sums = window.receipt()
    assert sums['Added'] == 1 and sums['Turns'] == 4, sums


if __name__ == '__main__':
    journey.main(three_files_dragged_from_another_program,
                 the_same_files_again_change_nothing,
                 a_drag_that_is_taken_back,
                 selected_text_dragged_from_another_program)
