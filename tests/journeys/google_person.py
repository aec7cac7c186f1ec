# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Chatty Connectors authors
"""The steps of signing in with Google, for the journeys and the pictures."""

import json
import subprocess

from desktop import wait_for
from settings import Settings
from window import BUTTONS

CLIENT_SECRET = 'GOCSPX-simulated-client-secret'
CLIENT = json.dumps({'installed': {'client_id': 'simulated-0123456789.apps.googleusercontent.com',
                                   'client_secret': CLIENT_SECRET}})
SERVERS = {'': 'gemini-api', 'files': 'gemini-api', 'authorize': 'google-auth/o/oauth2/v2/auth',
           'token': 'google-auth/token', 'revoke': 'google-auth/revoke',
           'person': 'google-auth/v1/userinfo'}


class Person:
    """Somebody with a client of their own, on the way to Gemini."""

    def __init__(self, j, simulator):
        self.me = j.me
        self.desktop = j.desktop
        self.settings = Settings(j)
        self.simulator = simulator

    def hand_over_client(self, seen=lambda page: None):
        """By the clipboard, with the servers of the simulator. `seen` is called
        at each page on the way."""
        me, press = self.me, self.settings.press
        self.settings.open()
        press('Connect Gemini')
        me.find(BUTTONS, 'I Agree')
        seen('consent')
        press('I Agree')
        me.find_text('ends every sign-in after seven days')
        seen('client')
        self.desktop.clip(CLIENT)
        press('Paste Client')
        me.find_text('Taken from the clipboard')
        me.click(me.find_text('and other servers'), until=lambda: me.look('text box', 'Server Address'))
        me.wheel(me.find('text box', 'Client ID'), 40)
        for name, place in SERVERS.items():
            host, _, path = place.partition('/')
            title = f'Server Address for “{name}”' if name else 'Server Address'
            self.settings.fill(title, f'{self.simulator.hosts[host]}{"/" + path if path else ""}')
        press('Continue')
        me.find(BUTTONS, 'Open Browser')
        seen('ready')

    def open_browser(self):
        self.settings.press('Open Browser')
        self.me.find_text('Waiting for the browser')

    def copy_address(self):
        """For a browser that the program did not open."""
        self.settings.press('Copy Address')
        self.me.find_text('The address is copied')

        def copied():
            return subprocess.run(['xclip', '-selection', 'clipboard', '-out'],
                                  env=self.desktop.env, capture_output=True, text=True,
                                  timeout=20, check=False).stdout
        return wait_for(copied, 'the address to be on the clipboard')

    def open_account(self, name):
        """To the page of an account."""
        self.me.click(self.me.find_text(name), until=lambda: self.me.look('label', 'Owner'))

    def sign_in(self):
        """All of it, where the simulated Google asks nobody and the browser of
        the desktop just goes where it is sent. Returns the account."""
        self.simulator.say('google auto-consent yes')
        self.hand_over_client()
        self.settings.press('Open Browser')
        self.me.find_text('You Are Signed In')
        self.settings.press('Done')
        self.me.find_text('1 account')
        account, = self.settings.accounts()
        self.settings.close()
        return account
