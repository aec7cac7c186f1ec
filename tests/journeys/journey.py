# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Chatty Connectors authors
"""A journey: a person, a desktop of their own, and the real program.

A script has functions that take a Journey, and ends with `journey.main`. Each
function runs in a process of its own, because a process can be on one
accessibility bus only. What failed leaves a picture and what the bus showed.

The program is the one that CHATTY_PROGRAM names; CHATTY_ARTIFACTS is where
the pictures go.
"""

import os
import signal
import subprocess
import sys
import traceback
from pathlib import Path

from desktop import SCREEN, Desktop, say, wait_for
from person import Person

FIXTURES = Path(__file__).resolve().parent.parent / 'fixtures' / 'demo'
WIDE = (1100, 760)
# With the border of 5 pixels that GTK draws where there is no compositor.
NARROW = (370, 690)
SKIPPED = 77
MAX_LINES = 150
MAX_LINE = 160


class Skip(Exception):
    """The machine lacks something; the text says what."""


class Journey:
    """The program's windows and what was started around them."""

    def __init__(self, desktop, program):
        self.desktop = desktop
        self.program = program
        self.log = desktop.home / 'program.log'
        self.process = None
        self.me = None
        self.source = None

    def launch(self, *args, size=WIDE, env=None):
        """Starts the program and puts its window at the top left."""
        with self.log.open('ab') as log:
            self.process = self.desktop.start([self.program, *args], env=env, stdout=log,
                                              stderr=log)
        self.me = Person(self.desktop, self.process.pid)
        self.me.place(0, 0, *size)
        return self.me

    def command(self, *args):
        """Runs a command of the program, and returns what it says."""
        answer = subprocess.run([str(arg) for arg in (self.program, *args)], env=self.desktop.env,
                                stdin=subprocess.DEVNULL, capture_output=True, text=True,
                                timeout=120, check=False)
        assert answer.returncode == 0, answer.stderr
        return answer.stdout

    def quit(self):
        """Closes the window as a person does, and waits for the program to end."""
        self.me.keys('ctrl+q')
        wait_for(lambda: self.process.poll() is not None, 'the program to end')
        assert self.process.returncode == 0, f'exit status {self.process.returncode}'

    def drag(self, *args, until, drop=True, over=None):
        """Drags files from another program's window over the middle of ours.

        `until` is the text that our window must show before the button is
        let go; that widget's text is returned. `over` is called before.
        """
        if self.source:
            self.desktop.end(self.source)
        script = Path(__file__).with_name('drag-source.py')
        # It stays until the next drag: what is dropped may be fetched later.
        self.source = self.desktop.start([sys.executable, script, *args])
        other = Person(self.desktop, self.source.pid)
        other.place(SCREEN[0] - 260, SCREEN[1] - 140, 220, 90)
        label = other.find('label', 'Drag from here')
        other.aim_at(label)
        start = other.spot(label)
        x, y, width, height = self.me.geometry()
        end = (x + width // 2, y + height * 3 // 4)
        self.desktop.xdotool('mousedown', 1)
        steps = 24
        for step in range(1, steps + 1):
            self.desktop.xdotool('mousemove', '--sync',
                                 *(int(a + (b - a) * step / steps) for a, b in zip(start, end)))

        def shown():
            # A hand is never quite still, and the overlay follows motion.
            self.desktop.xdotool('mousemove_relative', '--', 1, 0)
            self.desktop.xdotool('mousemove_relative', '--', -1, 0)
            return self.me.look_text(until, on_top=False)
        try:
            node = wait_for(shown, f'“{until}” while files are held over the window')
            text = node.name
            if over:
                over()
        finally:
            if not drop:
                # Out of the window, where nobody takes it.
                self.desktop.xdotool('mousemove', '--sync', SCREEN[0] - 20, y + height + 20)
                wait_for(lambda: not self.me.look_text(until, on_top=False),
                         'the invitation to go away')
            self.desktop.xdotool('mouseup', 1)
        return text

    def files_in_vault(self):
        """The transcript files, by name."""
        found = {}
        for path in self.desktop.home.rglob('transcripts/**/*.md'):
            if '.chatty' not in path.parts:
                found[path.name] = path
        return found


def _run(function, program, artifacts):
    name = function.__name__.replace('_', '-')
    with Desktop() as desktop:
        journey = Journey(desktop, program)
        try:
            function(journey)
        except Skip:
            raise
        except BaseException:
            _tell(journey, artifacts / name)
            raise


def _tell(journey, base):
    """Leaves a picture and what the accessibility bus showed."""
    base.parent.mkdir(parents=True, exist_ok=True)
    try:
        journey.desktop.screenshot(f'{base}.png')
        say(f'picture: {base}.png')
        if journey.me:
            Path(f'{base}.txt').write_text(journey.me.tree())
            say(f'tree: {base}.txt')
            # Where only this output is kept, the gist has to be in it.
            for line in journey.me.tree(seen=True).splitlines()[:MAX_LINES]:
                say(f'seen: {line[:MAX_LINE]}')
    except Exception as error:  # pylint: disable=broad-except
        say(f'no picture or tree: {error}')
    if journey.log.exists():
        for line in journey.log.read_text(errors='replace').splitlines()[-30:]:
            say(f'program: {line}')


def _child(function, program, artifacts):
    """Runs in a process of its own, and returns its exit status."""
    try:
        _run(function, program, artifacts)
    except Skip as reason:
        print(f'# skip: {reason}')
        return SKIPPED
    except BaseException as error:  # pylint: disable=broad-except
        say(traceback.format_exc())
        print(f'# failed: {" ".join(str(error).split())[:MAX_LINE]}')
        return 1
    return 0


def _attempt(function, program, artifacts):
    """Runs the function in a process of its own, and returns its exit status."""
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
        status = _child(function, program, artifacts)
        sys.stdout.flush()
        os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def main(*functions):
    """Runs the functions and says in TAP how they went. What failed is tried
    once more where CHATTY_TRY_AGAIN is set, and the TAP says so."""
    program = os.environ.get('CHATTY_PROGRAM')
    artifacts = Path(os.environ.get('CHATTY_ARTIFACTS', 'failures')).resolve()
    only = sys.argv[1:]
    functions = [function for function in functions
                 if not only or function.__name__.replace('_', '-') in only]
    print(f'1..{len(functions)}')
    failed = False
    for number, function in enumerate(functions, 1):
        title = (function.__doc__ or function.__name__).splitlines()[0].rstrip('.')
        status = _attempt(function, program, artifacts)
        if status not in (0, SKIPPED) and os.environ.get('CHATTY_TRY_AGAIN'):
            print(f'# tried again: {title}')
            status = _attempt(function, program, artifacts)
        word = 'ok' if status in (0, SKIPPED) else 'not ok'
        print(f'{word} {number} {title}' + (' # SKIP' if status == SKIPPED else ''))
        failed = failed or word == 'not ok'
    sys.exit(1 if failed else 0)
