#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Chatty Connectors authors
"""An account is signed in to with a real browser."""

import json

import journey
from browser import Browser
from canary_key import KEY
from secret_service import Keyring
from settings import Settings
from simulator import Simulator

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

    def hand_over_client(self):
        """By the clipboard, with the servers of the simulator."""
        me, press = self.me, self.settings.press
        self.settings.open()
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
            self.settings.fill(title, f'{self.simulator.hosts[host]}{"/" + path if path else ""}')
        press('Continue')

    def open_browser(self):
        self.settings.press('Open Browser')
        self.me.find_text('Waiting for the browser')


def in_turn(j):
    """Declined, closed, partly allowed, allowed, and as another person."""
    Keyring(j)
    browser = Browser(j)
    with Simulator(KEY) as simulator:
        j.launch()
        person = Person(j, simulator)
        press = person.settings.press
        person.hand_over_client()

        person.open_browser()
        browser.answer('deny')
        j.me.find_text('It Was Not Allowed')
        assert person.settings.accounts() == []

        press('Sign In Again')
        person.open_browser()
        browser.on('wants access')
        browser.close()
        press('Cancel')
        press('Continue')

        person.open_browser()
        browser.answer('allow', without=['retriever'])
        j.me.find_text('You did not allow')
        press('Sign In Again')
        person.open_browser()
        browser.answer('allow')
        j.me.find_text('You Are Signed In')
        press('Done')
        record, = person.settings.accounts()
        assert record['state'] == 'verified', record

        j.me.click(j.me.find_text(record['name']))
        j.me.wheel(j.me.find_text('You Allowed'), 40)
        j.me.click(j.me.find_text('Sign In Again…'))
        press('I Agree')
        person.open_browser()
        browser.answer('allow', person=1)
        j.me.find_text('Somebody Else Signed In')
        press('Use This Account')
        j.me.find_text('You Are Signed In')
        other, = person.settings.accounts()
        assert other['id'] == record['id'], other
        press('Done')
        j.me.find_text('tomasz@example.net')
        browser.close()
        j.quit()


if __name__ == '__main__':
    journey.main(in_turn)
