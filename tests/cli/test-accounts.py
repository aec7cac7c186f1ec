# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Chatty Connectors authors
"""`list accounts` and `test ACCOUNT` of the real program, against the simulated
platform and a real keyring; and a canary key that must turn up nowhere."""

import json
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

sys.path[1:1] = [os.path.join(os.path.dirname(__file__), '..', room)
                 for room in ('house', 'secrets', 'simulator')]
# pylint: disable=wrong-import-position
import tap  # noqa: E402
from canary_key import KEY  # noqa: E402
from keyring import PATIENCE, Desktop, Probe, missing, wait_until  # noqa: E402
from simulator import Simulator  # noqa: E402

PROGRAM = os.path.abspath(sys.argv[1])
SIMULATOR = os.path.abspath(sys.argv[2])
DATA_NAME = sys.argv[3]
# Shown on a command line, where the key itself must never be.
DECOY = 'dEcOy-31d8a7f00c52-kEy'
ID = '11111111-2222-4333-8444-555555555555'
# What a person reads, by verdict.
SAID = {
    'works': 'Convai accepts the key',
    'limited': 'accepts the key, but not for everything',
    'refused': 'does not accept this key. Copy it again',
    'no-credit': 'nothing is left of your quota',
    'rate-limited': 'too many requests. Try again in 7 seconds',
    'unreachable': 'cannot be reached, so the key was not tested',
    'server-trouble': 'has trouble at the moment, so the key was not tested',
}


class Home(Desktop):
    """A desktop with the program on it."""

    def __enter__(self):
        super().__enter__()
        self.outputs = []
        self.env.update(G_MESSAGES_DEBUG='all', GSETTINGS_BACKEND='memory', LC_ALL='C.UTF-8')
        self.records = self.home / 'data' / DATA_NAME / 'accounts.json'
        return self

    def write(self, simulator, **changes):
        addresses = [simulator.hosts['convai-api'], simulator.hosts['convai-live']]
        account = {'id': ID, 'platform': 'convai', 'name': 'Mine', 'addresses': addresses,
                   'bound': addresses, 'state': 'unverified', **changes}
        self.records.parent.mkdir(parents=True, exist_ok=True)
        self.records.write_text(json.dumps({'version': 1, 'accounts': [account]}))

    def run(self, *args):
        result = subprocess.run([PROGRAM, *args], env=self.env, stdin=subprocess.DEVNULL,
                                capture_output=True, text=True, timeout=60)
        self.outputs.append(result.stdout + result.stderr)
        return result

    def accounts(self):
        # Debug messages may come first.
        output = self.run('list', '--json', 'accounts').stdout
        return json.loads(output[output.index('{"accounts"'):])['accounts']

    def test(self):
        """(status, the verdict or None, what was said)"""
        result = self.run('test', '--json', 'Mine')
        lines = [line for line in result.stdout.splitlines() if line.startswith('{')]
        verdict = json.loads(lines[-1]) if lines else {}
        if verdict:
            assert SAID[verdict['verdict']] in verdict['message'], verdict
            assert verdict['good'] == (result.returncode == 0), verdict
            # The same without JSON: to standard output if it is good, else to the other.
            plain = self.run('test', ID)
            assert plain.returncode == result.returncode, plain
            said = plain.stderr if plain.returncode else plain.stdout
            assert SAID[verdict['verdict']] in said, plain
        return result.returncode, verdict.get('verdict'), \
            verdict.get('message', '') + result.stderr

    def record(self):
        return json.loads(self.records.read_text())['accounts'][0]

    def keep(self, key):
        return Probe(self).ask('store', ID, secret=key, label='Mine')['state']


