#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Chatty Connectors authors
"""Every test that tests/README.md names for an attack is there."""

import re
import sys
from pathlib import Path

import tap

ROW = re.compile(r'^\| (\d+) \| [^|]+ \| ([^|]+) \|$', re.MULTILINE)
NAMED = re.compile(r'`([^`]+)` ([^`;]+)')


def case_exists(text, case):
    """A case is a path or a name that is registered, or a function."""
    return re.search(rf'"[^"]*{re.escape(case)}"|^(?:def )?{re.escape(case)} ?\(', text, re.MULTILINE)


def check():
    tests = Path(sys.argv[1]) / 'tests'
    faults = []
    rows = ROW.findall((tests / 'README.md').read_text(encoding='utf-8'))
    if not rows:
        return ['tests/README.md has no table of attacks']
    for number, cell in rows:
        named = NAMED.findall(cell)
        if not named and not cell.startswith('none: '):
            faults.append(f'row {number} names no test')
        for name, cases in named:
            path = tests / name
            text = path.read_text(encoding='utf-8') if path.is_file() else ''
            faults += [f'row {number}: {name} has no “{case}”'
                       for case in re.split(r', *', cases.strip()) if not case_exists(text, case)]
    return faults


if __name__ == '__main__':
    sys.exit(tap.run([('every attack has its tests', check)]))
