# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Chatty Connectors authors
"""Every command of the program: what it prints, and what it answers."""

import json
import os
import pty
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), '..', 'house'))
# pylint: disable=wrong-import-position
import tap  # noqa: E402
from faults import Faults  # noqa: E402
from program import Program, chat, tree  # noqa: E402

PROGRAM = sys.argv[1]
ROLES = {'person', 'assistant', 'system', 'tool', 'note'}


def filled(program):
    program.file('in/one.md', chat(1, turns=4))
    program.file('in/two.md', chat(2, turns=3))
    program.file('in/sub/three.txt',
                 'You said:\nWhat is a fjord?\nChatGPT said:\nA drowned valley.\n'
                 'You said:\nThanks\nChatGPT said:\nYou are welcome.\n')
    return program.imported('--json', os.path.join(program.home, 'in'))


def check_import_shape(faults, document):
    faults.expect(isinstance(document.get('files'), list), 'no list of files')
    members = {'file': str, 'conversations': int, 'turns': int, 'added': int, 'updated': int,
               'unchanged': int, 'skipped': list, 'transcripts': list, 'characters': list}
    for row in document.get('files', []):
        for name, kind in members.items():
            faults.expect(isinstance(row.get(name), kind),
                          f'{row.get("file")}: {name} is {row.get(name)!r}')
        for name in ('format', 'platform'):
            faults.expect(name in row, f'{row.get("file")}: no {name}')
        faults.equal(row['conversations'],
                     row['added'] + row['updated'] + row['unchanged'] + len(row['skipped']),
                     f'sum of {row["file"]}')
        for skipped in row['skipped']:
            faults.expect(skipped.get('what') and skipped.get('reason'),
                          f'{row["file"]}: {skipped!r}')
    totals = document.get('totals', {})
    for name in ('conversations', 'turns', 'added', 'updated', 'unchanged'):
        faults.equal(totals.get(name), sum(row[name] for row in document['files']), f'total {name}')


def test_import():
    faults = Faults()
    with Program(PROGRAM) as program:
        first = filled(program)
        faults.run(first, 0, 'import')
        check_import_shape(faults, first.json)
        names = [os.path.relpath(row['file'],
                                 os.path.join(program.home, 'in')) for row in first.json['files']]
        faults.equal(names, ['one.md', 'sub/three.txt', 'two.md'], 'order')
        faults.equal([row['added'] for row in first.json['files']], [1, 1, 1], 'added')
        faults.equal([row['turns'] for row in first.json['files']], [4, 4, 3], 'turns')
        faults.equal([row['platform'] for row in first.json['files']], ['chatgpt'] * 3, 'platforms')
        before = tree(program.vault)
        faults.equal(len(before), 3, 'files in the vault')

        again = filled(program)
        faults.run(again, 0, 'the same import')
        check_import_shape(faults, again.json)
        faults.equal(again.json['totals']['unchanged'], 3, 'unchanged')
        faults.expect(tree(program.vault) == before, 'the same import changed the vault')
    return faults


def test_import_choices():
    faults = Faults()
    with Program(PROGRAM) as program:
        path = program.file('a.md', chat(3))
        result = program.imported('--json', '--platform', 'gemini', '--character', 'Älva Ström',
                                  path)
        faults.run(result, 0, 'import')
        row = result.json['files'][0]
        faults.equal(row['platform'], 'gemini', 'platform')
        faults.expect(len(row['characters']) == 1 and row['characters'][0].endswith('-001'),
                      f'characters {row["characters"]}')
        faults.expect(all(name.startswith(f'instances/{row["characters"][0]}/gemini/')
                          for name in tree(program.vault)), f'paths {list(tree(program.vault))}')
        again = program.imported('--json', '--platform', 'gemini', '--character', 'Älva Ström',
                                 path)
        faults.equal(again.json['files'][0]['unchanged'], 1, 'the same name, the same callsign')

        characters = program.ask('list', '--json', 'characters')
        faults.run(characters, 0, 'list characters')
        faults.equal([(c['callsign'], c['transcripts']) for c in characters.json['characters']],
                     [(row['characters'][0], 1)], 'characters')
        listed = program.ask('list', '--json', 'transcripts').json['transcripts'][0]
        faults.equal(listed['character'], row['characters'][0], 'character of the transcript')

        human = program.imported('--character', '../../etc', program.file('b.md', chat(4)))
        faults.run(human, 0, 'a name with a path in it')
        faults.expect(all(name.startswith('instances/') and '..' not in name
                          for name in tree(program.vault)), 'a name led out of its folder')
    return faults


