# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Chatty Connectors authors
"""The search for what a sign-in with Google may leave nowhere but in the
keyring."""

import base64
import json
import os
import re
from pathlib import Path

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
