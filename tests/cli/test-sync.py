# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Chatty Connectors authors
"""`sync ACCOUNT` of the real program, against a simulated platform and a real
keyring.

    test-sync.py PROGRAM SIMULATOR DATA_NAME PLATFORM
"""

import json
import os
import shutil
import subprocess
import sys

sys.path[1:1] = [os.path.join(os.path.dirname(__file__), '..', room)
                 for room in ('house', 'secrets', 'simulator')]
# pylint: disable=wrong-import-position
import tap  # noqa: E402
from canary_key import KEY  # noqa: E402
from faults import Faults  # noqa: E402
from keyring import PATIENCE, Desktop, Probe, missing, wait_until  # noqa: E402
from simulator import Simulator  # noqa: E402

PROGRAM = os.path.abspath(sys.argv[1])
SIMULATOR = os.path.abspath(sys.argv[2])
DATA_NAME = sys.argv[3]
ID = '11111111-2222-4333-8444-555555555555'


class Convai:
    """What is done behind the program's back, and how that platform tells it."""
    name = 'convai'
    hosts = ('convai-api', 'convai-live')
    update = '/character/update'

    @staticmethod
    def add(simulator, name, text):
        return simulator.say(f'add-character {KEY} {name} {text}')

    @staticmethod
    def edit(simulator, remote, text):
        return simulator.say(f'edit-character {remote} backstory "{text}"')

    @staticmethod
    def remove(simulator, remote):
        return simulator.say(f'remove-character {remote}')

    @staticmethod
    def names(state):
        return sorted(one['character_name'] for one in state['characters'])


class Inworld:
    """The same where characters are routers."""
    name = 'inworld'
    hosts = ('inworld-api',)
    update = 'PATCH /router/v1/routers/*'

    @staticmethod
    def add(simulator, name, text):
        return simulator.say(f'add-router {KEY} {name} {text}')

    @staticmethod
    def edit(simulator, remote, text):
        return simulator.say(f'edit-router {remote} prompt {text}')

    @staticmethod
    def remove(simulator, remote):
        return simulator.say(f'remove-router {remote}')

    @staticmethod
    def names(state):
        return sorted(one['displayName'] for one in state['routers'])


PLATFORM = next(one for one in (Convai, Inworld) if one.name == sys.argv[4])


class Result:
    """What one run of the program gave."""

    def __init__(self, done):
        self.status = done.returncode
        self.out = done.stdout
        self.err = done.stderr

    @property
    def json(self):
        return json.loads(self.out)


class Home(Desktop):
    """A desktop with an account, its key, and a vault."""

    def __init__(self, simulator):
        super().__init__()
        self.simulator = simulator

    def __enter__(self):
        super().__enter__()
        self.env.update(GSETTINGS_BACKEND='memory', LC_ALL='C.UTF-8')
        addresses = [self.simulator.hosts[host] for host in PLATFORM.hosts]
        records = self.home / 'data' / DATA_NAME / 'accounts.json'
        records.parent.mkdir(parents=True, exist_ok=True)
        records.write_text(json.dumps({'version': 1, 'accounts': [
            {'id': ID, 'platform': PLATFORM.name, 'name': 'Mine', 'addresses': addresses,
             'bound': addresses, 'state': 'verified'}]}))
        self.vault = self.home / 'vault'
        self.start_keyring()
        assert Probe(self).ask('store', ID, platform=PLATFORM.name, secret=KEY,
                               label='Mine')['state'] == 'found'
        return self

    def run(self, command, *args):
        return Result(subprocess.run([PROGRAM, command, '--vault', str(self.vault), *args],
                                     env=self.env, stdin=subprocess.DEVNULL, capture_output=True,
                                     text=True, timeout=120))

    def sync(self, *args):
        return self.run('sync', *args, 'Mine')

    def character(self, callsign):
        return self.run('show', '--json', callsign).json['character']

    def linked(self, remote):
        """The callsign of the character that is known there as `remote`."""
        return next(row['callsign'] for row in self.run('list', '--json', 'characters')
                    .json['characters'] if any(place['remote'] == remote
                                               for place in row['platforms']))

    def edit(self, callsign, **members):
        path = self.vault / 'instances' / callsign / 'identity' / 'prompt.json'
        prompt = json.loads(path.read_text())
        prompt.update(members)
        path.write_text(json.dumps(prompt, indent=2))


