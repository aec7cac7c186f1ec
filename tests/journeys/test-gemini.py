#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Chatty Connectors authors
"""A character answers by Gemini: what it thinks, on what its answers rest, what
it is told beside them, and what is said where there is no answer."""

import base64
import json
import re
import urllib.request

import journey
from browser import FETCHES, set_default
from canary_key import KEY
from characters import Characters, Vault
from desktop import say, wait_for
from google_person import Person
from leaks import leaked
from secret_service import Keyring
from simulator import Simulator
from sync import Syncs
from talk import lacks_sound, talk, write
from window import BUTTONS

NAME = 'Wren'
CALLSIGN = 'wren-001'
DOCUMENT = 'tides.md'
# With letters of several bytes before the passage that is found.
TIDES = ('# Tides 漁港 🌊\n\nThe trawler Éowyn is painted on the wall of the net store.\n\n'
         'High tide reaches the old pier at nine in the morning.\n\n'
         'Low tide bares the stone causeway for two hours.\n')
QUESTION = 'When is high tide at the pier?'


def arrive(j, simulator, env=None, document=False):
    """Somebody who has signed in, and a character that lives here only."""
    Keyring(j)
    set_default(j.desktop, FETCHES)
    j.launch(env={'G_MESSAGES_DEBUG': 'all', **(env or {})})
    account = Person(j, simulator).sign_in()
    vault = Vault.of(j)
    vault.add(CALLSIGN, name=NAME, description='A keeper of lighthouses',
              instructions='Wren keeps the lighthouse at the end of the pier.')
    if document:
        folder = vault.instances / CALLSIGN / 'documents'
        folder.mkdir()
        (folder / DOCUMENT).write_text(TIDES)
    return account


def asked(simulator, method='streamGenerateContent'):
    """The bodies that the models were asked with, in order."""
    return [json.loads(request['body']) for request in json.loads(simulator.say('requests'))
            if method in request['path'] and 'body' in request]


def an_answer_with_thoughts(j):
    """An answer grows, what was thought is folded, and what Gemini refuses is told."""
    with Simulator(KEY) as simulator:
        simulator.say('gemini thoughts Somebody greets me. I greet back.')
        simulator.say('gemini reply The lamp was lit in 1871, and it has not gone out since. '
                      'When the fog comes, I sound the horn.')
        simulator.say('gemini reply-rate 2')
        arrive(j, simulator)
        talk(j, NAME)
        write(j, 'Hello')
        j.me.find_text('The lamp was')
        assert not j.me.look_text('sound the horn'), 'it came all at once'
        j.me.find_text('sound the horn', timeout=60)
        assert not j.me.look_text('Somebody greets me'), 'the thoughts are not folded'
        j.me.click(j.me.find_text(re.compile('^Thought')),
                   until=lambda: j.me.look_text('Somebody greets me'))
        body, = asked(simulator)
        assert 'Wren keeps the lighthouse' in json.dumps(body['systemInstruction']), body

        # A plan without payment: when to come back, and what it does not have.
        simulator.say('gemini quota minute')
        write(j, 'And now?')
        j.me.find_text(re.compile(r'(?i)try again in \d+ second'), timeout=60)
        simulator.say('gemini quota zero')
        write(j, 'And now?')
        j.me.find_text('Your plan at Gemini does not have this model')
        j.quit()
        assert leaked(j.desktop.home) == []


def stores(simulator):
    """What is at Gemini: of each store its name, title and documents, and of the
    newest settings document the values."""
    found = []
    for store in json.loads(simulator.say('stores')):
        documents, settings = {}, {}
        for document in sorted(store['documents'], key=lambda each: each['createTime']):
            # What is long is in pieces.
            values = {entry['key']: entry.get('stringValue')
                      or ''.join(entry.get('stringListValue', {}).get('values', ()))
                      for entry in document.get('customMetadata', [])}
            if values.get('chatty_kind') == 'settings':
                settings = values
            elif document['state'] == 'STATE_ACTIVE':
                documents[document['displayName']] = document['text']
        found.append({'name': store['name'], 'title': store['displayName'],
                      'documents': documents, 'settings': settings})
    return found


def joined(value):
    """Long values are in pieces."""
    return ''.join(value['values']) if isinstance(value, dict) else value


def answers_rest_on_documents(j):
    """A character is put on Gemini with settings and a document; the source of an answer opens."""
    with Simulator(KEY, furnished=False) as simulator:
        simulator.say('gemini reply Of the tides my notes say:')
        arrive(j, simulator, document=True)
        page = Syncs(j)
        page.show()
        page.open(NAME)
        page.tab('Gemini')
        page.fill('Variety of Words', '0.7')
        page.save()
        page.put(NAME, 'Gemini')
        store, = stores(simulator)
        assert store['title'].startswith(NAME), store
        assert store['settings']['chatty_name'] == NAME, store
        settings = json.loads(store['settings']['chatty_settings'])
        assert settings == {'generationConfig': {'topP': 0.7}}, settings

        # Gemini takes the document, and then cannot read it.
        if not store['documents']:
            simulator.say('gemini operation-fails yes')
            page.preview()
            page.start()
            j.me.find_text('Not all of it was done', timeout=60)
            j.me.find_text('Gemini could not take the document in')
            page.leave()
            simulator.say('gemini operation-fails no')
            page.sync()
            page.leave()
        wait_for(lambda: [each['documents'] for each in stores(simulator)] == [{DOCUMENT: TIDES}],
                 'the document to be in the store')

        talk(j, NAME)
        write(j, QUESTION)
        j.me.find_text('nine in the morning', timeout=60)
        body = asked(simulator)[-1]
        assert body['generationConfig']['topP'] == 0.7, body
        searched = [tool['fileSearch']['fileSearchStoreNames'] for tool in body['tools']]
        assert searched == [[store['name']]], body
        j.me.click(j.me.find(BUTTONS, re.compile(f'^Source 1: {DOCUMENT}')),
                   until=lambda: j.me.look_text('In the document'))
        assert not j.me.look(BUTTONS, re.compile('^Source 2')), 'the settings are a source'
        j.me.find_text('Open Document')
        page.focus.tab_to('button', 'Open Document')
        j.me.keys('Return')
        j.me.find('tab', 'Knowledge', state='SELECTED')
        j.me.find_text('The trawler Éowyn')
        j.quit()
        assert leaked(j.desktop.home) == []


