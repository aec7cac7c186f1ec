#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Chatty Connectors authors
"""Keys in a real gnome-keyring: kept, replaced, found again, forgotten; with
the keyring locked, absent, killed, frozen; and nowhere else."""

import base64
import hashlib
import signal
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / 'house'))

import canary_key  # noqa: E402
import tap  # noqa: E402
from keyring import SCHEMA, Desktop, Probe, missing, wait_until  # noqa: E402

CANARY = canary_key.KEY
DECOY = 'dEcOy-5f1d0c27e9b84a6f-kEy'
OTHER = 'oThEr-0b7c1e4d-kEy'


def sum_of(secret):
    return hashlib.sha256(secret.encode()).hexdigest()


class Faults(list):
    def expect(self, what, answer, **wanted):
        for name, value in wanted.items():
            if answer.get(name) != value:
                self.append(f'{what}: {name} is {answer.get(name)!r}, not {value!r} ({answer})')

    def equal(self, what, found, wanted):
        if found != wanted:
            self.append(f'{what}: {found!r}, not {wanted!r}')


def kept_and_forgotten():
    faults = Faults()
    with Desktop() as desktop:
        desktop.start_keyring()
        probe = Probe(desktop)
        faults.expect('check', probe.ask('check'), state='found')
        faults.expect('before', probe.ask('lookup'), state='not-found', error=None)
        faults.expect('store', probe.store(CANARY), state='found', error=None)

        items = desktop.items()
        faults.equal('number of items', len(items), 1)
        faults.expect('item', items[0], **{
            'label': 'Convai: account 1', 'secret': CANARY, 'schema': SCHEMA,
            'attribute.platform': 'convai', 'attribute.account': '1', 'attribute.kind': 'api-key'})
        faults.equal('attributes', sorted(name for name in items[0] if name.startswith('attr')),
                     ['attribute.account', 'attribute.kind', 'attribute.platform'])

        faults.expect('lookup', probe.ask('lookup'), state='found', sum=sum_of(CANARY))
        faults.expect('by another process', Probe(desktop).ask('lookup'), sum=sum_of(CANARY))

        faults.expect('replace', probe.store(OTHER), state='found')
        items = desktop.items()
        faults.equal('items after replacing', [item.get('secret') for item in items], [OTHER])

        faults.expect('second account', probe.store(CANARY, account='2'), state='found')
        faults.equal('items of two accounts', len(desktop.items()), 2)
        faults.expect('first account', probe.ask('lookup'), sum=sum_of(OTHER))
        found = probe.ask('search', account=None)
        faults.expect('search', found, state='found', error=None)
        faults.equal('search', sorted(found['ids']), ['convai 1 api-key', 'convai 2 api-key'])
        faults.expect('search for nothing', probe.ask('search', platform='gemini', account=None),
                      state='not-found', ids=[], error=None)

        faults.expect('delete', probe.ask('delete'), state='found')
        faults.expect('delete again', probe.ask('delete'), state='not-found', error=None)
        faults.equal('items left', [item.get('attribute.account') for item in desktop.items()],
                     ['2'])
    return faults


def refused():
    """A secret of more than one line never comes near the keyring."""
    faults = Faults()
    with Desktop() as desktop:
        desktop.start_keyring()
        probe = Probe(desktop)
        for secret in ('two\nlines', 'trailing\n', 'bell\a', 'a b', '', 'x' * 20000):
            answer = probe.store(secret)
            faults.expect(repr(secret[:20]), answer, state='failed')
            if not answer.get('error'):
                faults.append(f'{secret[:20]!r}: no message')
        faults.equal('items', desktop.items(), [])
        answer = probe.ask('store', secret=CANARY, label=f'my key is {CANARY}')
        faults.expect('label with the key in it', answer, state='found')
        if CANARY in desktop.items()[0]['label']:
            faults.append('the label shows the key')
    return faults


def never_two():
    """After the person made another keyring the default one."""
    faults = Faults()
    with Desktop() as desktop:
        desktop.start_keyring()
        probe = Probe(desktop)
        faults.expect('store', probe.store(CANARY), state='found')
        other = desktop.create_collection('other')
        desktop.set_default(other)
        faults.equal('default', other in desktop.default_path(), True)
        faults.expect('lookup', probe.ask('lookup'), sum=sum_of(CANARY))
        faults.expect('replace', probe.store(OTHER), state='found', error=None)
        faults.equal('items', [item.get('secret') for item in desktop.items()], [OTHER])
        faults.expect('lookup', probe.ask('lookup'), sum=sum_of(OTHER))
        faults.expect('delete', probe.ask('delete'), state='found')
        faults.equal('items', desktop.items(), [])
    return faults


