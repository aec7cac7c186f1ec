#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives the program on a virtual display and takes pictures of it.

    demo.py --program PROGRAM --simulator SIMULATOR --output FOLDER
            [--tour walk|screenshots [PART...]]

walk: from the drop over the import page, the receipt, the list and the reader
to the search, then an account and what it has at its platform, then characters
and a sync, a conversation with one of them, and Gemini from the sign-in to an
answer that rests on documents; numbered in that order.
screenshots: each page in light, dark and narrow, named after what they show.
"""

import argparse
import re
import sys
from contextlib import contextmanager
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TOP / 'tests' / folder) for folder in ('journeys', 'voice')]

from characters import Vault  # noqa: E402
from demo_characters import characters_pictures, fill_vault  # noqa: E402
from demo_gemini import gemini_pictures, sign_in  # noqa: E402
from demo_talk import arrive, talk_pictures  # noqa: E402
from desktop import Desktop, wait_for  # noqa: E402
from journey import FIXTURES, NARROW, WIDE, Journey  # noqa: E402
from pulse import Pulse  # noqa: E402
from secret_service import Keyring  # noqa: E402
from settings import Settings  # noqa: E402
from simulator import Simulator  # noqa: E402
from sync import Platform  # noqa: E402
from window import BUTTONS, Window  # noqa: E402

DARK = {'ADW_DEBUG_COLOR_SCHEME': 'prefer-dark'}
LIGHT = {'ADW_DEBUG_COLOR_SCHEME': 'prefer-light'}
BREAD = 'Sourdough for beginners'
LINA = 'Lina the Lighthouse Keeper'
# It is good at the simulator and nowhere else.
KEY = 'the-key-of-the-demo-0123456789'


class Tour:
    """Pictures with names, taken when the window is at rest."""

    def __init__(self, journey, folder):
        self.journey = journey
        self.folder = folder
        self.number = 0

    def picture(self, name, numbered=True, moving=False):
        """Takes a picture once two in a row are the same, unless something is
        `moving` all the time."""
        self.number += 1
        path = self.folder / (f'{self.number:02d}-{name}.png' if numbered else f'{name}.png')
        last = None

        def at_rest():
            nonlocal last
            self.journey.me.screenshot(path)
            now, before = path.read_bytes(), last
            last = now
            return now == before or moving
        # A caret blinks: half a minute is enough for two equal pictures.
        wait_for(at_rest, f'the window to be at rest for {name}', 30, interval=0.25)
        print(path.relative_to(TOP) if path.is_relative_to(TOP) else path, flush=True)

    def park_the_mouse(self):
        width, height = self.journey.desktop.screen
        self.journey.desktop.xdotool('mousemove', '--sync', width - 5, height - 5)

    def parked(self, name, **how):
        """A picture with the mouse out of it."""
        self.park_the_mouse()
        self.picture(name, **how)


def import_tour(journey, tour, _simulator):
    """What a person does on the first day."""
    files = sorted(FIXTURES.iterdir())
    me = journey.launch(env=LIGHT)
    window = Window(journey)
    window.is_empty()
    tour.parked('empty')
    journey.drag(*files, until=re.compile(rf'^Import {len(files)} files'),
                 over=lambda: tour.picture('drop'))
    window.import_page(len(files))
    tour.parked('import-page')
    me.click(next(me.look_all(BUTTONS, re.compile('^Preview of “'))))
    tour.parked('preview')
    window.start_import()
    window.receipt()
    tour.parked('receipt')
    window.show_conversations()
    tour.parked('list')
    window.open_conversation(BREAD)
    me.find_text('fermentation time')
    tour.parked('reader')
    window.search('cafe')
    window.row(re.compile('^Plan a journey'))
    tour.parked('search')
    window.open_conversation(re.compile('^Plan a journey'))
    me.find_text('museum')
    tour.parked('found')
    window.search('三千院')
    window.row(re.compile('^京都'))
    tour.parked('search-japanese')
    journey.quit()


def accounts_tour(journey, tour, simulator):
    """An account is connected, and what it has at its platform."""
    Keyring(journey)
    me = journey.launch(env=LIGHT)
    settings, window = Settings(journey), Window(journey)
    settings.open()
    tour.parked('accounts')
    settings.press('Connect Convai')
    tour.parked('consent')
    settings.press('I Agree')
    settings.enter(KEY, simulator)
    tour.parked('key')
    settings.test('The Key Works')
    tour.parked('tested')
    settings.press('Done')
    me.find_text('1 account')
    tour.parked('connected')
    account, = settings.accounts()
    settings.close()
    row = me.find('label', LINA, inside=window.open_account(account['name']))
    tour.parked('platforms')
    me.click(row)
    tour.parked('character')
    window.tab('Knowledge')
    me.find('list', 'Knowledge documents')
    tour.parked('knowledge')
    window.tab('Past Sessions')
    me.find('list', 'Past Sessions')
    tour.parked('sessions')
    journey.quit()


def characters_tour(journey, tour, simulator):
    """Characters, and one of them on the platform."""
    fill_vault(Vault.of(journey).folder)
    journey.launch(env=LIGHT)
    characters_pictures(journey, Platform(simulator), tour.parked)
    journey.quit()


@contextmanager
def sound():
    """The environment of a program with a sound server that nobody hears."""
    server = Pulse()
    try:
        yield {name: server.env[name] for name in ('PULSE_SERVER', 'PULSE_COOKIE')}
    finally:
        server.close()


def talk_tour(journey, tour, simulator):
    """A character answers, is heard, and remembers."""
    arrive(journey, KEY, simulator)
    with sound() as server:
        journey.launch(env={**LIGHT, **server})
        talk_pictures(journey, simulator, tour.parked)
        journey.quit()


def gemini_tour(journey, tour, simulator):
    """Somebody signs in with the browser, and asks what the documents know."""
    account = sign_in(journey, KEY, simulator, tour.parked, LIGHT)
    journey.quit()
    fill_vault(Vault.of(journey).folder)
    journey.launch(env=LIGHT)
    gemini_pictures(journey, account, simulator, tour.parked)
    journey.quit()


def verdict_pictures(settings, simulator, picture):
    """What can come out of testing a key, from the page that asks for it."""
    settings.enter(KEY, simulator, api='closed')
    settings.test('No Answer')
    picture('verdict-unreachable')
    settings.press('Enter Another Key')
    settings.fill('Server Address', simulator.hosts['convai-api'])
    simulator.say(f'forget-key {KEY}')
    settings.test('The Key Was Refused')
    picture('verdict-refused')
    settings.press('Enter Another Key')
    simulator.say('retry-after 90')
    simulator.say('fault *=rate-limited')
    settings.test('Too Many Requests')
    # It counts the seconds.
    picture('verdict-rate-limited', moving=True)
    simulator.say('clear')
    simulator.say(f'key {KEY}')
    simulator.say(f'furnish {KEY}')
    settings.press('Enter Another Key')


def account_pictures(journey, simulator, picture, verdicts, narrow):
    """The accounts, the consent and the pages of the platform."""
    settings, window = Settings(journey), Window(journey)
    settings.open()
    if narrow:
        journey.me.resize_other(*NARROW)
    picture('accounts')
    settings.press('Connect Convai')
    picture('consent')
    settings.press('I Agree')
    if verdicts:
        verdict_pictures(settings, simulator, picture)
    else:
        settings.enter(KEY, simulator)
    settings.test('The Key Works')
    picture('verdict-works')
    settings.press('Done')
    journey.me.find_text('1 account')
    account, = settings.accounts()
    settings.close()
    row = journey.me.find('label', LINA, inside=window.open_account(account['name']))
    picture('platforms')
    journey.me.click(row)
    journey.me.find('tab', 'Knowledge')
    picture('character')
    if verdicts:
        # A second account, whose plan does not have everything.
        simulator.say(f'key {KEY}-2=indie')
        settings.open()
        settings.press('Add Account at Convai')
        settings.press('I Agree')
        settings.enter(f'{KEY}-2', simulator)
        settings.test('The Key Works, With Limits')
        picture('verdict-limited')
        settings.press('Done')
        journey.me.find_text('2 accounts')
        settings.close()
    journey.quit()


def first_shots(journey, platform, picture, look, env, size):
    """The import, the reader, the search and an account."""
    files = sorted(FIXTURES.iterdir())
    me = journey.launch(env=env, size=size)
    window = Window(journey)
    window.is_empty()
    picture('empty')
    journey.quit()
    me = journey.launch(*files, env=env, size=size)
    window = Window(journey)
    window.import_page(len(files))
    picture('import')
    window.start_import()
    window.receipt()
    picture('receipt')
    window.show_conversations()
    picture('list')
    window.open_conversation(BREAD)
    me.find_text('fermentation time')
    picture('reader')
    if size == NARROW:
        me.keys('Escape')
    window.search('good')
    window.row(re.compile('^Plan a journey'))
    picture('search')
    journey.quit()
    Keyring(journey)
    journey.launch(env=env, size=size)
    account_pictures(journey, platform, picture, verdicts=look == '', narrow=size == NARROW)


def character_shots(journey, platform, picture, _look, env, size):
    """With one account, so that nobody is asked which one."""
    Keyring(journey)
    journey.launch()
    settings = Settings(journey)
    settings.open()
    settings.connect('Convai', KEY, platform)
    settings.close()
    journey.quit()
    fill_vault(Vault.of(journey).folder)
    journey.launch(env=env, size=size)
    characters_pictures(journey, Platform(platform), picture, narrow=size == NARROW)
    journey.quit()


def talk_shots(journey, platform, picture, _look, env, size):
    """A conversation, its voice and the memory."""
    arrive(journey, KEY, platform)
    with sound() as server:
        journey.launch(env={**env, **server}, size=size)
        talk_pictures(journey, platform, picture, walk=False)
        journey.quit()


def gemini_shots(journey, platform, picture, _look, env, size):
    """The sign-in, the page of the editor, and an answer with sources."""
    def wanted(name):
        if name not in ('gemini-ready', 'gemini-browser'):
            picture(name)
    account = sign_in(journey, KEY, platform, wanted, env, size)
    journey.quit()
    fill_vault(Vault.of(journey).folder)
    journey.launch(env=env, size=size)
    gemini_pictures(journey, account, platform, picture, narrow=size == NARROW, walk=False)
    journey.quit()


SHOTS = {'first': first_shots, 'characters': character_shots, 'talk': talk_shots,
         'gemini': gemini_shots}


def screenshots_tour(program, simulator, tour, parts):
    """Each page, light, dark and narrow; each part on a desktop of its own."""
    for look, env, size in (('', LIGHT, WIDE), ('-dark', DARK, WIDE), ('-narrow', LIGHT, NARROW)):
        def picture(name, look=look, moving=False):
            tour.parked(name + look, numbered=False, moving=moving)
        for part in parts:
            with Desktop() as desktop, Simulator(KEY, program=simulator) as platform:
                tour.journey = Journey(desktop, program)
                SHOTS[part](tour.journey, platform, picture, look, env, size)


def walk(program, simulator, tour, *parts):
    """Walks on a desktop of its own, and leaves what was seen where it ends early."""
    with Desktop() as desktop, Simulator(KEY, program=simulator) as platform:
        tour.journey = journey = Journey(desktop, program)
        try:
            for part in parts:
                part(journey, tour, platform)
        except BaseException:
            desktop.screenshot(tour.folder / 'failed.png')
            if journey.me:
                (tour.folder / 'failed.txt').write_text(journey.me.tree())
            if journey.log.exists():
                sys.stderr.write(journey.log.read_text(errors='replace')[-4000:])
            raise


# Each on a desktop of its own. One talks with one account, so that nobody is
# asked which one.
WALKS = [(import_tour, accounts_tour, characters_tour), (talk_tour,), (gemini_tour,)]


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--program', type=Path, required=True)
    parser.add_argument('--output', type=Path, required=True)
    parser.add_argument('--simulator', type=Path, required=True)
    parser.add_argument('--tour', choices=['walk', 'screenshots'], default='walk')
    parser.add_argument('parts', nargs='*', choices=[[], *SHOTS], metavar='PART',
                        help=f'of the screenshots: {", ".join(SHOTS)}')
    options = parser.parse_args()
    folder = options.output.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    program = options.program.resolve()
    if options.tour == 'screenshots':
        screenshots_tour(program, options.simulator.resolve(), Tour(None, folder),
                         options.parts or SHOTS)
        return 0
    simulator = options.simulator.resolve()
    tour = Tour(None, folder)
    for parts in WALKS:
        walk(program, simulator, tour, *parts)
    return 0


if __name__ == '__main__':
    sys.exit(main())
