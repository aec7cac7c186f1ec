#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Chatty Connectors authors
"""Gemini with an API key alone, of either kind: nobody signs in."""

import json

import journey
from canary_key import form
from characters import Vault
from leaks import keys_nowhere
from secret_service import Keyring
from settings import Settings
from simulator import Simulator
from sync import Syncs
from talk import talk, write

NAME = 'Wren'
CALLSIGN = 'wren-001'
TIDES = 'High tide reaches the old pier at nine in the morning.\n'
OLD = form('OLD')
NEW = form('NEW')
# All that the program can say is in its log, which is searched for the keys.
DEBUG = {'G_MESSAGES_DEBUG': 'all'}


def requests(simulator):
    """What Gemini was asked, in order."""
    return json.loads(simulator.say('requests'))


def key_in_header_only(simulator, key):
    """Every request has the key in its header, once, and nothing else is told it."""
    made = requests(simulator)
    assert made, 'nothing was asked'
    for request in made:
        what = f'{request["method"]} {request["path"]}'
        assert request['host'] == 'gemini-api', (request['host'], what)
        assert key not in request['path'] and key not in request.get('body', ''), what
        assert request['headers'].count(key) <= 1, what
        # Whoever has the address of an upload needs no credential.
        if 'upload_id=' not in request['path']:
            header = f'x-goog-api-key: {key}'
            assert header.lower() in request['headers'].lower(), what
        assert 'authorization:' not in request['headers'].lower(), what


def stored(keyring, account, key):
    """The key is all that the keyring has, in the one place that an account has
    there, of whatever kind its credential is."""
    item, = keyring.items('gemini')
    for line in ('attribute.platform = gemini', f'attribute.account = {account["id"]}',
                 'schema = com.chatty.Connectors', f'secret = {key}'):
        assert line in item, line.replace(key, 'the key')


def connect(j, keyring, simulator, key, wrong=None):
    """To an account; a wrong key is tried first, and not saved."""
    settings = Settings(j)
    settings.open()
    settings.start_with_key('Gemini')
    settings.enter(wrong or key, simulator, 'Gemini')
    j.me.wheel(j.me.find('text box', 'Server Address'), 20)
    if wrong:
        settings.test('The Key Was Refused')
        j.me.find_text('Gemini does not accept the key. Copy it again')
        assert keyring.items('gemini') == [], 'a wrong key is in the keyring'
        assert settings.accounts() == [], 'an account was saved'
        settings.press('Enter Another Key')
        settings.fill('API Key', key)
        j.me.wheel(j.me.find('text box', 'API Key'), 20)
    settings.test('The Key Works')
    settings.press('Done')
    j.me.find_text('1 account')
    account, = settings.accounts()
    assert account['state'] == 'verified', account
    stored(keyring, account, key)
    settings.close()
    # What the wrong key was sent with.
    simulator.say('forget')
    return account


def answers_from_document(j, simulator, key):
    """A character is put there, and answers from its document."""
    page = Syncs(j)
    page.show()
    page.open(NAME)
    page.put(NAME, 'Gemini')
    store, = json.loads(simulator.say('stores'))
    talk(j, NAME)
    write(j, 'When is high tide at the pier?')
    j.me.find_text('nine in the morning', timeout=60)
    asked = next(json.loads(request['body']) for request in reversed(requests(simulator))
                 if 'streamGenerateContent' in request['path'])
    searched = [tool['fileSearch']['fileSearchStoreNames'] for tool in asked['tools']]
    assert searched == [[store['name']]], asked['tools']
    key_in_header_only(simulator, key)


def begin(j):
    """With a character and a document that live here only."""
    keyring = Keyring(j)
    j.launch(env=DEBUG)
    vault = Vault.of(j)
    vault.add(CALLSIGN, name=NAME, instructions='Wren keeps the lighthouse.')
    folder = vault.instances / CALLSIGN / 'documents'
    folder.mkdir()
    (folder / 'tides.md').write_text(TIDES)
    return keyring


def nobody_else_knows(j, simulator, *keys):
    """At the end."""
    assert simulator.say('count google-auth *') == '0', 'somebody signed in'
    keys_nowhere(j, simulator, 'gemini-api', *keys)


def a_key_of_the_old_kind(j):
    """A key of Google's first kind does all that a sign-in does, over a start, and is forgotten."""
    wrong = OLD[:-5] + 'wRoNg'
    with Simulator(OLD, furnished=False) as simulator:
        keyring = begin(j)
        account = connect(j, keyring, simulator, OLD, wrong)
        answers_from_document(j, simulator, OLD)
        j.quit()

        simulator.say('forget')
        j.launch(env=DEBUG)
        settings = Settings(j)
        settings.open()
        j.me.click(j.me.find_text('Connected'))
        settings.press('Test Again')
        verdict = j.me.find_text('The Key Works')
        stored(keyring, account, OLD)
        key_in_header_only(simulator, OLD)
        j.me.wheel(verdict, 20)
        settings.press('Disconnect…')
        settings.press('Disconnect')
        j.me.find_text('The Key Is Forgotten')
        assert keyring.items('gemini') == [], 'the key is still in the keyring'
        account, = settings.accounts()
        assert account['state'] == 'disconnected', account
        j.quit()
        nobody_else_knows(j, simulator, OLD, wrong)


def a_key_of_the_new_kind(j):
    """One of the newer kind is kept, and a character answers with it."""
    with Simulator(NEW, furnished=False) as simulator:
        simulator.say('gemini reply The lamp was lit in 1871.')
        connect(j, begin(j), simulator, NEW)
        talk(j, NAME)
        write(j, 'Hello')
        j.me.find_text('lit in 1871')
        key_in_header_only(simulator, NEW)
        j.quit()
        nobody_else_knows(j, simulator, NEW)


if __name__ == '__main__':
    journey.main(a_key_of_the_old_kind, a_key_of_the_new_kind)
