#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Chatty Connectors authors
"""Characters are made, edited, given pictures and documents, thrown away and
brought back, and nothing that was written is lost on the way."""

import json
import shutil
import signal
import subprocess
from pathlib import Path

import journey
from characters import Characters, Vault, disc
from desktop import wait_for
from window import BUTTONS, Window

CHATTY = Path(__file__).resolve().parent.parent / 'fixtures' / 'vvault'
WREN = {
    'name': 'Wren Hale',
    'description': 'Keeps bees on a roof.',
    'instructions': 'You are Wren.\n\n# Manners\n- Never hurry.',
}


def at_the_characters(j, **how):
    """The program is started, and shows the page of characters."""
    j.launch(**how)
    page = Characters(j)
    page.show()
    return page


def with_wren(j, **how):
    """The same, with a character in the vault, which is shown."""
    j.command('list', 'characters')     # makes the vault
    vault = Vault.of(j)
    vault.add('wren-001', **WREN)
    page = at_the_characters(j, **how)
    page.open('Wren Hale')
    return page, vault


def made_by_keyboard(j):
    """A character with all its fields is made by keyboard, and still there after a restart."""
    page = at_the_characters(j)
    me, focus = j.me, page.focus
    page.create()
    page.write('Description', 'Keeps bees on a roof.', 'Sells none of the honey.')
    # Nothing is stored without a name, and the keyboard goes where it is missing.
    me.keys('ctrl+s')
    focus.reaches('text box', 'Name')
    me.find_text('A character needs a name')
    me.type('Wren Hale')
    page.write('Instructions', 'You are Wren.', '', '# Manners', '- Never hurry.')
    page.write('Greeting', 'Mind the bees.')
    page.add('Add Starter', 'Conversation starters', 'Tell me of the queen.', 'Do they sting?')
    page.write('Way of speaking', 'Short sentences.')
    page.write('Example dialogue', 'You: Hello', 'Wren: Quiet, they sleep.')
    focus.tab_to('button', 'Add Trait')
    me.keys('Return')
    focus.reaches('text box', 'Name of the trait')
    me.type('Patience')
    focus.tab_to('slider', 'Patience')
    me.keys('Page_Up', 'Page_Up', 'Right')
    page.fill('Voice', 'MichelleNeural')
    page.add('Add Language', 'Languages', 'en-US', 'de-DE')
    page.fill('Model', 'gpt-4o')
    page.fill('Temperature', '0.7')
    page.fill('Reasoning effort', 'low')
    page.add('Add Capability', 'Capabilities', 'webSearch')
    page.add('Add Action', 'Actions', 'wave')
    focus.tab_to('switch', 'Long-term memory')
    me.keys('space')
    page.save()
    page.shows('Wren Hale')
    page.row('Wren Hale')
    j.quit()

    told, = json.loads(j.command('list', '--json', 'characters'))['characters']
    wanted = {
        'name': 'Wren Hale',
        'description': 'Keeps bees on a roof.\nSells none of the honey.',
        'instructions': WREN['instructions'],
        'greeting': 'Mind the bees.',
        'starters': ['Tell me of the queen.', 'Do they sting?'],
        'style': 'Short sentences.',
        'examples': 'You: Hello\nWren: Quiet, they sleep.',
        'traits': {'Patience': 21},
        'voice': 'MichelleNeural',
        'languages': ['en-US', 'de-DE'],
        'model': 'gpt-4o',
        'temperature': '0.7',
        'effort': 'low',
        'capabilities': ['webSearch'],
        'actions': ['wave'],
        'remembers': 'true',
    }
    shown = json.loads(j.command('show', '--json', told['callsign']))['character']
    assert {name: shown.get(name) for name in wanted} == wanted, shown

    page = at_the_characters(j)
    page.open('Wren Hale')
    page.has(**{'Name': wanted['name'], 'Description': wanted['description'],
                'Instructions': wanted['instructions'], 'Greeting': wanted['greeting'],
                'Conversation starters, 1 of 2': 'Tell me of the queen.',
                'Conversation starters, 2 of 2': 'Do they sting?',
                'Way of speaking': wanted['style'], 'Example dialogue': wanted['examples'],
                'Name of the trait': 'Patience', 'Voice': wanted['voice'],
                'Languages, 1 of 2': 'en-US', 'Languages, 2 of 2': 'de-DE',
                'Model': wanted['model'], 'Temperature': wanted['temperature'],
                'Reasoning effort': wanted['effort'], 'Capabilities, 1 of 1': 'webSearch',
                'Actions, 1 of 1': 'wave'})
    j.quit()


