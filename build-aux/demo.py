#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives the program on a virtual display and takes pictures of it.

    demo.py --program PROGRAM --output FOLDER [--tour import|screenshots]

import: from the drop over the import page, the receipt, the list and the
reader to the search, numbered in that order.
screenshots: each page in light, dark and narrow, named after what they show.
"""

import argparse
import re
import sys
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TOP / 'tests' / 'journeys'))

from desktop import Desktop, wait_for  # noqa: E402
from journey import FIXTURES, NARROW, Journey  # noqa: E402
from window import BUTTONS, Window  # noqa: E402

DARK = {'ADW_DEBUG_COLOR_SCHEME': 'prefer-dark'}
LIGHT = {'ADW_DEBUG_COLOR_SCHEME': 'prefer-light'}
BREAD = 'Sourdough for beginners'


class Tour:
    """Pictures with names, taken when the window is at rest."""

    def __init__(self, journey, folder):
        self.journey = journey
        self.folder = folder
        self.number = 0

    def picture(self, name, numbered=True):
        """Takes a picture once two in a row are the same."""
        self.number += 1
        path = self.folder / (f'{self.number:02d}-{name}.png' if numbered else f'{name}.png')
        last = None

        def at_rest():
            nonlocal last
            self.journey.me.screenshot(path)
            now, before = path.read_bytes(), last
            last = now
            return now == before
        # A caret blinks: half a minute is enough for two equal pictures.
        wait_for(at_rest, f'the window to be at rest for {name}', 30, interval=0.25)
        print(path.relative_to(TOP) if path.is_relative_to(TOP) else path, flush=True)

    def park_the_mouse(self):
        width, height = self.journey.desktop.screen
        self.journey.desktop.xdotool('mousemove', '--sync', width - 5, height - 5)


def import_tour(journey, tour):
    """What a person does on the first day."""
    files = sorted(FIXTURES.iterdir())
    me = journey.launch(env=LIGHT)
    window = Window(journey)
    window.is_empty()
    tour.park_the_mouse()
    tour.picture('empty')
    journey.drag(*files, until=re.compile(rf'^Import {len(files)} files'),
                 over=lambda: tour.picture('drop'))
    window.import_page(len(files))
    tour.park_the_mouse()
    tour.picture('import-page')
    me.click(next(me.look_all(BUTTONS, re.compile('^Preview of “'))))
    tour.park_the_mouse()
    tour.picture('preview')
    window.start_import()
    window.receipt()
    tour.park_the_mouse()
    tour.picture('receipt')
    window.show_conversations()
    tour.park_the_mouse()
    tour.picture('list')
    window.open_conversation(BREAD)
    me.find_text('fermentation time')
    tour.park_the_mouse()
    tour.picture('reader')
    window.search('cafe')
    window.row(re.compile('^Plan a journey'))
    tour.park_the_mouse()
    tour.picture('search')
    window.open_conversation(re.compile('^Plan a journey'))
    me.find_text('museum')
    tour.park_the_mouse()
    tour.picture('found')
    window.search('三千院')
    window.row(re.compile('^京都'))
    tour.park_the_mouse()
    tour.picture('search-japanese')
    journey.quit()


def screenshots_tour(program, tour):
    """Each page, light, dark and narrow."""
    files = sorted(FIXTURES.iterdir())
    for look, env, size in (('', LIGHT, (1100, 760)), ('-dark', DARK, (1100, 760)),
                            ('-narrow', LIGHT, NARROW)):
        def picture(name, look=look):
            tour.park_the_mouse()
            tour.picture(name + look, numbered=False)
        with Desktop() as desktop:
            tour.journey = journey = Journey(desktop, program)
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


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--program', type=Path, required=True)
    parser.add_argument('--output', type=Path, required=True)
    parser.add_argument('--tour', choices=['import', 'screenshots'], default='import')
    options = parser.parse_args()
    folder = options.output.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    program = options.program.resolve()
    if options.tour == 'screenshots':
        screenshots_tour(program, Tour(None, folder))
        return 0
    with Desktop() as desktop:
        journey = Journey(desktop, program)
        try:
            import_tour(journey, Tour(journey, folder))
        except BaseException:
            desktop.screenshot(folder / 'failed.png')
            if journey.me:
                (folder / 'failed.txt').write_text(journey.me.tree())
            if journey.log.exists():
                sys.stderr.write(journey.log.read_text(errors='replace')[-4000:])
            raise
    return 0


if __name__ == '__main__':
    sys.exit(main())