def names(simulator):
    """What the platform's characters are called."""
    return PLATFORM.names(json.loads(simulator.say('state')))


def everything():
    faults = Faults()
    with Simulator(KEY, program=SIMULATOR, furnished=False) as simulator, Home(simulator) as home:
        wren = PLATFORM.add(simulator, 'Wren', 'Keeps bees')

        # Nothing is done by looking.
        dry = home.sync('--dry-run', '--json')
        faults.run(dry, 0, 'dry run')
        faults.equal(sorted(dry.json), ['account', 'dry_run', 'plan', 'platform', 'receipt'],
                     'members')
        faults.equal((dry.json['account'], dry.json['platform'], dry.json['dry_run'],
                      dry.json['receipt']), (ID, PLATFORM.name, True, None), 'a dry run')
        faults.equal([step['kind'] for step in dry.json['plan']['steps']], ['create-here'], 'plan')
        faults.equal(home.run('list', '--json', 'characters').json, {'characters': []},
                     'the vault after a dry run')
        words = home.sync('--dry-run')
        faults.run(words, 0, 'dry run for people')
        faults.expect('Wren' in words.out, words.out)

        # Brought here, and then there is nothing to do.
        done = home.sync('--json')
        faults.run(done, 0, 'sync')
        faults.equal(done.json['receipt']['end'], 'complete', 'end')
        faults.equal(done.json['receipt']['plan'], done.json['plan']['hash'], 'what was planned')
        rows = home.run('list', '--json', 'characters').json['characters']
        faults.equal([(row['name'], row['platforms'][0]['state'], row['platforms'][0]['remote'])
                      for row in rows], [('Wren', 'in-sync', wren)], 'characters')
        callsign = rows[0]['callsign']
        again = home.sync('--json')
        faults.run(again, 0, 'a second sync')
        faults.equal(again.json['receipt']['steps'], [], 'what a second sync does')

        # Another field on each side: both arrive.
        home.edit(callsign, name='Wren Hale')
        faults.equal(home.run('list', '--json', 'characters').json['characters'][0]['platforms'][0]
                     ['changed_here'], ['name'], 'changed here')
        faults.equal(PLATFORM.edit(simulator, wren, 'Sold the bees'), 'ok', 'edit there')
        faults.run(home.sync(), 0, 'sync of both sides')
        faults.equal(names(simulator), ['Wren Hale'], 'names there')
        faults.equal(home.character(callsign)['instructions'], 'Sold the bees', 'here')

        # The same field: a question stays open, a policy decides.
        home.edit(callsign, instructions='Mine')
        PLATFORM.edit(simulator, wren, 'Theirs')
        asked = home.sync('--policy', 'ask', '--json')
        faults.run(asked, 0, 'a question')
        faults.equal([step['outcome'] for step in asked.json['receipt']['steps']], ['open'],
                     'outcome')
        faults.equal(home.character(callsign)['instructions'], 'Mine', 'while it is open')
        faults.run(home.sync('--policy', 'theirs'), 0, 'a policy')
        faults.equal(home.character(callsign)['instructions'], 'Theirs', 'decided')

        # What goes wrong is said, changes nothing, and answers 1.
        for fault in ('empty-list', 'web-page', 'key-refused'):
            simulator.say(f'fault *={fault}')
            failed = home.sync('--json')
            faults.run(failed, 1, fault)
            faults.expect(failed.err.strip() != '', f'{fault}: nothing was said')
            simulator.say('clear')
        faults.equal(home.character(callsign)['name'], 'Wren Hale', 'after the trouble')
        faults.equal(names(simulator), ['Wren Hale'], 'there, after the trouble')
        faults.run(home.sync(), 0, 'after the trouble')

        # What is gone there stays here; what is gone here is asked about.
        others = [PLATFORM.add(simulator, name, f'Is {name}') for name in ('Bo', 'Ida', 'Una')]
        faults.run(home.sync(), 0, 'three more')
        faults.equal(PLATFORM.remove(simulator, wren), 'ok', 'remove there')
        gone = home.sync('--json')
        faults.run(gone, 0, 'a sync after that')
        faults.equal([(step['kind'], step['outcome']) for step in gone.json['receipt']['steps']],
                     [('gone-there', 'done')], 'what it does')
        faults.equal(home.character(callsign)['name'], 'Wren Hale', 'what is here')
        shutil.rmtree(home.vault / 'instances' / home.linked(others[0]))
        asked = home.sync('--json')
        faults.run(asked, 0, 'a sync after a loss here')
        faults.equal([(step['kind'], step['outcome']) for step in asked.json['receipt']['steps']],
                     [('gone-here', 'open')], 'what that does')
        faults.equal(names(simulator), ['Bo', 'Ida', 'Una'], 'what is there')

        home.lock()
        locked = home.sync()
        faults.run(locked, 1, 'locked keyring')
        faults.expect('locked' in locked.err, locked.err)
    return faults


