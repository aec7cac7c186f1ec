# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Chatty Connectors authors
"""The search for what an account may leave nowhere but in the keyring: keys, and
what a sign-in with Google brings."""

import base64
import json
import os
import re
from pathlib import Path

from canary_key import in_files, in_processes
from google_person import CLIENT_SECRET

# What the keyring has begins so.
SEALED = 'chatty-sign-in-1.'
# A code, a refresh token, an access token, as the simulated Google makes them,
# and as they look in an address; the client's secret, and all of it together.
SECRETS = re.compile(rb'(?:4|1/)/0[0-9a-f]{12,}|(?:4|1%2F)%2F0[0-9a-f]{12,}|ya29\.[0-9a-f]{12,}|'
                     + CLIENT_SECRET.encode() + b'|' + re.escape(SEALED).encode() + b'[0-9A-Za-z+/]{12,}')


def opened(item):
    """What an item of the keyring holds: of the account, and of its tokens."""
    sealed = re.search(rf'secret = {re.escape(SEALED)}(\S+)', item).group(1)
    credential = json.loads(base64.b64decode(sealed))
    return credential, json.loads(base64.b64decode(credential['tokens']))


def leaked(folder, processes=()):
    """The files below a folder that hold a token, a code or the client's secret,
    and the command lines and environments of these processes that do."""
    found = []
    for root, folders, names in os.walk(folder):
        # A browser keeps what its address bar showed; that is not ours.
        folders[:] = [name for name in folders if name != 'browser']
        for name in names:
            path = Path(root) / name
            if path.is_file() and not path.is_symlink() and SECRETS.search(path.read_bytes()):
                found.append(str(path))
    for process in processes:
        for what in ('cmdline', 'environ'):
            if SECRETS.search(Path(f'/proc/{process}/{what}').read_bytes()):
                found.append(f'{process}/{what}')
    return found


def keys_nowhere(j, simulator, host, *keys):
    """No file of the home folder has one of the keys, not the keyring's either,
    and no running program of the desktop tells it to others; no host but those
    of the platform got the simulator's, of which `host` is one."""
    planted = j.desktop.home / 'planted'
    running = [process.pid for process in j.desktop.processes if process.poll() is None]
    for key in keys:
        planted.write_text(f'before {key} after')
        found, _ = in_files([j.desktop.home], key)
        planted.unlink()
        assert found == [str(planted)], found
        assert in_processes(key, running) == []
    log = j.log.read_text(errors='replace')
    assert 'DEBUG' in log, 'the log tells nothing, so it proves nothing'
    assert 'CRITICAL' not in log
    assert simulator.strangers(host.split('-')[0]) == []
    assert simulator.say(f'received {host} {simulator.key}') == 'yes', 'the search finds nothing'
