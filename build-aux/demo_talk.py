# SPDX-License-Identifier: GPL-3.0-or-later
"""A conversation with a character, its voice and what it remembers, for the
demo and the pictures. The folder of the journeys is on the path already."""

import re

from characters import Characters, Vault
from demo_characters import JUNO, fill_vault, until_quiet
from desktop import wait_for
from secret_service import Keyring
from settings import Settings
from talk import talk, write
from window import BUTTONS

HELLO = 'Good morning! I grew up next to a clock tower.'
QUESTION = 'Which clock should I hear first?'
GREETING = ('Then you learnt to **sleep through noon**. The clock by the window was wound by a family of '
            'bakers for ninety years, always before four in the morning. What do you hear?')
ANSWER = ('The one that is stopped. Nobody agrees on when it did. Since you grew up next to a tower, tell me '
          'what is *missing* when you stand before it.')
OTHER = ('Begin by the window, with the one of the bakers: it was set **five minutes early**, so that the '
         'bread would not burn. Your tower would have been late for it.')
# So many words in a second: slow enough to see them come, and without waiting.
SLOW, QUICK = 6, 400
# What a wheel that is tilted sends.
RIGHTWARDS = 7


def arrive(journey, key, simulator):
    """Characters in the vault, and an account at Inworld to talk through."""
    Keyring(journey)
    journey.launch()
    settings = Settings(journey)
    settings.open()
    settings.connect('Inworld', key, simulator)
    settings.close()
    journey.quit()
    fill_vault(Vault.of(journey).folder)


def answer_with(simulator, text, rate, platform='inworld'):
    """What the next answer says, and how many words of it come in a second."""
    for setting, value in (('reply-rate', rate), ('reply', text)):
        said = simulator.say(f'{platform} {setting} {value}')
        assert said == 'ok', said


def answered(me, text):
    """Waits until the answer stands there, and nothing more is awaited."""
    me.find_text(text, timeout=60)
    me.gone(BUTTONS, re.compile('^Stop'))


def last(me, name):
    """The button of this name at the last turn in view that has one."""
    return wait_for(lambda: (list(me.look_all(BUTTONS, name)) or [None])[-1], name)


def button_of(me, text, name):
    """The button of this name at the turn that says the text."""
    def look():
        for item in me.look_all('list item'):
            if me.look_text(text, inside=item):
                button = me.look(BUTTONS, name, inside=item)
                if button:
                    return button
        return None
    return wait_for(look, f'{name} at “{text}”')


def talk_pictures(journey, simulator, picture, walk=True):
    """A message, the answer while it grows, its voice, another answer, what
    was sent, and the memory. Without `walk` only what the pictures of the
    program show."""
    me = journey.me
    answer_with(simulator, GREETING, SLOW if walk else QUICK)
    talk(journey, JUNO)
    if walk:
        picture('talk-new')
    write(journey, HELLO)
    if walk:
        me.find_text('was wound by')
        picture('talk-grows', moving=True)
    answered(me, 'What do you hear?')
    me.click(button_of(me, HELLO, 'Remember this'))
    answer_with(simulator, ANSWER, QUICK)
    write(journey, QUESTION)
    answered(me, 'when you stand before it.')
    me.click(last(me, 'Speak'))
    me.find(BUTTONS, 'Pause')
    picture('voice', moving=True)
    me.click(me.find(BUTTONS, 'Stop and Close'))
    answer_with(simulator, OTHER, QUICK)
    me.click(last(me, re.compile('(?i)^try again$')))
    answered(me, 'late for it.')
    me.find_text('2 of 2')
    until_quiet(me)
    picture('talk')
    if walk:
        me.click(last(me, 'What was sent'))
        me.find(BUTTONS, re.compile('^Forget'))
        picture('talk-sent')
        me.keys('Escape')
    page = Characters(journey)
    page.page('Characters')
    page.shows(JUNO)
    # The row of tabs is wider than a narrow window.
    me.aim_at(me.find('tab', 'Chatty'))
    journey.desktop.xdotool('click', '--repeat', 30, '--delay', 20, RIGHTWARDS)
    page.tab('Memory')
    me.find_text(HELLO)
    picture('memory')
