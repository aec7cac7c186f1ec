#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Chatty Connectors authors
"""An include that climbs the ladder of rooms does not compile.

Takes the compiler command of one file of each room, as the build has it, and
tries a file that includes a header of the same room (which must compile) and
one of every room that it must not know (which must not).

    check-rooms.py SOURCE-FOLDER BUILD-FOLDER
"""

import json
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

import tap

SOURCE = Path(sys.argv[1]).resolve()
BUILD = Path(sys.argv[2]).resolve()

# room: the rooms that it may know, from the bottom up. Not all need be there.
LADDER = {
    'base': set(),
    'model': {'base'},
    'net': {'base', 'model'},
    'secrets': {'base', 'model'},
    'signin': {'base', 'model', 'net', 'secrets'},
    'vault': {'base', 'model'},
    'import': {'base', 'model'},
    'voice': {'base', 'model'},
    'connectors': {'base', 'model', 'net', 'secrets', 'signin'},
    'sync': {'base', 'model', 'net', 'secrets', 'signin', 'connectors', 'vault'},
}
BELOW = {'base', 'model', 'net', 'secrets', 'signin', 'vault', 'import', 'voice', 'connectors', 'sync'}
LADDER['workspace'] = BELOW
LADDER['cli'] = LADDER['ui'] = BELOW | {'workspace'}
MAY_KNOW = {room: known for room, known in LADDER.items()
            if any((SOURCE / 'src' / room).rglob('*.c'))}


def commands():
    """room: (folder, argv without input and output) of one of its files"""
    found = {}
    for entry in json.loads((BUILD / 'compile_commands.json').read_text()):
        path = (Path(entry['directory']) / entry['file']).resolve()
        try:
            parts = path.relative_to(SOURCE / 'src').parts
        except ValueError:
            continue
        # A generated or nested file may have other folders in view.
        if len(parts) != 2 or parts[0] not in MAY_KNOW or parts[0] in found:
            continue
        argv, skip = [], False
        for arg in shlex.split(entry['command']):
            if skip:
                skip = False
            elif arg in {'-o', '-MF', '-MQ'}:
                skip = True
            elif arg not in {'-c', '-MD', entry['file']}:
                argv.append(arg)
        found[parts[0]] = (entry['directory'], argv)
    return found


def header_of(room):
    headers = sorted((SOURCE / 'src' / room).glob('*.h')) \
        or sorted((SOURCE / 'src' / room).rglob('*.h'))
    return headers[0].name if headers else None


def compiles(command, header, scratch):
    folder, argv = command
    path = Path(scratch) / 'climb.c'
    path.write_text(f'#include "config.h"\n#include "{header}"\nint chatty_climb;\n')
    answer = subprocess.run([*argv, '-fsyntax-only', str(path)], cwd=folder, text=True,
                            capture_output=True, check=False)
    return answer.returncode == 0, answer.stderr


def check(room, command):
    faults = []
    with tempfile.TemporaryDirectory() as scratch:
        own = header_of(room)
        if own:
            good, message = compiles(command, own, scratch)
            if not good:
                faults.append(f'{room} cannot include its own {own}: {message[:300]}')
        for other in sorted(set(MAY_KNOW) - MAY_KNOW[room] - {room}):
            header = header_of(other)
            if header is None:
                continue
            good, message = compiles(command, header, scratch)
            if good:
                faults.append(f'{room} can include {header} of {other}')
            elif 'No such file' not in message:
                faults.append(f'{room} fails on {header} of {other} for another reason: '
                              f'{message[:300]}')
    return faults


def main():
    found = commands()

    def case(room):
        if room not in found:
            return lambda: [f'no compiled file in src/{room}']
        return lambda: check(room, found[room])
    return tap.run([(f'{room} sees only what is below', case(room)) for room in MAY_KNOW])


if __name__ == '__main__':
    sys.exit(main())
