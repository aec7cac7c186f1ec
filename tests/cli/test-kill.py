# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Chatty Connectors authors
"""kill -9 in the middle of an import, and a disk that fills up: nothing half, nothing lost."""

import ctypes
import os
import random
import shutil
import signal
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), '..', 'house'))
# pylint: disable=wrong-import-position
import tap  # noqa: E402
from program import Program, tree, write_chats  # noqa: E402

PROGRAM = sys.argv[1]
FILES = int(os.environ.get('CHATTY_KILL_FILES', '2000'))
KILLS = int(os.environ.get('CHATTY_KILLS', '50'))
KILLS_PER_VAULT = 5
SEED = int(os.environ.get('CHATTY_SEED', '20260114'))


def count_files(vault):
    return sum(name.endswith('.md')
               for _, _, names in os.walk(os.path.join(vault, 'transcripts'))
               for name in names)


def check_vault(program, vault, wanted, faults, where):
    """The vault opens, and every file in it is whole."""
    listed = program.run('list', '--vault', vault, '--json', 'transcripts')
    if listed.status != 0:
        faults.append(f'{where}: the vault does not open: {listed.err.strip()}')
        return 0
    found = tree(vault)
    for name, content in found.items():
        if wanted.get(name) != content:
            faults.append(f'{where}: {name} is not what it should be ({len(content)} bytes)')
    if len(listed.json['transcripts']) != len(found):
        faults.append(f'{where}: {len(listed.json["transcripts"])} are listed, {len(found)} are there')
    return len(found)


def test_kill():
    faults = []
    rng = random.Random(SEED)
    with Program(PROGRAM) as program:
        source = program.folder('in')
        write_chats(source, FILES)
        whole = program.run('import', '--vault', os.path.join(program.home, 'whole'), source)
        if whole.status != 0:
            return [whole.err[-500:]]
        wanted = tree(os.path.join(program.home, 'whole'))
        if len(wanted) != FILES:
            return [f'{len(wanted)} files after an uninterrupted import']

        landed = 0
        progress = []
        for kill in range(KILLS):
            nth = kill % KILLS_PER_VAULT
            vault = os.path.join(program.home, f'vault-{kill // KILLS_PER_VAULT}')
            if nth == 0:
                moments = sorted(rng.randrange(FILES) for _ in range(KILLS_PER_VAULT))
            process = program.start('import', '--vault', vault, source,
                                    stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            # Each goes on where the last one was killed. Files appear in
            # groups, so a moment is a number of files and some time more.
            while count_files(vault) < moments[nth] and process.poll() is None:
                time.sleep(0.001)
            deadline = time.monotonic() + rng.uniform(0, 0.06)
            while time.monotonic() < deadline and process.poll() is None:
                time.sleep(0.001)
            if process.poll() is None:
                landed += 1
                process.send_signal(signal.SIGKILL)
            process.wait()
            progress.append(check_vault(program, vault, wanted, faults, f'kill {kill}'))
            if nth == KILLS_PER_VAULT - 1 or kill == KILLS - 1:
                again = program.run('import', '--vault', vault, source)
                if again.status != 0:
                    faults.append(f'after kill {kill}: {again.err[-300:]}')
                if tree(vault) != wanted:
                    faults.append(f'after kill {kill}: not the same as an uninterrupted import')
                shutil.rmtree(vault)
            if len(faults) > 20:
                break
        print(f'# seed {SEED}, {landed} of {KILLS} kills hit a running import; '
              f'files after each: {progress}', file=sys.stderr)
        if landed < KILLS // 2:
            faults.append(f'only {landed} of {KILLS} kills hit a running import')
    return faults


def test_interrupt():
    """Ctrl+C keeps what is stored, says so, and the next import goes on."""
    faults = []
    with Program(PROGRAM) as program:
        source = program.folder('in')
        write_chats(source, FILES)
        process = program.start('import', '--vault', program.vault, '--json', source,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        deadline = time.monotonic() + 60
        while not tree(program.vault) and time.monotonic() < deadline:
            time.sleep(0.005)
        start = time.monotonic()
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
        print(f'# answered after {(time.monotonic() - start) * 1000:.0f} ms', file=sys.stderr)
        if process.returncode != 1:
            return [f'answered {process.returncode}: {err[-300:]}']
        result = program.run('list', '--vault', program.vault, '--json', 'transcripts')
        stored = len(result.json['transcripts'])
        receipt = __import__('json').loads(out)
        if not receipt['cancelled'] or receipt['totals']['added'] != stored or \
           receipt['not_reached'] != FILES - len(receipt['files']):
            faults.append(f'{stored} stored, receipt says {receipt["totals"]}, {receipt["not_reached"]} not reached')
        if not 0 < stored < FILES:
            faults.append(f'{stored} stored')
        again = program.imported('--json', source)
        if again.json['totals']['unchanged'] != stored or again.json['totals']['added'] != FILES - stored:
            faults.append(f'the next import: {again.json["totals"]}')
    return faults


def mount(folder, size, remount=False):
    libc = ctypes.CDLL(None, use_errno=True)
    flags = 32 if remount else 0      # MS_REMOUNT
    return libc.mount(b'tmpfs', folder.encode(), b'tmpfs', flags, f'size={size}'.encode()) == 0


def test_full_disk():
    if os.getuid() != 0:
        return 'only root can mount a small file system'
    faults = []
    with Program(PROGRAM) as program:
        source = program.folder('in')
        disk = program.folder('disk')
        write_chats(source, FILES, turns=4, words=200)
        if not mount(disk, '3m'):
            return 'a file system cannot be mounted here'
        try:
            vault = os.path.join(disk, 'vault')
            whole = os.path.join(program.home, 'whole')
            if program.run('import', '--vault', whole, source).status != 0:
                return ['the import with room failed']
            wanted = tree(whole)
            result = program.run('import', '--vault', vault, '--json', source)
            message = result.err.strip().splitlines()
            print(f'# says: {message[:3]}', file=sys.stderr)
            if result.status != 1:
                faults.append(f'answered {result.status}')
            if not any('space' in line.lower() or 'full' in line.lower() for line in message):
                faults.append(f'says {message!r}')
            if len(message) > 5:
                faults.append(f'{len(message)} lines of messages')
            found = tree(vault)
            for name, content in found.items():
                if wanted.get(name) != content:
                    faults.append(f'{name} is not whole')
            receipt = result.json
            if receipt['totals']['added'] != len(found) or not receipt['problem']:
                faults.append(f'{len(found)} stored, receipt says {receipt["totals"]}, {receipt["problem"]!r}')
            listed = program.run('list', '--vault', vault, '--json', 'transcripts')
            if listed.status != 0 or len(listed.json['transcripts']) != len(found):
                faults.append(f'the full vault: {listed.status} {listed.err}')
            if not mount(disk, '64m', remount=True):
                faults.append('no room could be made')
            again = program.run('import', '--vault', vault, source)
            if again.status != 0 or tree(vault) != wanted:
                faults.append(f'with room: {again.status} {again.err[-300:]}')
        finally:
            ctypes.CDLL(None).umount2(disk.encode(), 2)
    return faults


if __name__ == '__main__':
    sys.exit(tap.run([
        ('kill -9', test_kill),
        ('Ctrl+C', test_interrupt),
        ('a full disk', test_full_disk),
    ]))
