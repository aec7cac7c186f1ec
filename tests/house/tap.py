# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Chatty Connectors authors
"""Says what a check found in the form that Meson reads."""

import sys


def run(cases):
    """Runs (name, function) pairs and returns the exit status.

    A function returns the faults that it found, one line each; a text instead
    of a list says why the case was skipped.
    """
    print(f'1..{len(cases)}')
    failed = 0
    for number, (name, function) in enumerate(cases, 1):
        faults = function()
        if isinstance(faults, str):
            print(f'ok {number} {name} # SKIP {faults}')
        elif faults:
            failed += 1
            print(f'not ok {number} {name}')
            for fault in faults:
                print(f'{name}: {fault}', file=sys.stderr)
        else:
            print(f'ok {number} {name}')
        sys.stdout.flush()
    return 1 if failed else 0