def test_list():
    faults = Faults()
    with Program(PROGRAM) as program:
        empty = program.ask('list', '--json', 'transcripts')
        faults.run(empty, 0, 'list of an empty vault')
        faults.equal(empty.json, {'transcripts': []}, 'empty list')
        filled(program)
        result = program.ask('list', '--json', 'transcripts')
        faults.run(result, 0, 'list')
        rows = result.json['transcripts']
        faults.equal(len(rows), 3, 'rows')
        for row in rows:
            faults.equal(set(row),
                         {'id', 'title', 'platform', 'character', 'started', 'turns',
                          'path'}, 'members')
            faults.expect(os.path.isfile(os.path.join(program.vault, row['path'])),
                          f'no {row["path"]}')
        human = program.ask('list', 'transcripts')
        faults.run(human, 0, 'list for people')
        faults.equal(len(human.out.splitlines()), 3, 'lines')
    return faults


def test_show():
    faults = Faults()
    with Program(PROGRAM) as program:
        filled(program)
        row = next(r for r in program.ask('list', '--json',
                                          'transcripts').json['transcripts'] if r['turns'] == 4
                   and 'three' in r['title'].lower() or r['turns'] == 4)
        result = program.ask('show', '--json', row['id'])
        faults.run(result, 0, 'show')
        document = result.json
        for name in ('id', 'title', 'platform', 'character', 'started', 'ended', 'model', 'source',
                     'turns'):
            faults.expect(name in document, f'no {name}')
        faults.equal(document['id'], row['id'], 'id')
        faults.equal(len(document['turns']), 4, 'turns')
        for turn in document['turns']:
            faults.expect({'id', 'role', 'author', 'time', 'text', 'model', 'alternates',
                           'attachments'} <= set(turn),
                          f'turn {sorted(turn)}')
            faults.expect(turn['role'] in ROLES, f'role {turn["role"]}')
        prefix = program.ask('show', '--json', row['id'][:20])
        faults.run(prefix, 0, 'the beginning of an id')
        faults.equal(prefix.json['id'], row['id'], 'id by its beginning')
        ambiguous = program.ask('show', 'file:')
        faults.run(ambiguous, 1, 'an ambiguous beginning')
        faults.expect(row['id'] in ambiguous.err, 'candidates are not named')
        missing = program.ask('show', 'nothing-of-that-name')
        faults.run(missing, 1, 'a wrong id')
        faults.expect('nothing-of-that-name' in missing.err and not missing.out, missing.err)
        human = program.ask('show', row['id'])
        faults.run(human, 0, 'show for people')
        faults.expect(document['turns'][0]['text'] in human.out, 'no text')
    return faults


def test_search():
    faults = Faults()
    with Program(PROGRAM) as program:
        filled(program)
        result = program.ask('search', '--json', 'drowned')
        faults.run(result, 0, 'search')
        hits = result.json['hits']
        faults.equal(len(hits), 1, 'hits')
        if hits:
            faults.equal(set(hits[0]), {'id', 'title', 'turn', 'snippet'}, 'members')
            faults.equal(hits[0]['turn'], 1, 'turn')
            faults.expect('drowned valley' in hits[0]['snippet'], hits[0]['snippet'])
        faults.equal(program.ask('search', '--json', 'nosuchword').json, {'hits': []}, 'no hits')
        faults.equal(len(program.ask('search', '--json', '--limit', '2',
                                     'conv* OR you*').json['hits']), 0, 'words')
        faults.expect(len(program.ask('search', '--json', '--limit', '2', 'f*').json['hits']) <= 2,
                      'limit')
        human = program.ask('search', 'fjord')
        faults.expect('fjord' in human.out and '\033' not in human.out, repr(human.out))
    return faults


