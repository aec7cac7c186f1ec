#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts what `meson test` recorded and prints the closing line.

    count-tests.py FOLDER [TAP]

A program that speaks TAP counts with each of its cases; one that failed
without saying in which case counts as one failure more. So do the cases in the
file TAP. What was skipped, what had to be tried again, and why, and what failed
is listed first. Exit status 1 if anything failed or nothing ran.
"""

import json
import re
import sys
from pathlib import Path

GOOD = {'OK', 'EXPECTEDFAIL'}
PLAN = re.compile(r'^1\.\.\d+', re.MULTILINE)
CASE = re.compile(r'^(not )?ok\b\s*\d*\s*-?\s*([^#\n]*)(#\s*skip\b.*)?',
                  re.MULTILINE | re.IGNORECASE)
AGAIN = re.compile(r'^# failed: (.*)\n# tried again: (.*)$', re.MULTILINE)


def count(test, skipped, failed, again):
    """Adds the names to the lists and returns how many cases passed."""
    name, result = test['name'], test['result']
    output = test.get('stdout', '')
    passed = 0
    cases = CASE.findall(output) if PLAN.search(output) else []
    before = len(failed)
    again.extend(f'{name} {case}: {reason}' for reason, case in AGAIN.findall(output))
    for bad, case, skip in cases:
        if skip:
            skipped.append(f'{name} {case.strip()} {skip.strip()}')
        elif bad:
            failed.append(f'{name} {case.strip()}')
        else:
            passed += 1
    if result == 'SKIP':
        if not cases:
            skipped.append(' '.join([name, *output.splitlines()[-1:]]))
    elif result not in GOOD:
        if len(failed) == before:
            failed.append(f'{name} ({result.lower()})')
    elif not cases:
        passed += 1
    return passed


def main():
    log = Path(sys.argv[1]) / 'testlog.json'
    passed, skipped, failed, again = 0, [], [], []
    if log.exists():
        for line in log.read_text(encoding='utf-8').splitlines():
            passed += count(json.loads(line), skipped, failed, again)
    if not passed and not skipped and not failed:
        failed.append('no test ran')
    for path in map(Path, sys.argv[2:]):
        told = path.read_text(encoding='utf-8') if path.exists() else ''
        passed += count({'name': path.stem, 'result': 'OK' if told else 'MISSING', 'stdout': told},
                        skipped, failed, again)
    for word, names in (('skipped', skipped), ('tried again', again), ('failed', failed)):
        for name in names:
            print(f'{word}: {name}')
    print(f'{passed} passed, {len(failed)} failed, {len(skipped)} skipped')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
