# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Chatty Connectors authors
"""The steps of talking with a character, for the journeys and the pictures."""

from characters import Characters


def talk(j, name):
    """From the page of a character to a conversation with it."""
    characters = Characters(j)
    characters.show()
    characters.open(name)
    characters.window.press('Talk')
    j.me.find('text box', 'Message')


def write(j, text):
    """Writes a message and sends it."""
    j.me.click(j.me.find('text box', 'Message'))
    j.me.type(text)
    j.me.keys('Return')