def locked():
    faults = Faults()
    with Desktop() as desktop:
        desktop.start_keyring()
        probe = Probe(desktop)
        faults.expect('store', probe.store(CANARY), state='found')
        desktop.lock()
        for interactive in (False, True):
            # There is nobody to answer here, so asking ends like not asking.
            more = {'interactive': interactive}
            faults.expect('check', probe.ask('check', **more), state='locked')
            faults.expect('lookup', probe.ask('lookup', **more), state='locked', sum=None)
            faults.expect('lookup of another', probe.ask('lookup', '9', **more), state='locked')
            faults.expect('store', probe.store(OTHER, **more), state='locked')
            faults.expect('store of another', probe.store(OTHER, '9', **more), state='locked')
            faults.expect('delete', probe.ask('delete', **more), state='locked')
        answer = probe.ask('search', account=None)
        faults.expect('search', answer, state='locked')
        if 'locked' not in answer.get('error', ''):
            faults.append(f'no clear message: {answer}')
        faults.expect('another process', Probe(desktop).ask('lookup'), state='locked')

        desktop.unlock()
        faults.expect('lookup after unlocking', probe.ask('lookup'), state='found',
                      sum=sum_of(CANARY))
        faults.equal('items', [item.get('secret') for item in desktop.items()], [CANARY])
    return faults


def absent():
    faults = Faults()
    with Desktop() as desktop:
        before = sorted(desktop.home.rglob('*'))
        buses = ({}, {'DBUS_SESSION_BUS_ADDRESS': f'unix:path={desktop.folder}/none'},
                 {'DBUS_SESSION_BUS_ADDRESS': 'unix:nonsense'})
        for bus in buses:
            probe = Probe(desktop, env=bus)
            for answer in (probe.ask('check'), probe.ask('lookup'), probe.store(CANARY),
                           probe.ask('delete'), probe.ask('search', account=None)):
                faults.expect(str(bus), answer, state='unavailable')
                if 'keyring' not in answer.get('error', ''):
                    faults.append(f'no clear message: {answer}')
            probe.close()
        logs = {probe.log.name for probe in desktop.probes}
        after = sorted(path for path in desktop.home.rglob('*') if str(path) not in logs)
        faults.equal('files written', after, before)
    return faults


def vanishing():
    """Killed while the program runs, and started again."""
    faults = Faults()
    with Desktop() as desktop:
        desktop.start_keyring()
        probe = Probe(desktop)
        faults.expect('store', probe.store(CANARY), state='found')
        for _ in range(2):
            desktop.stop_keyring()
            for answer in (probe.ask('lookup'), probe.store(OTHER), probe.ask('delete'),
                           probe.ask('search')):
                faults.expect('while it is gone', answer, state='unavailable')
            desktop.start_keyring()
            faults.expect('when it is back', probe.ask('lookup'), state='found',
                          sum=sum_of(CANARY))
            faults.equal('items', [item.get('secret') for item in desktop.items()], [CANARY])

        # Nobody noticed: the program talks to a keyring that knows it no more.
        desktop.stop_keyring()
        desktop.start_keyring()
        faults.expect('behind its back', probe.ask('lookup'), state='found', sum=sum_of(CANARY))
        desktop.stop_keyring()
        desktop.start_keyring()
        faults.expect('stored behind its back', probe.store(OTHER), state='found')
        faults.equal('items', [item.get('secret') for item in desktop.items()], [OTHER])
    return faults


def frozen():
    """A keyring that does not answer can be given up at once."""
    faults = Faults()
    with Desktop() as desktop:
        desktop.start_keyring()
        probe = Probe(desktop)
        faults.expect('store', probe.store(CANARY), state='found')
        desktop.daemon.send_signal(signal.SIGSTOP)
        started = time.monotonic()
        faults.expect('frozen', probe.ask('lookup', cancel_after=200), state='failed',
                      error='Stopped')
        if time.monotonic() - started > 5:
            faults.append(f'giving up took {time.monotonic() - started:.1f} s')
        desktop.daemon.send_signal(signal.SIGCONT)
        faults.expect('thawed', probe.ask('lookup'), state='found', sum=sum_of(CANARY))
    return faults


