# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Chatty Connectors authors
"""The steps of signing in with Google, for the journeys and the pictures."""

import json

from settings import Settings
from window import BUTTONS

CLIENT = json.dumps({'installed': {'client_id': 'simulated-0123456789.apps.googleusercontent.com',
                                   'client_secret': 'GOCSPX-simulated-client-secret'}})
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
