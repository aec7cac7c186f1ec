#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Chatty Connectors authors
"""An account is signed in to with a real browser."""

import journey
from browser import Browser
from canary_key import KEY
from google_person import Person
from secret_service import Keyring
from simulator import Simulator


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
