#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fills a vault with three characters, for the demo and the pictures.

    demo_characters.py VAULT
"""

import json
import re
import sys
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TOP / 'tests' / 'journeys'))
sys.path.insert(0, str(TOP / 'tests' / 'simulator'))

from characters import Characters, Vault, disc  # noqa: E402
from desktop import wait_for  # noqa: E402
from sync import Syncs  # noqa: E402

JUNO = 'Juno Vale'
INSTRUCTIONS = '''You are Juno, who leads people through a small museum of clocks.

# Manners
- Speak of the people who wound the clocks, not of their makers.
- Ask what the visitor hears before you explain.
- When you do not know, say so and guess aloud.
'''
CHARACTERS = [
    ('juno-001', (46, 94, 140), {
        'name': JUNO,
        'description': 'A guide through a museum of clocks, curious about who wound them.',
        'instructions': INSTRUCTIONS,
        'conversation_starters': ['Which clock is the oldest?', 'Why is that one stopped?'],
    }, {
        'greeting': 'You came at a good time. It is always ten past something in here.',
        'voice': 'MichelleNeural',
        'languages': ['en-US'],
        'traits': {'openness': 60, 'patience': 40},
        'style': 'Warm, with short sentences and one dry joke for each room.',
    }),
    ('captainwick-001', (150, 84, 40), {
        'name': 'Captain Wick',
        'description': 'Retired from the ferries, teaches knots and weather.',
        'instructions': 'You teach one knot at a time, and never without a story of the ferry.',
        'conversation_starters': ['Which knot for a boat?', 'Will it rain?'],
    }, {'greeting': 'Mind the step.'}),
    ('tuuli-001', (60, 125, 80), {
        'name': 'Tuuli',
        'description': 'Reads a letter back to you until you like it.',
        'instructions': 'You are an editor. You ask what the letter should do before you change it.',
    }, {'style': 'Precise and kind.'}),
]
DOCUMENTS = {
    'The tower clock.md': '''The tower clock was wound by the family of the bakers for ninety years, before four in the morning.

They never asked for money, only for the key.
''',
    'The cellar.md': '''The spare weight of the tower clock stands in the cellar, behind the flour.

Mind the third step.
''',
}

# Voices are the platform's own.
OVERRIDES = {
    'convai': {'temperature': '0.4'},
    'inworld': {'voice': 'Ashley'},
    'gemini': {'voice': 'Leda', 'settings': json.dumps(
        {'generationConfig': {'thinkingConfig': {'includeThoughts': True}}})},
}
MEMORY = [
    ('fact', 'Likes to hear of the people before the machines.', '2026-11-02T18:20:00Z'),
    ('relationship', 'She calls you “apprentice”, since you wound the small clock by the stairs.',
     '2026-11-09T17:05:00Z'),
    ('summary', 'You walked through two rooms, and promised to come back for the tower clock.',
     '2026-11-09T17:40:00Z'),
]


def fill_vault(folder):
    """Writes the characters, with pictures and documents."""
    vault = Vault(folder)
    for callsign, colour, prompt, more in CHARACTERS:
        vault.add(callsign, **prompt)
        character = vault.instances / callsign
        (character / 'identity' / 'avatar.png').write_bytes(disc(colour))
        (character / 'config').mkdir()
        (character / 'config' / 'metadata.json').write_text(json.dumps(
            {'construct_id': callsign, 'chatty_connectors': more}, indent=2))
    juno = vault.instances / 'juno-001'
    (juno / 'config' / 'connectors.json').write_text(json.dumps(
        {'version': 1, 'overrides': OVERRIDES}, indent=2))
    (juno / 'config' / 'memory.json').write_text(json.dumps({'version': 1, 'notes': [
        {'id': f'00000000-0000-4000-8000-{number:012}', 'kind': kind, 'text': text,
         'created': time, 'updated': time}
        for number, (kind, text, time) in enumerate(MEMORY, 1)]}, indent=2))
    (juno / 'documents').mkdir()
    for name, text in DOCUMENTS.items():
        (juno / 'documents' / name).write_text(text)


def until_quiet(me):
    """Waits until no toast lies over the page, nor comes after another. They
    stay while the pointer is on them."""
    me.move_to(*Characters.OUTSIDE)
    quiet = 0

    def is_quiet():
        nonlocal quiet
        quiet = 0 if me.look('button', re.compile('^(Details|Undo)$')) else quiet + 1
        return quiet > 2
    wait_for(is_quiet, 'the toasts to go', 60, interval=0.5)


def characters_pictures(journey, platform, picture, narrow=False):
    """From the list over the editor to the platform, a conflict and what was
    done; an account is connected already."""
    me, page = journey.me, Syncs(journey)
    page.show()
    page.row(JUNO)
    picture('characters')
    page.open(JUNO)
    picture('editor')
    page.tab('Convai')
    picture('convai')
    if narrow:
        page.menu('Menu of the character', 'Put on Platform')
        me.find_text('What Stays Here')
    else:
        me.click(me.find('button', 'Put on Platform…'),
                 until=lambda: me.look_text('What Stays Here'))
    picture('put')
    page.focus.reaches('button', 'Put on Convai')
    me.keys('Return')
    me.click(me.find('button', 'Back to the Character', timeout=60),
             until=lambda: me.look('heading', JUNO))
    page.tab('Chatty')
    page.write('Description', 'A guide through a museum of clocks.')
    page.write('Instructions', 'You are Juno. You wind the clocks each morning.')
    page.save()
    platform.edit('backstory', INSTRUCTIONS.replace('small museum', 'large museum'), name=JUNO)
    page.preview()
    me.find_text('the newest change wins', timeout=60)
    until_quiet(me)
    picture('sync')
    page.run()
    page.leave()
    page.page('Activity')
    if narrow:
        me.click(me.find('label', 'Sync with Convai'), until=lambda: me.look('button', 'Undo…'))
    me.find('button', 'Undo…')
    until_quiet(me)
    picture('activity')


if __name__ == '__main__':
    fill_vault(Path(sys.argv[1]))