def killed_with_unsaved_edits(j):
    """What was not saved yet is there again after the program was killed."""
    page, vault = with_wren(j)
    page.write('Description', 'Left the roof.')
    drafts = vault.folder / '.chatty' / 'drafts'
    wait_for(lambda: any('Left the roof.' in path.read_text() for path in drafts.glob('*.json'))
             if drafts.is_dir() else False, 'the edits to be kept')
    assert vault.prompt('wren-001') == WREN, 'stored without being asked'
    j.desktop.end(j.process, signal.SIGKILL)

    page = at_the_characters(j)
    page.open('Wren Hale')
    j.me.find_text('Unsaved changes were restored')
    page.has(Description='Left the roof.')
    page.save()
    vault.comes_to_have('wren-001', **{**WREN, 'description': 'Left the roof.'})
    j.me.text_gone('Unsaved changes were restored')
    j.quit()


def copied_deleted_and_brought_back(j):
    """A character is duplicated, the copy deleted and brought back by Undo."""
    page, vault = with_wren(j)
    before = vault.files('wren-001')
    page.menu('Menu of the character', 'Duplicate')
    page.shows('Wren Hale (copy)')
    copy, = [callsign for callsign in vault.callsigns() if callsign != 'wren-001']
    assert vault.prompt(copy)['instructions'] == WREN['instructions']
    copied = vault.files(copy)
    page.menu('Menu of the character', 'Delete')
    wait_for(lambda: copy not in vault.callsigns(), 'the copy to be in the trash')
    j.me.find_text('deleted here')
    Window(j).press('Undo')
    page.row('Wren Hale (copy)')
    wait_for(lambda: vault.files(copy) == copied, 'the copy to be as it was')
    assert vault.files('wren-001') == before, 'the other one was changed'
    j.quit()


def picture_and_knowledge_dropped(j):
    """What is dropped onto a character is its picture on one tab, a document on another."""
    page, vault = with_wren(j)
    picture = j.desktop.home / 'Wren.png'
    picture.write_bytes(disc((40, 110, 160)))
    notes = j.desktop.home / 'Bees of the city.md'
    notes.write_text('# Bees of the city\n\nThey fly three kilometres.\n')
    j.drag(picture, until='Use as the picture of Wren Hale')
    wait_for(lambda: any(name.startswith('identity/avatar') for name in vault.files('wren-001')),
             'the picture in the vault')
    j.me.find_text('Picture changed')

    page.tab('Knowledge')
    j.drag(notes, until='Add to the knowledge of Wren Hale')
    j.me.find(BUTTONS, 'Remove “Bees of the city.md”')
    assert vault.files('wren-001')['documents/Bees of the city.md'] == notes.read_bytes()
    j.me.click(j.me.find(BUTTONS, 'Remove “Bees of the city.md”'))
    j.me.gone(BUTTONS, 'Remove “Bees of the city.md”')
    j.me.find_text('Document removed')
    Window(j).press('Undo')
    j.me.find(BUTTONS, 'Remove “Bees of the city.md”')
    assert vault.files('wren-001')['documents/Bees of the city.md'] == notes.read_bytes()
    j.quit()