def move_house(j, name):
    """From now on the person sits at another computer: the same desktop, and
    other folders."""
    home = j.desktop.home / name
    for what in ('data', 'config', 'cache'):
        (home / what).mkdir(parents=True)
        j.desktop.env[f'XDG_{what.upper()}_HOME'] = str(home / what)
    set_default(j.desktop, FETCHES)
    return home


def the_other_computer(j):
    """What a character is told beside its text comes to another computer by the account, and back."""
    with Simulator(KEY, furnished=False) as simulator:
        arrive(j, simulator)
        page = Syncs(j)
        page.show()
        page.open(NAME)
        page.tab('Gemini')
        page.fill('Variety of Words', '0.7')
        page.save()
        page.put(NAME, 'Gemini')
        first = Vault.of(j)
        j.quit()

        home = move_house(j, 'elsewhere')
        j.launch(env={'G_MESSAGES_DEBUG': 'all'})
        Person(j, simulator).sign_in()
        second = Vault(next(home.glob('data/*/vault')))
        page = Syncs(j)
        page.show()
        page.sync()
        page.leave()
        callsign, = second.callsigns()
        second.comes_to_have(callsign, name=NAME, description='A keeper of lighthouses')
        page.open(NAME)
        page.tab('Gemini')
        page.has(**{'Variety of Words': '0.7'})
        page.fill('Choice of Words', '30')
        page.save()
        page.sync()
        page.leave()
        settings = {'generationConfig': {'topK': 30, 'topP': 0.7}}
        wait_for(lambda: json.loads(stores(simulator)[0]['settings']['chatty_settings']) == settings,
                 'the settings to be at Gemini')
        talk(j, NAME)
        write(j, 'Hello')
        wait_for(lambda: asked(simulator), 'the message to be sent')
        wanted = asked(simulator)[-1]['generationConfig']
        assert (wanted['topP'], wanted['topK']) == (0.7, 30), wanted
        j.quit()

        assert first.callsigns() == [CALLSIGN], first.callsigns()
        assert leaked(j.desktop.home) == []


def spoken(simulator, body):
    """What Gemini says to this: samples of 16 bits, 24,000 in a second."""
    import numpy
    speaker = next(request['path'] for request in json.loads(simulator.say('requests'))
                   if request.get('body') and json.loads(request['body']) == body)
    request = urllib.request.Request(simulator.hosts['gemini-api'] + speaker,
                                     json.dumps(body).encode(),
                                     {'x-goog-api-key': KEY, 'Content-Type': 'application/json'})
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=30) as answer:
        part, = json.load(answer)['candidates'][0]['content']['parts']
    assert re.match(r'audio/L16.*rate=24000', part['inlineData']['mimeType']), part['inlineData']
    return numpy.frombuffer(base64.b64decode(part['inlineData']['data']), '<i2') / 32768


def an_answer_is_heard(j):
    """What comes out of the loudspeaker is what Gemini says, which are bare samples."""
    lacking = lacks_sound()
    if lacking:
        raise journey.Skip(f'{lacking} is missing')
    import pulse
    import sound
    with pulse.Pulse() as server, Simulator(KEY) as simulator:
        # Long enough to be seen while it is played, and spoken at one go.
        simulator.say('gemini reply The lamp was lit in 1871, when the old pier was new and the boats '
                      'had brown sails, and through every winter and every storm that came over the '
                      'water, with one keeper after the other, it has not gone out since.')
        arrive(j, simulator, {name: server.env[name] for name in ('PULSE_SERVER', 'PULSE_COOKIE')})
        talk(j, NAME)
        write(j, 'Hello')
        j.me.find_text('not gone out since')
        # A machine that is busy elsewhere drops sound now and then.
        for _ in range(4):
            simulator.say('forget')
            record = j.desktop.home / 'heard.raw'
            record.unlink(missing_ok=True)
            server.record(record)
            j.me.click(j.me.find(BUTTONS, 'Speak'))
            j.me.find(BUTTONS, 'Pause')
            # The recording itself tells when all was heard: the window may be
            # late with it, and early too, where it waits for the speech.
            server.hears(record)
            server.stop(record)
            j.me.find(BUTTONS, 'Play')
            if asked(simulator, ':generateContent'):
                body, = asked(simulator, ':generateContent')
                wanted = sound.resample(spoken(simulator, body), 24000, pulse.RATE)
            result = sound.compare(sound.load_raw(record), wanted, pulse.RATE)
            faults = sound.faults(result)
            if not faults:
                break
            say(f'{faults}')
        assert not faults, faults
        assert body['generationConfig']['responseModalities'] == ['AUDIO'], body
        j.quit()


if __name__ == '__main__':
    journey.main(an_answer_with_thoughts, an_answer_is_heard, answers_rest_on_documents,
                 the_other_computer)