def test_export():
    faults = Faults()
    with Program(PROGRAM) as program:
        filled(program)
        row = program.ask('list', '--json', 'transcripts').json['transcripts'][0]
        # The vault's file also remembers what it was written from.
        with open(os.path.join(program.vault, row['path']), 'rb') as stream:
            stored = b''.join(line for line in stream if b'_digest: ' not in line)
        markdown = program.ask('export', '--format', 'md', row['id'])
        faults.run(markdown, 0, 'export md')
        faults.expect(markdown.out.encode() == stored,
                      'Markdown differs from the file in the vault')
        document = program.ask('export', '--format', 'json', row['id'])
        faults.equal(document.json['id'], row['id'], 'export json')
        target = os.path.join(program.home, 'out.md')
        faults.run(program.ask('export', '--format', 'md', '--output', target, row['id']), 0,
                   'export to a file')
        with open(target, 'rb') as stream:
            faults.expect(stream.read() == stored, 'the file differs')
        folder = program.folder('out')
        for _ in range(2):
            faults.run(program.ask('export', '--format', 'md', '--output', folder, row['id']), 0,
                       'export to a folder')
        faults.equal(len(os.listdir(folder)), 2, 'files in the folder')
        card = program.ask('export', '--format', 'card', row['id'])
        faults.run(card, 1, 'export card')
        faults.expect('transcript' in card.err and 'character' in card.err, card.err)
        nowhere = program.ask('export', '--format', 'md', '--output', '/proc/nowhere/x.md',
                              row['id'])
        faults.run(nowhere, 1, 'export to nowhere')
        faults.expect('/proc/nowhere/x.md' in nowhere.err, nowhere.err)
    return faults


def test_reindex():
    faults = Faults()
    with Program(PROGRAM) as program:
        filled(program)
        result = program.ask('reindex')
        faults.run(result, 0, 'reindex')
        faults.expect('3' in result.out, result.out)
        faults.equal(len(program.ask('list', '--json', 'transcripts').json['transcripts']), 3,
                     'after reindex')
        for folder, _, names in os.walk(program.env['XDG_CACHE_HOME']):
            for name in names:
                os.unlink(os.path.join(folder, name))
        faults.equal(len(program.ask('search', '--json', 'drowned').json['hits']), 1,
                     'without a cache')
        for folder, _, names in os.walk(program.env['XDG_CACHE_HOME']):
            for name in names:
                os.unlink(os.path.join(folder, name))
        faults.equal(filled(program).json['totals']['unchanged'], 3,
                     'the same import without a cache')
        nowhere = program.run('reindex', '--vault', os.path.join(program.home, 'typo'))
        faults.run(nowhere, 0, 'reindex of nothing')
        faults.expect('typo' in nowhere.err, 'a new vault was made without a word')
    return faults


def test_usage():
    faults = Faults()
    with Program(PROGRAM) as program:
        path = program.file('a.md', chat(1))
        wrong = [
            ('import',), ('import', '--nonsense', path), ('import', '--platform', 'nosuch', path),
            ('list',), ('list', 'nonsense'), ('list', 'transcripts', 'characters'), ('test',),
            ('test', 'x', 'y'), ('show',), ('show', 'a', 'b'), ('search',), ('search', ' '), ('search', '--limit', '0',
                                                                          'x'),
            ('search', '--limit', 'many', 'x'), ('export', 'x'), ('export', '--format', 'docx',
                                                                  'x'),
            ('export', '--format', 'md'), ('reindex', 'now'), ('sync',), ('sync', 'a', 'b'),
        ]
        for args in wrong:
            result = program.run(*args)
            faults.run(result, 2, ' '.join(args))
            faults.expect(result.err.startswith('chatty-connectors') and not result.out,
                          f'{args}: {result.out!r} {result.err!r}')
        for args in (('help',), ('--help',), ('--version',), ('import', '--help'),
                     ('search', '--help')):
            result = program.run(*args)
            faults.run(result, 0, ' '.join(args))
            faults.expect('chatty-connectors' in result.out, f'{args}: {result.out!r}')
        faults.expect(not os.path.exists(program.vault), 'a wrong command line made a vault')
        faults.equal(program.run('list', '--json', 'accounts').json, {'accounts': []},
                     'accounts of nobody')
        faults.run(program.run('test', 'x'), 1, 'test of no account')
    return faults