def instances(home):
    folder = home.vault / 'instances'
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def killed():
    """Killed with -9 in the middle of a run with 100 characters, whatever it does:
    the next run finishes, and nothing is there twice."""
    faults = Faults()
    wanted = [f'Person-{number:03d}' for number in range(100)]
    with Simulator(KEY, program=SIMULATOR, furnished=False) as simulator, Home(simulator) as home:
        for name in wanted:
            PLATFORM.add(simulator, name, f'Is {name}')

        def kill_when(condition, what):
            process = subprocess.Popen([PROGRAM, 'sync', '--vault', str(home.vault), 'Mine'],
                                       env=home.env, stdin=subprocess.DEVNULL,
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            try:
                wait_until(lambda: condition() or process.poll() is not None, what)
            finally:
                process.kill()
                process.wait(PATIENCE)
            faults.equal(process.returncode, -9, f'killed when {what}')

        for share in (1, 30, 70):
            kill_when(lambda: len(instances(home)) >= share, f'{share} were here')
        faults.run(home.sync(), 0, 'the run after it')
        rows = home.run('list', '--json', 'characters').json['characters']
        faults.equal(sorted(row['name'] for row in rows), wanted, 'here')
        faults.equal({row['platforms'][0]['state'] for row in rows}, {'in-sync'}, 'states')
        faults.equal(names(simulator), wanted, 'there')

        # Under half of them, or the run would be held.
        edited = sorted(rows, key=lambda row: row['name'])[:45]
        for row in edited:
            home.edit(row['callsign'], name=row['name'] + '-too')
        simulator.say('latency 10')
        for share in (1, 20):
            simulator.say('forget')
            kill_when(lambda: int(simulator.say(f'count any {PLATFORM.update}')) >= share,
                      f'{share} were sent')
        faults.run(home.sync(), 0, 'the run after it')
        faults.equal(names(simulator), [name + '-too' for name in wanted[:45]] + wanted[45:],
                     'names there')
        again = home.sync('--json')
        faults.run(again, 0, 'one more run')
        faults.equal(len(again.json['receipt']['steps']), 0, 'what it does')
        faults.equal(len(instances(home)), 100, 'characters here')
    return faults


def usage():
    faults = Faults()
    with Desktop() as home:
        for args in ((), ('a', 'b'), ('--policy', 'mild', 'a'), ('--nonsense', 'a')):
            done = Result(subprocess.run([PROGRAM, 'sync', *args], env=home.env, text=True,
                                         stdin=subprocess.DEVNULL, capture_output=True, timeout=60))
            faults.run(done, 2, f'sync {args}')
            faults.expect(done.err and not done.out, f'{args}: {done.out!r} {done.err!r}')
        done = Result(subprocess.run([PROGRAM, 'sync', 'Nobody'], env=home.env, text=True,
                                     stdin=subprocess.DEVNULL, capture_output=True, timeout=60))
        faults.run(done, 1, 'sync of no account')
    return faults


def main():
    absent = missing()
    if absent:
        return tap.run([('sync', lambda: f'{", ".join(absent)} is not installed'),
                        ('usage', usage)])
    return tap.run([('sync', everything), ('killed', killed), ('usage', usage)])


if __name__ == '__main__':
    sys.exit(main())
