# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Chatty Connectors authors
"""The steps of a sync, and what is at the platform, for the journeys and the
pictures."""

import json

from characters import Characters
from desktop import wait_for


class Platform:
    """The characters at the simulated platform."""

    def __init__(self, simulator):
        self.simulator = simulator

    def characters(self):
        return json.loads(self.simulator.say('state'))['characters']

    def get(self, member):
        """What all have there, in order."""
        return sorted(character[member] for character in self.characters())

    def edit(self, member, text, name=None):
        """Changes the only character, or the one of this name, as somebody
        does at the platform."""
        character, = [character for character in self.characters()
                      if name in (None, character['character_name'])]
        said = self.simulator.say(f'edit-character {character["character_id"]} {member} '
                                  f'{json.dumps(text)}')
        assert said == 'ok', said

    def comes_to_have(self, member, values):
        wait_for(lambda: self.get(member) == values, f'{member} there to be {values}')


class Syncs(Characters):
    """With an account that is connected."""

    def put(self, name, platform):
        """Puts the character that is shown on a platform, by the preview of
        what is lost on the way, and goes back to it."""
        self.me.click(self.me.find('button', 'Put on Platform…'),
                      until=lambda: self.me.look_text('What Stays Here'))
        self.focus.reaches('button', f'Put on {platform}')
        self.me.keys('Return')
        self.me.click(self.me.find('button', 'Back to the Character', timeout=60),
                      until=lambda: self.me.look('heading', name))

    def preview(self):
        """Opens the page that shows what a sync would do."""
        self.menu('Main Menu', 'Sync')
        self.me.find('button', 'Look Again', timeout=60)

    def sync(self):
        """The same, and does it."""
        self.preview()
        self.run()

    def run(self, button='Sync Now', timeout=60):
        self.start(button)
        self.me.find('label', 'Done', timeout=timeout)

    def start(self, button='Sync Now'):
        start = self.me.find('button', button, state='SENSITIVE')
        self.me.click(start, until=lambda: not start.shows())

    def leave(self):
        """Back from the preview."""
        self.me.click(self.me.find('button', 'Back'),
                      until=lambda: self.me.look('tab', 'Characters'))