def everything():
    faults = []

    def expect(what, found, wanted):
        if found != wanted:
            faults.append(f'{what}: {found!r}, not {wanted!r}')

    with Simulator(KEY, program=SIMULATOR, furnished=False) as simulator, Home() as home:
        expect('none', home.accounts(), [])

        home.write(simulator)
        expect('no keyring', home.test()[:2], (1, None))
        home.start_keyring()
        expect('no key', home.test()[:2], (1, None))
        expect('kept', home.keep(KEY), 'found')
        expect('good', home.test()[:2], (0, 'works'))
        expect('record', home.record()['state'], 'verified')
        expect('listed', [(account['name'], account['state'], account['needs_key'])
                          for account in home.accounts()], [('Mine', 'verified', False)])
        listed, = home.accounts()
        expect('fields', sorted(listed), ['checked', 'id', 'name', 'needs_key', 'paused', 'plan',
                                          'platform', 'remembered', 'state', 'tier', 'verdict'])
        expect('told', (listed['platform'], listed['tier'], listed['remembered'],
                        listed['verdict']), ('convai', 'full', True, 'works'))
        expect('words', 'connected' in home.run('list', 'accounts').stdout, True)
        for line in (['test'], ['test', 'Mine', 'Yours'], ['test', '--nothing', 'Mine'],
                     ['list', 'accounts', 'more'], ['list', '--nothing', 'accounts']):
            expect(' '.join(line), home.run(*line).returncode, 2)
        expect('by id', home.run('test', ID).returncode, 0)
        expect('unknown', home.run('test', 'Nobody').returncode, 1)

        simulator.say(f'forget-key {KEY}')
        simulator.say(f'key {KEY}=indie')
        expect('limited', home.test()[:2], (0, 'limited'))
        simulator.say(f'forget-key {KEY}')
        simulator.say(f'key {KEY}')

        # Trouble of the platform says nothing of the key.
        simulator.say('retry-after 7')
        for fault, wanted in (('fault *=server-error', 'server-trouble'),
                              ('fault *=web-page', 'server-trouble'),
                              ('fault *=rate-limited', 'rate-limited'),
                              (f'usage {KEY} 100 100', 'no-credit')):
            expect(fault, simulator.say(fault), 'ok')
            status, verdict, said = home.test()
            expect(fault, (status, verdict), (1, wanted))
            if 'does not accept' in said:
                faults.append(f'{fault}: blames the key: {said}')
            expect(f'record after {fault}', home.record()['state'], 'verified')
            simulator.say('clear')
            simulator.say(f'usage {KEY} 0 100')
        simulator.say(f'forget-key {KEY}')
        expect('refused', home.test()[:2], (1, 'refused'))
        expect('record', home.record()['state'], 'unverified')
        simulator.say(f'key {KEY}')

        home.lock()
        status, verdict, said = home.test()
        expect('locked', (status, verdict, 'locked' in said), (1, None, True))
        expect('account kept', home.record()['id'], ID)
        home.unlock()
        expect('unlocked', home.test()[:2], (0, 'works'))

        # A key that was entered for one run of the window is not here.
        home.write(simulator, remembered=False)
        listed, = home.accounts()
        expect('one run', (listed['remembered'], listed['needs_key']), (False, True))
        expect('one run', 'needs its key' in home.run('list', 'accounts').stdout, True)
        status, verdict, said = home.test()
        expect('one run', (status, verdict, 'one run only' in said), (1, None, True))

        # Another address than those that the key was entered for.
        for host in ('elsewhere', 'closed'):
            bound = [simulator.hosts['convai-api'], simulator.hosts['convai-live']]
            home.write(simulator, addresses=[simulator.hosts[host]], bound=bound)
            status, verdict, said = home.test()
            expect(host, (status, verdict, 'address' in said), (1, None, True))
        expect('sent elsewhere', simulator.say(f'received elsewhere {KEY}'), 'no')
        expect('calls elsewhere', simulator.say('count elsewhere *'), '0')
        home.write(simulator, addresses=[simulator.hosts['closed']],
                   bound=[simulator.hosts['closed']])
        expect('unreachable', home.test()[:2], (1, 'unreachable'))
        expect('received by the platform', simulator.say(f'received convai-api {KEY}'), 'yes')

        expect('items', [item['secret'] for item in home.items()], [KEY])
        planted = home.home / 'planted'
        planted.write_text(f'x{KEY}x')
        found = [str(path) for path in home.folder.rglob('*')
                 if path.is_file() and KEY.encode() in path.read_bytes()]
        expect('files with the key', found, [str(planted)])
        planted.unlink()
        expect('output with the key', [text for text in home.outputs if KEY in text], [])
        if not any('DEBUG' in text for text in home.outputs):
            faults.append('there is no debug output, so it proves nothing')
    return faults


def allow_core():
    """As on a system that keeps what crashes leave behind."""
    hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
    resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))


def cores(folder, key=KEY):
    """The files of a folder that hold the key."""
    found = [path for path in folder.iterdir() if path.is_file() and key.encode() in path.read_bytes()]
    for path in found:
        path.unlink()
    return [path.name for path in found]


def crashed():
    """The program dies while it holds the key: nothing of it is left."""
    faults = []
    with Simulator(KEY, program=SIMULATOR, furnished=False) as simulator, Home() as home:
        home.start_keyring()
        home.write(simulator)
        if home.keep(KEY) != 'found':
            return ['the key was not kept']
        folder = home.folder / 'crash'
        folder.mkdir()

        # Another program that knows the key leaves it behind.
        careless = subprocess.run([sys.executable, '-c', 'import os; os.abort()', DECOY], cwd=folder,
                                  env=home.env, preexec_fn=allow_core, stderr=subprocess.DEVNULL,
                                  check=False)
        if careless.returncode != -signal.SIGABRT:
            return [f'the careless program ended with {careless.returncode}']
        if not cores(folder, DECOY):
            return 'this system writes no core into the folder of a program that crashes'

        simulator.say('fault *=silence')
        process = subprocess.Popen([PROGRAM, 'test', 'Mine'], cwd=folder, env=home.env,
                                   stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL, preexec_fn=allow_core)
        try:
            wait_until(lambda: simulator.say(f'received convai-api {KEY}') == 'yes',
                       'the key was not sent to the platform')
            # What others see of it while it runs.
            faults += [f'its {name} holds the key' for name in ('cmdline', 'environ')
                       if KEY.encode() in Path(f'/proc/{process.pid}/{name}').read_bytes()]
        finally:
            process.send_signal(signal.SIGABRT)
            process.wait(PATIENCE)
        if process.returncode != -signal.SIGABRT:
            faults.append(f'the program ended with {process.returncode}')
        faults += [f'{name} holds the key' for name in cores(folder)]
        faults += [f'{path.name} was left' for path in folder.iterdir()]
    return faults


def main():
    absent = missing()
    if absent:
        return tap.run([('accounts', lambda: f'{", ".join(absent)} is not installed')])
    return tap.run([('accounts', everything), ('crashed', crashed)])


if __name__ == '__main__':
    sys.exit(main())
