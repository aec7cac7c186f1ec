# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Chatty Connectors authors
"""Files that mean harm, and those that only look so: each gets a word, the rest is imported."""

import os
import socket
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), '..', 'house'))
# pylint: disable=wrong-import-position
import tap  # noqa: E402
from program import Program, chat, drop_override, tree  # noqa: E402

PROGRAM = sys.argv[1]
MAX_PEAK = 300 * 1024
GOOD = 5

PDF_LOOP = b'''%PDF-1.4
1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
2 0 obj <</Type/Pages/Count 1000000/Kids[3 0 R]>> endobj
3 0 obj <</Type/Pages/Count 1000000/Kids[2 0 R 3 0 R]/Parent 2 0 R>> endobj
trailer <</Root 1 0 R/Size 4>>
%%EOF
'''


def make_files(program):
    """Returns which names must be refused, and a word of each message."""
    refused = {}
    for number in range(GOOD):
        program.file(f'in/good-{number}.md', chat(number))

    with open(program.file('in/sparse.txt', b'You said: x'), 'r+b') as stream:
        stream.truncate(1 << 30)
    refused['sparse.txt'] = ''
    with open(program.file('in/line.txt', b''), 'wb') as stream:
        for _ in range(100):
            stream.write(b'one line ' * 116508)
    refused['line.txt'] = 'MB'
    program.file('in/deep.rtf', b'{\\rtf1\\ansi ' + b'{' * 100000 + b'x' + b'}' * 100000 + b'}')
    refused['deep.rtf'] = ''
    program.file('in/loop.pdf', PDF_LOOP)
    refused['loop.pdf'] = ''
    program.file('in/empty.md', b'')
    refused['empty.md'] = ''
    os.makedirs(os.path.join(program.home, 'in/folder.md'))
    refused['folder.md'] = 'folder'
    secret = program.file('secret.md', chat(99))
    os.symlink(secret, os.path.join(program.home, 'in/out.md'))
    refused['out.md'] = 'secret.md'
    os.symlink('good-0.md', os.path.join(program.home, 'in/inside.md'))
    refused['inside.md'] = 'same folder'
    os.symlink('/nowhere/at/all', os.path.join(program.home, 'in/dangling.md'))
    refused['dangling.md'] = 'link'
    os.symlink('.', os.path.join(program.home, 'in/loop'))
    refused['loop'] = 'same folder'
    os.mkfifo(os.path.join(program.home, 'in/pipe.md'))
    refused['pipe.md'] = 'pipe'
    server = socket.socket(socket.AF_UNIX)
    server.bind(os.path.join(program.home, 'in/socket.md'))
    server.close()
    refused['socket.md'] = 'socket'
    os.chmod(program.file('in/private.md', chat(98)), 0)
    refused['private.md'] = 'permission'
    program.file('in/noise.md', bytes(range(256)) * 256)
    refused['noise.md'] = ''
    deep = os.path.join('in', *(['d'] * 40))
    program.file(os.path.join(deep, 'far.md'), chat(97))
    refused['/d'] = 'deep'
    # These are only odd: they are to be imported.
    program.file('in/na\nme\u202egnp.md', chat(96))
    program.file(b'in/\xff\xfe.md'.decode('utf-8', 'surrogateescape'), chat(95))
    program.file('in/' + 'n' * 251 + '.md', chat(94))
    program.file('in/.hidden.md', chat(93))
    return refused


