#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Chatty Connectors authors
"""Every test that tests/README.md names for an attack is there; and what no test
can show, that there is no way around a bad certificate."""

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


# What GIO and libsoup have to take a certificate that the system does not.
LENIENT = re.compile(r'accept-certificate|validation[-_]flags|ssl-strict|tls_database')


def certificates():
    """Only `net` may name other authorities, for its tests; nobody may ignore them."""
    source = Path(sys.argv[1]) / 'src'
    faults = []
    for path in sorted(source.rglob('*.[ch]')):
        words = set(LENIENT.findall(path.read_text(encoding='utf-8')))
        if path.is_relative_to(source / 'net'):
            words.discard('tls_database')
        faults += [f'{path.relative_to(source)}: {word}' for word in words]
    return faults


if __name__ == '__main__':
    sys.exit(tap.run([('every attack has its tests', check),
                      ('no way around a bad certificate', certificates)]))
