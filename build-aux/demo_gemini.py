# SPDX-License-Identifier: GPL-3.0-or-later
"""Signing in with Google, and what Gemini adds to a character, for the demo and
the pictures. The folder of the journeys is on the path already."""

import re

from browser import Browser
from demo_characters import DOCUMENTS, JUNO, until_quiet
from demo_talk import QUICK, SLOW, answer_with, answered
from desktop import wait_for
from google_person import Person
from journey import NARROW, WIDE, Skip
from secret_service import Keyring
from sync import Syncs
from talk import write
from window import BUTTONS

QUESTION = 'Who wound the tower clock, and where is the spare weight?'
THOUGHTS = ('The visitor asks for people, which I like. The notes on the tower clock should know; I look '
            'there first, and keep the joke for the end.')
REPLY = 'A family that was up before everybody else. My notes say:'


def connect_by_key(person, key):
    """From the page that would open the browser."""
    me, settings = person.me, person.settings
    settings.press('Cancel')
    settings.press('Back')
    me.click(me.find_text('Use an API Key Instead'))
    settings.press('I Agree')
    settings.fill('Account Name (Optional)', 'Museum')
    settings.enter(key, person.simulator, 'Gemini')
    settings.fill('Server Address for “files”', person.simulator.hosts['gemini-api'])
    me.wheel(me.find('text box', 'Server Address'), 40)
    settings.test('The Key Works')


def sign_in(journey, key, simulator, picture, env, size=WIDE):
    """As far as an account; by key where the machine has no browser to take."""
    Keyring(journey)
    try:
        browser = Browser(journey)
    except Skip:
        browser = None
    me = journey.launch(env=env, size=size)
    person = Person(journey, simulator)

    def seen(page):
        if page == 'consent' and size == NARROW:
            me.resize_other(*NARROW)
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


def gemini_pictures(journey, account, simulator, picture, narrow=False, walk=True):
    """What Gemini makes of a character, its store, and an answer that rests on
    a document."""
    me, page = journey.me, Syncs(journey)
    page.show()
    page.open(JUNO)
    page.tab('Gemini')
    picture('gemini')
    if narrow:
        page.menu('Menu of the character', 'Put on Platform')
        me.find_text('What Stays Here')
    else:
        me.click(me.find('button', 'Put on Platform…'), until=lambda: me.look_text('What Stays Here'))
    if walk:
        picture('gemini-put')
    page.focus.reaches('button', 'Put on Gemini')
    me.keys('Return')
    me.click(me.find('button', 'Back to the Character', timeout=60),
             until=lambda: me.look('heading', JUNO))
    # A toast stays as long as it has the keyboard.
    page.tab('Chatty')
    me.click(me.find('text box', 'Name'))
    # Its documents follow by themselves.
    wait_for(lambda: all(f'"{name}"' in simulator.say('stores') for name in DOCUMENTS),
             'the documents to be there', 60)
    until_quiet(me)
    if walk:
        page.page('Platforms')
        me.click(me.find('list item', re.compile(f'^{re.escape(account["name"])}, '),
                         inside=me.find('list', 'Platforms and accounts'), state='SENSITIVE'),
                 until=lambda: me.look('tab', 'Documents'))
        page.page('Documents')
        me.find_text(f'Known to {JUNO}')
        picture('gemini-knowledge')
    said = simulator.say(f'gemini thoughts {THOUGHTS}')
    assert said == 'ok', said
    answer_with(simulator, REPLY, SLOW if walk else QUICK, 'gemini')
    page.page('Characters')
    page.shows(JUNO)
    page.window.press('Talk')
    me.find('text box', 'Message')
    write(journey, QUESTION)
    answered(me, 'behind the flour')
    me.click(me.find(BUTTONS, re.compile('^Thought')), until=lambda: me.look_text('keep the joke'))
    picture('sources')
    if walk:
        me.click(me.find(BUTTONS, re.compile('^Source 1')))
        picture('gemini-source')
        me.keys('Escape')