def test_hostile():
    faults = []
    with Program(PROGRAM) as program:
        refused = make_files(program)
        result = program.imported('--json', os.path.join(program.home, 'in'),
                                  preexec=drop_override if os.getuid() == 0 else None, timeout=300)
        print(f'# peak memory {result.peak // 1024} MB', file=sys.stderr)
        if result.status != 1:
            faults.append(f'answered {result.status}: {result.err[-300:]!r}')
        rows = result.json['files']
        for name, word in refused.items():
            found = [row for row in rows if row['file'].endswith(name) and not row['added']]
            if len(found) != 1:
                faults.append(f'{name}: {len(found)} lines in the receipt')
                continue
            reason = ' '.join(skip['reason'] for skip in found[0]['skipped'])
            if not reason or word not in reason:
                faults.append(f'{name}: says {reason!r}')
            if not any(line.startswith('chatty-connectors: ') and name in line for line in result.err.splitlines()):
                faults.append(f'{name}: nothing on standard error')
        added = sum(row['added'] for row in rows)
        if added != GOOD + 3:
            faults.append(f'{added} were added, not {GOOD + 3}')
        texts = b''.join(tree(program.vault).values()).decode()
        for number in (99, 93):
            if chat(number).splitlines()[4] in texts:
                faults.append(f'conversation {number} was imported')
        if any(ord(c) < 32 and c not in '\n\t' or c == '\u202e' for c in result.err):
            faults.append('control characters on standard error')
        if result.peak > MAX_PEAK:
            faults.append(f'peak memory {result.peak} kB')
        listed = program.ask('list', '--json', 'transcripts')
        if len(listed.json['transcripts']) != GOOD + 3:
            faults.append('the vault does not list what was imported')
        for name in tree(program.vault):
            if any(ord(c) < 32 or c == '\u202e' for c in name) or len(os.path.basename(name).encode()) > 100:
                faults.append(f'unsafe name in the vault: {name!r}')
    return faults


def test_direct():
    """The same things, named one by one."""
    faults = []
    with Program(PROGRAM) as program:
        good = program.file('in/good.md', chat(1))
        secret = program.file('secret.md', chat(99))
        link = os.path.join(program.home, 'in/link.md')
        os.symlink(secret, link)
        folder = program.folder('in/folder.md')
        result = program.imported('--json', link, folder, 'sftp://example.org/chat.md',
                                  '/dev/null', good)
        if result.status != 1 or sum(row['added'] for row in result.json['files']) != 1:
            faults.append(f'{result.status} {result.out} {result.err}')
        for name in ('link.md', 'folder.md', 'sftp://example.org/chat.md', '/dev/null'):
            if name not in result.err:
                faults.append(f'{name}: nothing on standard error')
        if chat(99).splitlines()[4] in str(tree(program.vault)):
            faults.append('the link was followed')

        inside = program.imported('--json', program.vault)
        if inside.status != 1 or any(row['added'] for row in inside.json['files']):
            faults.append('the vault was imported into itself')
        stored = os.path.join(program.vault, next(iter(tree(program.vault))))
        inside = program.imported('--json', stored)
        if inside.status != 1 or any(row['added'] for row in inside.json['files']):
            faults.append('a file of the vault was imported into it')
        before = tree(program.vault)
        around = program.imported('--json', program.home)
        if any('vault/' in row['file'] and row['added'] for row in around.json['files']) or \
           not before.items() <= tree(program.vault).items():
            faults.append('a folder around the vault took the vault along')
    return faults


def test_large():
    """The largest text that is taken stays within the memory, too."""
    faults = []
    with Program(PROGRAM) as program:
        turn = 'You said:\n' + 'word ' * 200000 + '\nChatGPT said:\n' + 'more ' * 200000 + '\n'
        program.file('in/large.txt', turn * 30)
        program.file('in/second.txt', turn * 29)
        program.file('in/small.md', chat(1))
        result = program.imported('--json', os.path.join(program.home, 'in'), timeout=300)
        print(f'# peak memory {result.peak // 1024} MB', file=sys.stderr)
        if sum(row['added'] for row in result.json['files']) != 3:
            faults.append(f'{result.err[-300:]}')
        if result.peak > MAX_PEAK:
            faults.append(f'peak memory {result.peak} kB')
    return faults


if __name__ == '__main__':
    sys.exit(tap.run([
        ('a folder of hostile files', test_hostile),
        ('one by one', test_direct),
        ('the largest texts', test_large),
    ]))
