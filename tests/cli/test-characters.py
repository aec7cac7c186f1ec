# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Chatty Connectors authors
"""`list characters`, `show` and `export` of characters, by the real program."""

import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), '..', 'house'))
# pylint: disable=wrong-import-position
import tap  # noqa: E402
from faults import Faults  # noqa: E402
from program import Program, tree  # noqa: E402

PROGRAM = sys.argv[1]
MARA = {
    'name': 'Mara Voss', 'callsign': 'mara-001', 'description': 'A pilot',
    'instructions': 'You fly.\nYou never land.', 'conversation_starters': ['Hello', 'Where to?'],
    'unknown': {'kept': [1, 2]},
}


def add(program, callsign, prompt):
    text = prompt if isinstance(prompt, str) else json.dumps(prompt, indent=2)
    return program.file(f'vault/instances/{callsign}/identity/prompt.json', text)


def test_list():
    faults = Faults()
    with Program(PROGRAM) as program:
        faults.equal(program.ask('list', '--json', 'characters').json, {'characters': []}, 'none')
        add(program, 'mara-001', MARA)
        add(program, 'ben-001', {'name': 'Ben'})
        program.file('in/a.md', '# A\n\n#### You:\n\nHi\n\n#### ChatGPT:\n\nHello\n')
        faults.run(program.imported('--character', 'ben-001', os.path.join(program.home, 'in')),
                   0, 'import')
        before = tree(program.vault)
        result = program.ask('list', '--json', 'characters')
        faults.run(result, 0, 'list')
        rows = result.json['characters']
        faults.equal([(row['callsign'], row['name'], row['description'], row['transcripts'])
                      for row in rows],
                     [('ben-001', 'Ben', None, 1), ('mara-001', 'Mara Voss', 'A pilot', 0)],
                     'rows')
        faults.equal([row['platforms'] for row in rows], [[], []], 'platforms')
        faults.expect(all(row['modified'].endswith('Z') for row in rows), 'no time of change')
        text = program.ask('list', 'characters')
        faults.run(text, 0, 'list for people')
        faults.expect('Mara Voss' in text.out and 'mara-001' in text.out, text.out)
        faults.equal(tree(program.vault), before, 'the vault after listing')

        # One that cannot be read is told, and hides no other.
        add(program, 'bad-001', '{"name": ')
        result = program.ask('list', '--json', 'characters')
        faults.run(result, 1, 'list with a damaged one')
        faults.equal([(row['callsign'], row['name']) for row in result.json['characters']],
                     [('bad-001', None), ('ben-001', 'Ben'), ('mara-001', 'Mara Voss')],
                     'all three')
        faults.expect('bad-001' in result.err, result.err)
    return faults


def test_show():
    faults = Faults()
    with Program(PROGRAM) as program:
        add(program, 'mara-001', MARA)
        program.file('vault/instances/mara-001/documents/facts.txt', 'one and one')
        result = program.ask('show', '--json', 'mara-001')
        faults.run(result, 0, 'show')
        shown = result.json
        faults.equal(sorted(shown), ['avatar', 'callsign', 'character', 'documents', 'modified',
                                     'overrides', 'platforms'], 'members')
        faults.equal(shown['callsign'], 'mara-001', 'callsign')
        faults.equal(shown['character']['name'], 'Mara Voss', 'name')
        faults.equal(shown['character']['instructions'], MARA['instructions'], 'instructions')
        faults.equal(shown['character']['starters'], MARA['conversation_starters'], 'starters')
        faults.equal([(document['name'], document['size']) for document in shown['documents']],
                     [('facts.txt', 11)], 'documents')
        text = program.ask('show', 'mara-001')
        faults.run(text, 0, 'show for people')
        for wanted in ('mara-001', '# Mara Voss', 'You never land.', '- Where to?', 'facts.txt'):
            faults.expect(wanted in text.out, f'no {wanted!r} in {text.out!r}')
        faults.run(program.ask('show', 'nobody-001'), 1, 'show of nobody')
        faults.run(program.ask('show', '../mara-001'), 1, 'show of a path')
    return faults


def test_export():
    faults = Faults()
    with Program(PROGRAM) as program:
        add(program, 'mara-001', MARA)
        markdown = program.ask('export', '--format', 'md', 'mara-001')
        faults.run(markdown, 0, 'export to Markdown')
        faults.expect(markdown.out.startswith('# Mara Voss\n'), markdown.out)
        exported = program.ask('export', '--format', 'json', 'mara-001')
        faults.run(exported, 0, 'export to JSON')
        faults.equal((exported.json['format'], exported.json['version']), ('chatty-character', 1),
                     'format')
        faults.equal(exported.json['character']['name'], 'Mara Voss', 'name')
        folder = program.folder('out')
        for _ in range(2):
            faults.run(program.ask('export', '--format', 'json', '--output', folder, 'mara-001'), 0,
                       'export into a folder')
        faults.equal(sorted(os.listdir(folder)), ['Mara Voss (2).json', 'Mara Voss.json'], 'files')
        with open(os.path.join(folder, 'Mara Voss.json'), encoding='utf-8') as stream:
            faults.equal(json.load(stream), exported.json, 'what is in the file')
        card = program.ask('export', '--format', 'card', 'mara-001')
        faults.run(card, 1, 'export to a card')
        faults.expect('json' in card.err and not card.out, card.err)
    return faults


def test_terminal():
    """What is hostile in a name or a text does not reach a terminal."""
    faults = Faults()
    with Program(PROGRAM) as program:
        add(program, 'evil-001', {'name': 'E\u001b[31mvil\u202e', 'description': 'x\u001b]0;t\u0007',
                                  'instructions': 'a\u009bb'})
        for args in (('list', 'characters'), ('show', 'evil-001'), ('list', '--json', 'characters'),
                     ('show', '--json', 'evil-001')):
            out = program.ask(*args).out
            bad = {c for c in out if (ord(c) < 32 and c not in '\n\t') or 0x7f <= ord(c) < 0xa0
                   or c == '\u202e'}
            faults.expect(not bad, f'{args}: {bad!r}')
    return faults


if __name__ == '__main__':
    sys.exit(tap.run([
        ('list', test_list),
        ('show', test_show),
        ('export', test_export),
        ('terminal', test_terminal),
    ]))
