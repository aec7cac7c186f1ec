# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Chatty Connectors authors
"""The key that all tests use where a key is needed, and the search for it: it
must be found nowhere but in the keyring and at the platform that it is for."""

import base64
import functools
import os
import re
from pathlib import Path

_HEADER = Path(__file__).resolve().parent.parent / 'contract' / 'contract.h'
KEY = re.search(r'#define CONTRACT_KEY "(\w+)"', _HEADER.read_text())[1]


def form(name):
    """The key in another form that platforms have: "OLD" or "NEW" of Google's."""
    return re.search(rf'#define CONTRACT_{name}_KEY "(\S+)"', _HEADER.read_text())[1]


@functools.lru_cache
def needles(key=KEY):
    """The key as it is and in the usual disguises."""
    plain = key.encode()
    found = [plain, plain.lower(), plain.hex().encode(), plain[::-1], key.encode('utf-16-le')]
    # Within base64 a text looks different at each of three offsets.
    found += [base64.b64encode(b'\0' * shift + plain)[4:-4] for shift in range(3)]
    return found


def holds(content, key=KEY):
    """Whether these bytes hold the key."""
    lower = content.lower()
    return any(needle in content or needle in lower for needle in needles(key))


def in_files(folders, key=KEY):
    """(the files below these folders that hold the key, how many were read)."""
    found, read = [], 0
    for folder in folders:
        for root, _, names in os.walk(folder):
            for name in names:
                path = Path(root) / name
                # Not sockets, not pipes: reading those may wait forever.
                if path.is_symlink() or not path.is_file():
                    continue
                try:
                    content = path.read_bytes()
                except OSError:
                    continue
                read += 1
                if holds(content, key) or holds(os.fsencode(name), key):
                    found.append(str(path))
    return found, read


def in_processes(key=KEY, pids=None):
    """What others can read of running programs and holds the key."""
    found = []
    if pids is None:
        pids = [entry for entry in os.listdir('/proc') if entry.isdigit()]
    for pid in pids:
        for what in ('cmdline', 'environ'):
            try:
                content = Path(f'/proc/{pid}/{what}').read_bytes()
            except OSError:
                continue  # it has ended, or is another user's
            if holds(content, key):
                program = content.split(b'\0')[0].decode(errors='replace') \
                    if what == 'cmdline' else ''
                found.append(f'/proc/{pid}/{what} {program}'.strip())
    return found
