# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Chatty Connectors authors
"""The steps of talking with a character, for the journeys and the pictures."""

import shutil
import sys
from pathlib import Path

from characters import Characters

# For those that listen.
sys.path.insert(1, str(Path(__file__).resolve().parent.parent / 'voice'))


def talk(j, name):
    """From the page of a character to a conversation with it."""
    characters = Characters(j)
    characters.show()
    characters.open(name)
    characters.window.press('Talk')
    j.me.find('text box', 'Message')


def write(j, text):
    """Writes a message and sends it."""
    # Keys that go elsewhere are shortcuts there.
    j.me.click(j.me.find('text box', 'Message'),
               until=lambda: j.me.look('text box', 'Message', state='FOCUSED'))
    j.me.type(text)
    j.me.keys('Return')


def lacks_sound(*more):
    """What is not here to hear with, in words; empty when all of it is."""
    lacking = [name for name in ('pulseaudio', 'parec', *more) if shutil.which(name) is None]
    try:
        import sound  # pylint: disable=unused-import,import-outside-toplevel
    except ImportError as lack:
        lacking.append(str(lack))
    return ', '.join(lacking)
