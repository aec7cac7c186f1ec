#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Chatty Connectors authors
"""What was stored stays, and what was deleted comes back."""

import re

import journey
from desktop import wait_for
from window import Window

DEMO = sorted(journey.FIXTURES.iterdir())
BREAD = 'Sourdough for beginners'
BALCONY = 'A balcony in May'


def still_there_after_a_restart(j):
    """Everything is there again after the program was closed."""
    j.launch(*DEMO)
    window = Window(j)
    window.import_page(len(DEMO))
    window.start_import()
    assert window.receipt()['Added'] == len(DEMO)
    j.quit()
    before = {path: path.read_bytes() for path in j.files_in_vault().values()}
    assert len(before) == len(DEMO), before

    j.launch()
    window = Window(j)
    for title in (BREAD, BALCONY, 'Notes from the workshop', '京都'):
        window.row(title)
    window.open_conversation(BREAD)
    j.me.find_text('fermentation time')
    assert before == {path: path.read_bytes() for path in j.files_in_vault().values()}


def deleted_and_brought_back(j):
    """A conversation that was deleted is brought back by Undo, as it was."""
    j.command('import', *DEMO)
    before = {path: path.read_bytes() for path in j.files_in_vault().values()}
    j.launch()
    window = Window(j)
    window.open_conversation(BREAD)
    window.menu('Conversation menu', 'Move to Trash')
    window.no_row(BREAD)
    assert not any(BREAD in name for name in j.files_in_vault())
    window.press('Undo')
    window.row(BREAD)
    wait_for(lambda: before == {path: path.read_bytes() for path in j.files_in_vault().values()},
             'the vault to be as it was')


def an_import_taken_back(j):
    """Undo on the receipt takes back the whole import and nothing else."""
    j.command('import', DEMO[0])
    before = {path: path.read_bytes() for path in j.files_in_vault().values()}
    j.launch(*DEMO)
    window = Window(j)
    window.import_page(len(DEMO))
    window.start_import()
    sums = window.receipt()
    assert sums['Added'] == len(DEMO) - 1 and sums['Unchanged'] == 1, sums
    window.press('Undo Import')
    wait_for(lambda: before == {path: path.read_bytes() for path in j.files_in_vault().values()},
             'the vault to be as it was before')


def a_change_by_another_program_is_noticed(j):
    """A conversation that another program adds shows up by itself."""
    j.command('import', DEMO[0])
    j.launch()
    window = Window(j)
    title = DEMO[0].stem
    window.row(title)
    j.command('import', journey.FIXTURES / 'Notes from the workshop.txt')
    window.row('Notes from the workshop', timeout=30)
    assert window.list().name == 'Conversations'
    assert re.search('balcony', title)


if __name__ == '__main__':
    journey.main(still_there_after_a_restart,
                 deleted_and_brought_back,
                 an_import_taken_back,
                 a_change_by_another_program_is_noticed)
