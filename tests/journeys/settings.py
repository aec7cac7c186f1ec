# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Chatty Connectors authors
"""The steps that people take to connect an account, for the journeys and the
pictures."""

import json
import re

from window import BUTTONS


class Settings:
    """The settings window."""

    def __init__(self, journey):
        self.journey = journey
        self.me = journey.me

    def open(self):
        self.me.keys('ctrl+comma')
        self.me.find('list', 'Full Access')

    def close(self):
        self.me.keys('Escape')
        self.me.gone('list', 'Full Access')

    def page(self, name):
        """To another page of the settings."""
        self.me.click(self.me.find('tab', name),
                      until=lambda: self.me.look('tab', name, state='SELECTED'))

    def choose(self, title, nth, choice):
        """Chooses the nth of a row's choices, from 0, with the keyboard."""
        row = self.me.find('combo box', title)
        self.me.click(row)
        self.me.keys('Home', *['Down'] * nth)
        self.me.keys('Return')
        self.me.find('label', choice, inside=row)

    def press(self, name, **how):
        """Clicks the button of this name once it can be clicked."""
        self.me.click(self.me.find(BUTTONS, re.compile(rf'^{re.escape(name)}$'),
                                   state='SENSITIVE', **how))

    def fill(self, title, text):
        """Types into the entry of this title, over what is there."""
        self.me.click(self.me.find('text box', title))
        self.me.keys('ctrl+a')
        self.me.type(text)

    def start_connecting(self, platform):
        """To the page that asks for the key."""
        self.press(f'Connect {platform}')
        self.press('I Agree')

    def start_with_key(self, platform):
        """The same where people sign in with the browser as a rule."""
        self.press(f'Connect {platform}')
        self.me.find(BUTTONS, 'I Agree')
        self.me.wheel(self.me.find_text('Before You Connect'), 60)
        self.me.click(self.me.find_text('Use an API Key Instead…'),
                      until=lambda: self.me.look_text('What Is Read'))
        self.press('I Agree')

    def enter(self, key, simulator, platform='Convai', **hosts):
        """The key, and instead of the platform's servers those of the simulator."""
        self.fill('API Key', key)
        self.me.click(self.me.find_text('Advanced'),
                      until=lambda: self.me.look('text box', 'Server Address'))
        if platform == 'Convai':
            self.fill('Server Address for “live”', simulator.hosts[hosts.get('live', 'convai-live')])
        self.fill('Server Address', simulator.hosts[hosts.get('api', f'{platform.lower()}-api')])

    def test(self, verdict, timeout=60):
        """Tests the connection, and waits for what comes out."""
        button = self.me.find(BUTTONS, 'Test Connection', state='SENSITIVE')
        self.me.click(button, until=lambda: not button.shows() or self.me.look_text(verdict))
        self.me.find_text(verdict, timeout=timeout)

    def connect(self, platform, key, simulator):
        """All of it, with a good key, and back to the list of platforms."""
        self.start_connecting(platform)
        self.enter(key, simulator, platform)
        self.test('The Key Works')
        self.press('Done')
        self.me.find_text('1 account')

    def accounts(self):
        """What the program tells of its accounts, without a window."""
        return json.loads(self.journey.command('list', '--json', 'accounts'))['accounts']