def put_back_from_the_history(j):
    """Each value that was replaced can be put back."""
    page, vault = with_wren(j)
    page.write('Description', 'Left the roof.')
    page.save()
    vault.comes_to_have('wren-001', description='Left the roof.')
    page.tab('History')
    before = 'Restore the Value Before'
    j.me.click(j.me.find_text('by you'), until=lambda: j.me.look(BUTTONS, before))
    Window(j).press(before)
    vault.comes_to_have('wren-001', **WREN)
    page.tab('Chatty')
    page.has(Description=WREN['description'])
    j.quit()


def edited_by_two_at_once(j):
    """What another program writes meanwhile is kept beside what is typed here."""
    page, vault = with_wren(j)
    # Different fields: both are there, and nobody has to be asked.
    page.write('Description', 'Left the roof.')
    vault.edit('wren-001', greeting='Mind the bees.', instructions='Theirs.')
    page.has(Instructions='Theirs.', Description='Left the roof.')
    page.save()
    vault.comes_to_have('wren-001', description='Left the roof.', instructions='Theirs.',
                        greeting='Mind the bees.')

    # The same field: what is typed stays, the other is in the history.
    page.write('Instructions', 'Mine.')
    vault.edit('wren-001', instructions='Theirs again.')
    j.me.find_text('changed elsewhere')
    page.has(Instructions='Mine.')
    page.save()
    vault.comes_to_have('wren-001', instructions='Mine.')
    page.tab('History')
    # The newest comes first.
    j.me.click(j.me.find_text('by you'), until=lambda: j.me.look_text('Theirs again.'))
    Window(j).press('Restore the Value Before')
    vault.comes_to_have('wren-001', instructions='Theirs again.', description='Left the roof.')
    j.me.find_text('put back by you')
    j.quit()


def a_folder_of_chatty(j):
    """One field of a character in a folder of Chatty is edited: nothing else changes."""
    folder = j.desktop.home / 'vvault user'
    shutil.copytree(CHATTY, folder)
    j.launch()
    Window(j).is_empty()
    open_vault(j, folder)
    page = Characters(j)
    page.show()
    page.open('Katana')
    page.write('Description', 'A calm teacher')
    page.save()
    Vault(folder).comes_to_have('katana-001', description='A calm teacher')
    j.quit()

    found = subprocess.run(['diff', '-r', '--exclude=.chatty', CHATTY, folder], check=False,
                           capture_output=True, text=True, env={'LC_ALL': 'C.UTF-8'}).stdout
    # Chatty keeps the same text twice.
    changed = [line for line in found.splitlines() if line.startswith(('<', '>'))]
    assert changed == [
        '<   "description": "A calm teacher of the sword — and of patience",',
        '>   "description": "A calm teacher",',
        '< *A calm teacher of the sword — and of patience*',
        '> *A calm teacher*'], found
    assert 'Only in' not in found and 'differ' not in found, found


def open_vault(j, folder):
    """Chooses another folder for the vault in the settings."""
    me = j.me
    chooser = 'Choose the Vault’s Folder'
    me.keys('ctrl+comma')
    me.click(me.find('tab', 'Vault'), until=lambda: me.look_text('Use Another Folder'))
    me.click(me.find_text('Use Another Folder'), until=lambda: me.look(None, chooser))

    def asks_for_a_name():
        # The first may come while the settings have the keyboard still.
        me.keys('ctrl+l')
        return me.look(('text box', 'search box'), state='FOCUSED', inside=me.look(None, chooser))
    wait_for(asks_for_a_name, 'the entry for a folder')
    me.type(str(folder))
    me.keys('Return')
    me.gone(None, chooser)
    me.find_text(folder.name)
    me.keys('Escape')
    me.gone('tab', 'Vault')


if __name__ == '__main__':
    journey.main(made_by_keyboard,
                 killed_with_unsaved_edits,
                 copied_deleted_and_brought_back,
                 picture_and_knowledge_dropped,
                 put_back_from_the_history,
                 edited_by_two_at_once,
                 a_folder_of_chatty)
