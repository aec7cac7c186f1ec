#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the tests, and looks for the key that they use where it must not be.

    canary.py --tap FILE --folder FOLDER... -- COMMAND...

While COMMAND runs, the command lines and environments of all processes are
read again and again; afterwards every file that is left below the folders.
Before that it proves with planted ones that its search finds them. What it
found is put into FILE as TAP. Exits with the status of COMMAND.
"""

import argparse
import base64
import os
import subprocess
import sys
import threading
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TOP / 'tests' / 'house'))

import canary_key  # noqa: E402

# A process that lives shorter than this may be missed.
INTERVAL = 0.2
# In processes; a run beside this one would take the other for its own.
DECOY = 'dEcOy' + canary_key.KEY[::-2]


class Watch(threading.Thread):
    """Reads the process list until it is stopped."""

    def __init__(self):
        super().__init__(daemon=True)
        self.found = set()
        self.rounds = 0
        self.ended = threading.Event()

    def run(self):
        while not self.ended.wait(INTERVAL):
            self.found.update(canary_key.in_processes())
            self.rounds += 1

    def stop(self):
        self.ended.set()
        self.join()


def unfound(folder):
    """What was planted and was not found: an empty list is as it should be."""
    key = canary_key.KEY.encode()
    planted = folder / 'planted'
    planted.mkdir(parents=True)
    for name, content in (('plain', key), ('utf-16', canary_key.KEY.encode('utf-16')),
                          ('hex', key.hex().encode()),
                          ('base64', base64.b64encode(b'{"key":"' + key + b'"}'))):
        (planted / name).write_bytes(b'\0before' + content + b'after')
    found, _ = canary_key.in_files([folder])
    missed = [str(path) for path in planted.iterdir() if str(path) not in found]
    for path in planted.iterdir():
        path.unlink()
    planted.rmdir()

    for what, argument, env in (('cmdline', DECOY, {}),
                                ('environ', 'x', {'PLANTED': DECOY})):
        # It says when it is there: its command line is not at once.
        process = subprocess.Popen(['sh', '-c', 'echo; read -r _', argument], text=True,
                                   env={**os.environ, **env}, stdin=subprocess.PIPE,
                                   stdout=subprocess.PIPE)
        process.stdout.readline()
        if not any(f'/{process.pid}/{what}' in place for place in canary_key.in_processes(DECOY)):
            missed.append(what)
        process.communicate('\n')
    return missed


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--tap', type=Path, required=True)
    parser.add_argument('--folder', type=Path, action='append', required=True)
    parser.add_argument('command', nargs='+')
    options = parser.parse_args()

    options.tap.unlink(missing_ok=True)
    missed = unfound(options.folder[0])
    watch = Watch()
    watch.start()
    status = subprocess.run(options.command, check=False).returncode
    watch.stop()
    files, read = canary_key.in_files(options.folder)

    cases = [('the search finds a planted key', missed),
             (f'no key in {watch.rounds} process lists', sorted(watch.found)),
             (f'no key in {read} files that the tests left', files)]
    lines = [f'1..{len(cases)}']
    for number, (name, faults) in enumerate(cases, 1):
        lines.append(f'{"not ok" if faults else "ok"} {number} {name}')
        for fault in faults:
            print(f'canary: {name}: {fault}', file=sys.stderr)
    options.tap.write_text('\n'.join(lines) + '\n')
    print('\n'.join(lines[1:]))
    return status


if __name__ == '__main__':
    sys.exit(main())