def in_a_file():
    """What libsecret does in a sandbox: an encrypted file, one item for an id."""
    faults = Faults()
    with Desktop() as desktop:
        file = desktop.home / 'sandbox.keyring'
        probe = Probe(desktop, env={'SECRET_BACKEND': 'file', 'SECRET_FILE_TEST_PATH': str(file),
                                    'SECRET_FILE_TEST_PASSWORD': 'a password'})
        faults.expect('check', probe.ask('check'), state='found')
        faults.expect('before', probe.ask('lookup'), state='not-found')
        faults.expect('store', probe.store(OTHER), state='found')
        faults.expect('replace', probe.store(CANARY), state='found')
        faults.expect('lookup', probe.ask('lookup'), state='found', sum=sum_of(CANARY))
        faults.expect('search', probe.ask('search', account=None), ids=['convai 1 api-key'])
        if not file.exists():
            faults.append('no file was written')
        faults += [f'{place} holds the key' for place in find_canary(desktop)]
        faults.expect('delete', probe.ask('delete'), state='found')
        faults.expect('after', probe.ask('lookup'), state='not-found')
    return faults


def find_canary(desktop, key=CANARY):
    """Every place that holds the canary, as it is or in the usual disguises."""
    return (canary_key.in_files([desktop.folder], key)[0]
            + canary_key.in_processes(key, desktop.processes()))


def nowhere_else():
    """THREATS row 12 for this room: files, logs, processes."""
    faults = Faults()
    with Desktop() as desktop:
        desktop.start_keyring()
        probe = Probe(desktop)
        faults.expect('store', probe.store(CANARY), state='found')
        faults.expect('lookup', probe.ask('lookup'), state='found')
        desktop.lock()
        faults.expect('locked', probe.store(CANARY, account='2'), state='locked')
        desktop.unlock()
        faults.expect('unlocked', probe.store(CANARY, account='2'), state='found')
        desktop.stop_keyring(signal.SIGTERM)
        faults.expect('gone', probe.store(CANARY, account='3'), state='unavailable')
        faults.expect('refused', probe.store(CANARY + '\n', account='3'), state='failed')
        desktop.start_keyring()
        faults.expect('back', probe.ask('lookup', account='2'), sum=sum_of(CANARY))

        if 'GDBus-debug' not in (desktop.home / 'probe-0.log').read_text(errors='replace'):
            faults.append('the debug log is empty, so it proves nothing')
        faults += [f'{place} holds the key' for place in find_canary(desktop)]

        # The search itself has to find what is there.
        for name, content in (('plain', CANARY.encode()),
                              ('base64', base64.b64encode(b'{"key":"' + CANARY.encode() + b'"}')),
                              ('hex', CANARY.encode().hex().encode()),
                              ('deep', CANARY.encode('utf-16'))):
            planted = desktop.home / 'planted' / name
            planted.parent.mkdir(exist_ok=True)
            planted.write_bytes(b'\0before' + content + b'after')
            if str(planted) not in find_canary(desktop):
                faults.append(f'the search does not find the planted {name} one')
            planted.unlink()
        careless = Probe.__new__(Probe)
        careless.process = subprocess.Popen(['cat', '/dev/stdin', DECOY], stdin=subprocess.PIPE,
                                            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        desktop.probes.append(careless)
        # Linux shows the command line a moment after the start.
        wait_until(lambda: any('cmdline' in place for place in find_canary(desktop, DECOY)),
                   'the search does not find one in a command line')
        careless.process.stdin.close()
        careless.process.wait()
    return faults


CASES = [
    ('kept, found, replaced and forgotten', kept_and_forgotten),
    ('what is no key is refused', refused),
    ('never two of the same', never_two),
    ('locked', locked),
    ('absent', absent),
    ('killed and started again', vanishing),
    ('frozen', frozen),
    ('in a file of a sandbox', in_a_file),
    ('nowhere else', nowhere_else),
]


def main():
    absent_programs = missing()
    if absent_programs:
        reason = f'{", ".join(absent_programs)} is not installed'
        return tap.run([(name, lambda: reason) for name, _ in CASES])
    return tap.run(CASES)


if __name__ == '__main__':
    sys.exit(main())
