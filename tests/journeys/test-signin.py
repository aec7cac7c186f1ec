#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Chatty Connectors authors
"""An account is signed in to with a real browser."""

import os
import urllib.request

import journey
from browser import FETCHES, STAYS, Browser, set_default
from canary_key import KEY
from google_person import CLIENT_SECRET, Person
from leaks import SEALED, leaked, opened
from secret_service import Keyring
from simulator import Simulator

# What the page at the end is: its language, its direction, its scripts, and what
# it fetched.
END = ('[document.documentElement.lang, document.documentElement.dir, document.scripts.length,'
       ' performance.getEntriesByType("resource").length].join()')
# All that the program can say is in its log, which is searched for tokens.
DEBUG = {'G_MESSAGES_DEBUG': 'all'}


def nowhere(j):
    """No token, code or secret of the client in any file, command line or
    environment; the search finds one that is planted."""
    planted = j.desktop.home / 'planted'
    for text in (b'code=4%2F00123456789abcdef-code', b'"4/00123456789abcdef-code"',
                 b'1//00123456789abcdef-refresh', b'token=1%2F%2F00123456789abcdef-refresh',
                 b'Bearer ya29.0123456789abcdef_access', CLIENT_SECRET.encode(),
                 f'{SEALED}eyJmb3JtYXQiOjEs'.encode()):
        planted.write_bytes(b'before ' + text)
        found = leaked(j.desktop.home)
        planted.unlink()
        assert found == [str(planted)], (text, found)
    running = [process.pid for process in j.desktop.processes if process.poll() is None]
    assert leaked(j.desktop.home, [os.getpid(), *running]) == []
    assert 'DEBUG' in j.log.read_text(errors='replace'), 'the log tells nothing'


def in_turn(j):
    """Declined, closed, partly allowed, allowed, and as another person."""
    Keyring(j)
    browser = Browser(j)
    with Simulator(KEY) as simulator:
        j.launch(env=DEBUG)
        person = Person(j, simulator)
        press = person.settings.press
        person.hand_over_client()

        person.open_browser()
        browser.answer('deny')
        j.me.find_text('It Was Not Allowed')
        assert browser.on('Nothing was connected', END) == 'en,ltr,0,0'
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
        assert browser.on('You can close this page', END) == 'en,ltr,0,0'
        press('Done')
        record, = person.settings.accounts()
        assert record['state'] == 'verified', record
        assert record['name'] == 'mira@example.org', record
        j.me.find_text('mira@example.org')

        person.open_account(record['name'])
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
        # It is called as its owner is, so it has a new name as well.
        j.me.find('label', 'tomasz@example.net')
        nowhere(j)
        browser.close()
        j.quit()


def in_another_browser(j):
    """With the address copied; kept over a start, renewed, taken back, ended and given back."""
    keyring = Keyring(j)
    set_default(j.desktop, STAYS)
    with Simulator(KEY) as simulator:
        simulator.say('google auto-consent yes')
        simulator.say('google rotation replace')
        j.launch(env=DEBUG)
        person = Person(j, simulator)
        person.hand_over_client()
        person.open_browser()
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(person.copy_address(), timeout=20) as page:
            shown = page.read().decode()
        assert 'You can close this page' in shown and 'lang="en"' in shown, shown
        j.me.find_text('You Are Signed In')
        person.settings.press('Done')
        record, = person.settings.accounts()
        item, = keyring.items('gemini')
        for line in ('attribute.kind = refresh-token', f'attribute.account = {record["id"]}'):
            assert line in item, line
        _, tokens = opened(item)
        assert tokens.pop('refresh_token').startswith('1//0')
        assert set(tokens) == {'generation', 'scopes'}, 'more is kept than is needed'
        nowhere(j)
        person.settings.close()
        j.quit()

        # An hour later, and after a start: what the server gives anew is kept.
        simulator.say('google expire')
        j.launch(env=DEBUG)
        person = Person(j, simulator)
        person.settings.open()
        person.open_account(record['name'])
        person.settings.press('Test Again')
        j.me.find_text('You Are Signed In')
        renewed, = keyring.items('gemini')
        assert renewed != item, 'the successor is not kept'

        # Taken back on the person's own page at Google.
        simulator.say('google expire')
        simulator.say('google revoke-all')
        person.settings.press('Test Again')
        j.me.find_text('The Sign-In Was Refused')
        asked = int(simulator.say('count google-auth /token'))
        person.settings.press('Back')
        j.me.find_text('The sign-in has ended')
        assert int(simulator.say('count google-auth /token')) == asked, 'asked again and again'

        set_default(j.desktop, FETCHES)
        person.open_account(record['name'])
        j.me.wheel(j.me.find_text('You Allowed'), 40)
        j.me.click(j.me.find_text('Sign In Again…'))
        person.settings.press('I Agree')
        person.settings.press('Open Browser')
        j.me.find_text('You Are Signed In')
        person.settings.press('Done')
        again, = person.settings.accounts()
        assert (again['id'], again['state']) == (record['id'], 'verified'), again

        # Given back, there and here.
        assert simulator.say('google count') == '1'
        j.me.wheel(j.me.find_text('You Allowed'), 40)
        person.settings.press('Disconnect…')
        person.settings.press('Disconnect')
        j.me.find_text('The Sign-In Is Given Back')
        assert simulator.say('google count') == '0'
        assert keyring.items('gemini') == []
        nowhere(j)
        j.quit()


if __name__ == '__main__':
    journey.main(in_turn, in_another_browser)
