# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Chatty Connectors authors
"""The steps of signing in to Gemini, for the journeys and the pictures, and
the search for what must not be found afterwards."""

import base64
import json
import os
import re
import subprocess
from pathlib import Path

from desktop import wait_for
from settings import Settings

CLIENT_SECRET = 'GOCSPX-simulated-client-secret'
CLIENT = json.dumps({'installed': {'client_id': 'simulated-0123456789.apps.googleusercontent.com',
                                   'client_secret': CLIENT_SECRET}})
SERVERS = {'': 'gemini-api', 'files': 'gemini-api', 'authorize': 'google-auth/o/oauth2/v2/auth',
           'token': 'google-auth/token', 'revoke': 'google-auth/revoke',
           'person': 'google-auth/v1/userinfo'}

# What the keyring has begins so.
SEALED = 'chatty-sign-in-1.'
# A code, a refresh token, an access token, as the simulated Google makes them,
# and as they look in an address; the client's secret, and all of it together.
SECRETS = re.compile(rb'(?:4|1/)/0[0-9a-f]{12,}|(?:4|1%2F)%2F0[0-9a-f]{12,}|ya29\.[0-9a-f]{12,}|'
                     + CLIENT_SECRET.encode() + b'|' + re.escape(SEALED).encode() + b'[0-9A-Za-z+/]{12,}')


class Gemini(Settings):
    """Somebody with a client of their own, on the way to Gemini."""

    def __init__(self, j, simulator):
        super().__init__(j)
        self.desktop = j.desktop
        self.simulator = simulator

    def hand_over_client(self):
        """By the clipboard, with the servers of the simulator."""
        me, press = self.me, self.press
        self.open()
        press('Connect Gemini')
        press('I Agree')
        me.find_text('ends every sign-in after seven days')
        self.desktop.clip(CLIENT)
        press('Paste Client')
        me.find_text('Taken from the clipboard')
        me.click(me.find_text('and other servers'), until=lambda: me.look('text box', 'Server Address'))
        me.wheel(me.find('text box', 'Client ID'), 40)
        for name, place in SERVERS.items():
            host, _, path = place.partition('/')
            title = f'Server Address for “{name}”' if name else 'Server Address'
            self.fill(title, f'{self.simulator.hosts[host]}{"/" + path if path else ""}')
        press('Continue')

    def open_browser(self):
        self.press('Open Browser')
        self.me.find_text('Waiting for the browser')

    def copy_address(self):
        """For a browser that the program did not open."""
        self.press('Copy Address')
        self.me.find_text('The address is copied')

        def copied():
            return subprocess.run(['xclip', '-selection', 'clipboard', '-out'],
                                  env=self.desktop.env, capture_output=True, text=True,
                                  timeout=20, check=False).stdout
        return wait_for(copied, 'the address to be on the clipboard')

    def open_account(self, name):
        """To the page of an account."""
        self.me.click(self.me.find_text(name), until=lambda: self.me.look('label', 'Owner'))

    def sign_in(self, pause=None):
        """All of it, where the simulated Google asks nobody."""
        self.simulator.say('google auto-consent yes')
        self.hand_over_client()
        if pause:
            pause()
        self.press('Open Browser')
        self.me.find_text('You Are Signed In')
        self.press('Done')


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