def test_partly():
    faults = Faults()
    with Program(PROGRAM) as program:
        good = program.file('good.md', chat(1))
        missing = os.path.join(program.home, 'missing.md')
        result = program.imported('--json', missing, good)
        faults.run(result, 1, 'a missing file')
        check_import_shape(faults, result.json)
        faults.equal(result.json['totals']['added'], 1, 'the rest')
        faults.expect(missing in result.err, result.err)
        vault_file = program.file('not-a-folder', 'x')
        broken = program.run('list', '--vault', os.path.join(vault_file, 'vault'), 'transcripts')
        faults.run(broken, 1, 'a vault that cannot be')
        faults.expect(broken.err.strip() and not broken.out, broken.err)
    return faults


def on_terminal(program, *args):
    """Runs the program on a terminal and returns what that gets."""
    master, slave = pty.openpty()
    process = program.start(*args, stdout=slave, stderr=slave)
    os.close(slave)
    data = b''
    while True:
        try:
            chunk = os.read(master, 65536)
        except OSError:
            break
        if not chunk:
            break
        data += chunk
    process.wait(60)
    os.close(master)
    return data.decode()


def test_terminal():
    """Nothing from outside steers the terminal."""
    faults = Faults()
    hostile = '\033]0;owned\007\033[2J\u202e\u2066\u009b31m\u200f'
    with Program(PROGRAM) as program:
        name = f'na\nme\u202e{chr(27)}[2J.md'
        program.file(f'in/{name}',
                     f'# Title {hostile}\n\n#### You:\n\nneedle {hostile}\n\n#### ChatGPT:\n\nyes {hostile}\n')
        program.file(f'in/bad\u202e{chr(27)}[2J.bin', bytes(range(256)) * 40)
        outputs = [on_terminal(program, 'import', '--vault', program.vault,
                               os.path.join(program.home, 'in'))]
        rows = program.ask('list', '--json', 'transcripts').json['transcripts']
        faults.equal(len(rows), 1, 'imported')
        identifier = rows[0]['id'] if rows else 'none'
        for args in (('list', 'transcripts'), ('list', '--json', 'transcripts'),
                     ('show', identifier),
                     ('show', '--json', identifier), ('search', 'needle'), ('search', '--json',
                                                                            'needle'),
                     ('export', '--format', 'md', identifier), ('export', '--format', 'json',
                                                                identifier)):
            outputs.append(on_terminal(program, args[0], '--vault', program.vault, *args[1:]))
        for output in outputs:
            # Our own: bold on and off, and wiping the line of progress.
            rest = output.replace('\033[1m', '').replace('\033[0m', '').replace('\033[K', '')
            rest = rest.replace('\r\n', '\n').replace('\rImporting', 'Importing').replace('\r', '')
            bad = {c for c in rest if (ord(c) < 32 and c not in '\n\t') or 0x7f <= ord(c) < 0xa0
                   or c in '\u202e\u2066\u200f'}
            faults.expect(not bad, f'{bad!r} in {output!r}')
        faults.expect('\033[1m' in outputs[5], 'hits are not highlighted on a terminal')
        shown = json.loads(program.ask('show', '--json', identifier).out)
        faults.expect(any('\u202e' in turn['text'] for turn in shown['turns']),
                      'JSON lost something')
    return faults


if __name__ == '__main__':
    sys.exit(tap.run([
        ('import', test_import),
        ('import: platform and character', test_import_choices),
        ('list', test_list),
        ('show', test_show),
        ('search', test_search),
        ('export', test_export),
        ('reindex', test_reindex),
        ('wrong command lines', test_usage),
        ('some part failed', test_partly),
        ('terminal', test_terminal),
    ]))
