#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Chatty Connectors authors
"""What an account has at its platform: characters, knowledge, past sessions."""

import re

import journey
from canary_key import KEY
from desktop import wait_for
from secret_service import Keyring
from settings import Settings
from simulator import Simulator
from window import BUTTONS, Window

LINA = 'Lina the Lighthouse Keeper'


def open_character(j, simulator):
    """From an empty window to the page of a character at the platform."""
    Keyring(j)
    j.launch(env={'G_MESSAGES_DEBUG': 'all'})
    settings = Settings(j)
    settings.open()
    settings.connect('Convai', KEY, simulator)
    settings.close()
    account, = settings.accounts()
    window = Window(j)
    window.open_remote_character(account['name'], LINA)
    return window


def a_document_is_dropped(j):
    """A file dropped on a character is uploaded, read by the platform and known."""
    with Simulator(KEY) as simulator:
        open_character(j, simulator).tab('Knowledge')
        notes = j.desktop.home / 'lighthouse notes.txt'
        notes.write_text('The lamp was lit in 1871.\n' * 40)
        j.drag(notes, until=f'Add to the knowledge of {LINA}')
        documents = j.me.find('list', 'Knowledge documents')
        wait_for(lambda: j.me.look_text('The platform has it, and is reading it…')
                 or j.me.look_text(notes.name, inside=documents), 'the document to be sent')
        j.me.find_text(notes.name, inside=documents, timeout=60)
        wait_for(lambda: notes.name in simulator.say('state'), 'the platform to have it')
        # Closing asks while anything is on its way.
        j.me.find(name=f'The character knows {notes.name}', state='CHECKED', timeout=60)
        for state in ('The platform has it, and is reading it…', 'Telling the character…'):
            j.me.text_gone(state, timeout=60)
        j.quit()
        assert simulator.strangers('convai') == []


def sessions_are_imported_and_taken_back(j):
    """Past sessions become conversations in the vault, and Undo takes them back."""
    with Simulator(KEY) as simulator:
        window = open_character(j, simulator)
        window.tab('Past Sessions')
        j.me.find('list', 'Past Sessions')
        assert not j.files_in_vault()
        box = j.me.find('checkbox', 'All')
        j.me.click(box)
        j.me.click(j.me.find(BUTTONS, re.compile(r'^Import \d+ Session'), state='SENSITIVE'))
        j.me.find_text('Imported 1 session.')
        wait_for(lambda: len(j.files_in_vault()) == 1, 'the conversation to be in the vault')

        window.tab('Conversations')
        window.row(re.compile('Convai'))
        window.tab('Platforms')
        j.me.click(j.me.find(BUTTONS, 'Undo', state='SENSITIVE'))
        wait_for(lambda: not j.files_in_vault(), 'the vault to be as it was')
        j.quit()
        assert simulator.strangers('convai') == []


if __name__ == '__main__':
    journey.main(a_document_is_dropped, sessions_are_imported_and_taken_back)
