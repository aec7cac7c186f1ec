#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Chatty Connectors authors
"""An account is connected, is still there after a restart, and goes again; its
key is in the keyring and nowhere else."""

import json
import os
import re
import shutil
import subprocess

import journey
from desktop import wait_for
from window import BUTTONS

GOOD = 'jOuRnEy-KeY-0123456789abcdef'
WRONG = 'wRoNg-KeY-0123456789abcdef'


class Simulator:
    """Convai on the loopback."""

    def __enter__(self):
        self.process = subprocess.Popen(
            [os.environ['CHATTY_SIMULATOR'], '--port', '0', '--tones', '--key', GOOD],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
        self.addresses = {}
        while 'closed' not in self.addresses:
            name, address = self.process.stdout.readline().split()
            self.addresses[name] = address
        return self

    def __exit__(self, *exc):
        self.process.terminate()
        self.process.wait(10)
        self.process.stdout.close()


def ask_keyring(j, method, *arguments):
    return subprocess.run(
        ['gdbus', 'call', '--session', '--dest', 'org.freedesktop.secrets', '--object-path',
         '/org/freedesktop/secrets', '--method', f'org.freedesktop.Secret.Service.{method}', '--',
         *arguments], env=j.desktop.env, capture_output=True, text=True, check=False).stdout


def start_keyring(j):
    for tool in ('gnome-keyring-daemon', 'secret-tool'):
        if not shutil.which(tool):
            raise journey.Skip(f'{tool} is not installed')
    daemon = subprocess.Popen(
        ['gnome-keyring-daemon', '--foreground', '--unlock', '--components=secrets'],
        env=j.desktop.env, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, start_new_session=True)
    j.desktop.processes.append(daemon)
    daemon.stdin.write(b'password')
    daemon.stdin.close()

    wait_for(lambda: '/login' in ask_keyring(j, 'ReadAlias', 'default'), 'the keyring')


def items(j):
    """What secret-tool finds of ours: a block of lines for each item."""
    answer = subprocess.run(['secret-tool', 'search', '--all', 'platform', 'convai'],
                            env=j.desktop.env, capture_output=True, text=True, check=False)
    text = answer.stdout + answer.stderr
    return re.split(r'^\[/', text, flags=re.MULTILINE)[1:]


def press(j, name, **how):
    j.me.click(j.me.find(BUTTONS, re.compile(rf'^{re.escape(name)}$'), state='SENSITIVE', **how))


def fill(j, title, text):
    """Types into the entry of this title, over what is there."""
    j.me.click(j.me.find('text box', title))
    j.me.keys('ctrl+a')
    j.me.type(text)


def open_accounts(j):
    j.me.keys('ctrl+comma')
    j.me.find_text('Full Access')


def close_settings(j):
    j.me.keys('Escape')
    j.me.text_gone('Full Access')


def accounts(j):
    return json.loads(j.command('list', '--json', 'accounts'))['accounts']


def nowhere(j, key):
    """No file of the home folder has the key, not the keyring's either."""
    planted = j.desktop.home / 'planted'
    planted.write_text(f'before {key} after')
    found = [path for path in j.desktop.home.rglob('*')
             if path.is_file() and key.encode() in path.read_bytes()]
    assert found == [planted], found


def connected_and_disconnected(j):
    """A wrong key is refused, the right one is kept until it is disconnected."""
    start_keyring(j)
    with Simulator() as simulator:
        j.launch()
        open_accounts(j)
        press(j, 'Connect Convai')
        press(j, 'I Agree')
        fill(j, 'API Key', WRONG)
        j.me.click(j.me.find_text('Advanced'))
        fill(j, 'Server Address for “live”', simulator.addresses['convai-live'])
        fill(j, 'Server Address', simulator.addresses['closed'])
        press(j, 'Test Connection')
        j.me.find_text('No Answer', timeout=60)
        j.me.find(BUTTONS, 'Save as Unverified')
        assert items(j) == [] and accounts(j) == [], 'saved without being asked'

        press(j, 'Enter Another Key')
        fill(j, 'Server Address', simulator.addresses['convai-api'])
        press(j, 'Test Connection')
        j.me.find_text('The Key Was Refused')
        j.me.find_text('does not accept')
        assert items(j) == [], 'a refused key is in the keyring'
        assert accounts(j) == []

        press(j, 'Enter Another Key')
        fill(j, 'API Key', GOOD)
        press(j, 'Test Connection')
        j.me.find_text('The Key Works')
        found = items(j)
        assert len(found) == 1, found
        record, = accounts(j)
        for line in ('attribute.platform = convai', f'attribute.account = {record["id"]}',
                     'attribute.kind = api-key', 'schema = com.chatty.Connectors',
                     f'secret = {GOOD}'):
            assert line in found[0], line
        press(j, 'Done')
        j.me.find_text('1 account')
        close_settings(j)
        j.quit()

        j.launch()
        open_accounts(j)
        j.me.click(j.me.find_text(record['name'], timeout=10) if record['name'] != 'Convai'
                   else j.me.find_text('Connected'))
        press(j, 'Test Again')
        j.me.find_text('The Key Works')

        j.me.wheel(j.me.find('label', 'Usage'), 40)
        press(j, 'Disconnect…')
        press(j, 'Disconnect')
        j.me.find_text('The Key Is Forgotten')
        assert items(j) == [], 'the key is still in the keyring'
        record, = accounts(j)
        assert record['state'] == 'disconnected', record
        press(j, 'Back')
        j.me.find_text('Full Access')
        close_settings(j)
        j.quit()

    nowhere(j, GOOD)
    nowhere(j, WRONG)
    assert 'CRITICAL' not in j.log.read_text(errors='replace')


def a_locked_keyring(j):
    """With the keyring locked the key is kept for one run, if the person says so."""
    start_keyring(j)
    ask_keyring(j, 'Lock', "[objectpath '/org/freedesktop/secrets/collection/login']")
    with Simulator() as simulator:
        j.launch()
        open_accounts(j)
        press(j, 'Connect Convai')
        press(j, 'I Agree')
        fill(j, 'API Key', GOOD)
        j.me.click(j.me.find_text('Advanced'))
        fill(j, 'Server Address', simulator.addresses['convai-api'])
        press(j, 'Test Connection')
        j.me.find_text('The Keyring Is Locked')
        j.me.find(BUTTONS, 'Unlock the Keyring')
        assert accounts(j) == [], 'saved without being asked'

        press(j, 'Keep for This Run Only')
        j.me.find_text('The Key Works')
        press(j, 'Done')
        j.me.find_text('key kept for one run only')
        record, = accounts(j)
        assert record['state'] == 'verified', record
        assert items(j) == [], 'the key is in the locked keyring'
        close_settings(j)
        j.quit()
    nowhere(j, GOOD)


if __name__ == '__main__':
    journey.main(connected_and_disconnected, a_locked_keyring)
