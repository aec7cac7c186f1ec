#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Chatty Connectors authors
"""An account is connected, is still there after a restart, and goes again; its
key is in the keyring and nowhere else."""

import journey
from canary_key import KEY
from leaks import keys_nowhere
from secret_service import Keyring
from settings import Settings
from simulator import Simulator
from window import BUTTONS

WRONG = 'wRoNg' + KEY[5:]
# All that the program can say is in its log, which is searched for the key.
DEBUG = {'G_MESSAGES_DEBUG': 'all'}


def nowhere(j, simulator):
    """Neither key is in a file or with a stranger."""
    keys_nowhere(j, simulator, 'convai-api', KEY, WRONG)


def refused_and_unreachable(j):
    """No network, too many requests and a wrong key: said clearly, nothing saved."""
    keyring = Keyring(j)
    with Simulator(KEY) as simulator:
        j.launch(env=DEBUG)
        settings = Settings(j)

        def nothing_saved():
            assert keyring.items() == [], 'a key is in the keyring'
            assert settings.accounts() == [], 'an account was saved'

        settings.open()
        settings.start_connecting('Convai')
        settings.enter(WRONG, simulator, api='closed')
        settings.test('No Answer')
        j.me.find_text('cannot be reached')
        j.me.find(BUTTONS, 'Save as Unverified')
        nothing_saved()

        settings.press('Enter Another Key')
        settings.fill('Server Address', simulator.hosts['convai-api'])
        settings.test('The Key Was Refused')
        j.me.find_text('does not accept')
        nothing_saved()

        # Long enough to see how the time to wait is told.
        simulator.say('retry-after 90')
        simulator.say('fault *=rate-limited')
        settings.press('Enter Another Key')
        settings.fill('API Key', KEY)
        settings.test('Too Many Requests')
        j.me.find_text('You can try again in')
        assert not j.me.find(BUTTONS, 'Try Again').has('SENSITIVE')
        nothing_saved()

        # What a server in trouble says is not about the key.
        simulator.say('clear')
        simulator.say('fault *=server-error')
        settings.press('Enter Another Key')
        settings.test('The Server Has Trouble')
        assert j.me.look_text('does not accept') is None
        nothing_saved()
        j.me.keys('Escape')
        j.quit()
        nowhere(j, simulator)


def connected_and_disconnected(j):
    """The right key is kept, over a restart too, until it is disconnected."""
    keyring = Keyring(j)
    with Simulator(KEY) as simulator:
        j.launch(env=DEBUG)
        settings = Settings(j)
        settings.open()
        settings.connect('Convai', KEY, simulator)
        found = keyring.items()
        assert len(found) == 1, len(found)
        record, = settings.accounts()
        for line in ('attribute.platform = convai', f'attribute.account = {record["id"]}',
                     'attribute.kind = api-key', 'schema = com.chatty.Connectors',
                     f'secret = {KEY}'):
            assert line in found[0], line.replace(KEY, 'the key')
        settings.close()
        j.quit()

        j.launch(env=DEBUG)
        settings = Settings(j)
        settings.open()
        j.me.click(j.me.find_text(record['name'], timeout=10) if record['name'] != 'Convai'
                   else j.me.find_text('Connected'))
        settings.press('Test Again')
        j.me.find_text('The Key Works')

        j.me.wheel(j.me.find('label', 'Usage'), 40)
        settings.press('Disconnect…')
        settings.press('Disconnect')
        j.me.find_text('The Key Is Forgotten')
        assert keyring.items() == [], 'the key is still in the keyring'
        record, = settings.accounts()
        assert record['state'] == 'disconnected', record
        settings.press('Back')
        j.me.find_text('Full Access')
        settings.close()
        j.quit()
        nowhere(j, simulator)


def for_this_run_only(j, simulator, settings, keyring=None):
    """The choice that is left without a keyring that takes the key."""
    assert settings.accounts() == [], 'saved without being asked'
    settings.press('Keep for This Run Only')
    j.me.find_text('The Key Works')
    settings.press('Done')
    j.me.find_text('key kept for one run only')
    record, = settings.accounts()
    assert record['state'] == 'verified', record
    if keyring:
        assert keyring.items() == [], 'the key is in the locked keyring'
    settings.close()
    j.quit()
    nowhere(j, simulator)

    # The account is still there, and asks for its key.
    j.launch(env=DEBUG)
    settings = Settings(j)
    settings.open()
    assert [found['id'] for found in settings.accounts()] == [record['id']]
    assert j.me.look_text('key kept for one run only') is None
    settings.close()
    j.quit()


def a_locked_keyring(j):
    """With the keyring locked the key is kept for one run, if the person says so."""
    keyring = Keyring(j)
    keyring.lock()
    with Simulator(KEY) as simulator:
        j.launch(env=DEBUG)
        settings = Settings(j)
        settings.open()
        settings.start_connecting('Convai')
        settings.enter(KEY, simulator)
        settings.test('The Keyring Is Locked')
        j.me.find(BUTTONS, 'Unlock the Keyring')
        for_this_run_only(j, simulator, settings, keyring)


def no_keyring(j):
    """The same without any keyring."""
    with Simulator(KEY) as simulator:
        j.launch(env=DEBUG)
        settings = Settings(j)
        settings.open()
        settings.start_connecting('Convai')
        settings.enter(KEY, simulator)
        settings.test('There Is No Keyring')
        j.me.find(BUTTONS, 'Try Again')
        for_this_run_only(j, simulator, settings)


if __name__ == '__main__':
    journey.main(refused_and_unreachable, connected_and_disconnected, a_locked_keyring,
                 no_keyring)
