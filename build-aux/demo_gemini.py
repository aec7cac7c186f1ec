# SPDX-License-Identifier: GPL-3.0-or-later
"""Signing in with Google, and what Gemini adds to a character, for the demo and
the pictures. The folder of the journeys is on the path already."""

from browser import Browser
from google_person import Person
from journey import Skip
from secret_service import Keyring


def connect_by_key(person, key):
    """From the page that would open the browser."""
    me, settings = person.me, person.settings
    settings.press('Cancel')
    settings.press('Back')
    me.click(me.find_text('Use an API Key Instead'))
    settings.press('I Agree')
    settings.enter(key, person.simulator, 'Gemini')
    settings.fill('Server Address for “files”', person.simulator.hosts['gemini-api'])
    me.wheel(me.find('text box', 'Server Address'), 40)
    settings.test('The Key Works')


def sign_in(journey, key, simulator, picture, env, size=None):
    """As far as an account; by key where the machine has no browser to take."""
    Keyring(journey)
    try:
        browser = Browser(journey)
    except Skip:
        browser = None
    how = {} if size is None else {'size': size}
    me = journey.launch(env=env, **how)
    person = Person(journey, simulator)

    def seen(page):
        picture(f'gemini-{page}')
        if page == 'consent':
            # What may be left out is below what is told.
            me.wheel(me.find_text('What Is Read'), 20)
            picture('gemini-scopes')
    person.hand_over_client(seen)
    if browser is None:
        print('There is no browser to take: going on with a key.')
        connect_by_key(person, key)
    else:
        person.open_browser()
        browser.on('wants access')
        picture('gemini-browser')
        browser.answer('allow')
        me.find_text('You Are Signed In')
        picture('gemini-signed-in')
        browser.close()
    person.settings.press('Done')
    account, = person.settings.accounts()
    # The browser had the keyboard.
    person.settings.page('Accounts')
    person.settings.close()
    return account
