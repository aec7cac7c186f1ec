#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Chatty Connectors authors
"""The sign-in of the program, and a certified server that we did not write.

    test-oidc.py CLIENT FOLDER

CLIENT is the sign-in without its windows; FOLDER is where the server of npm is
installed.
"""

import json
import subprocess
import sys
import tempfile
import urllib.parse
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(1, str(HERE.parent / 'house'))

import registry  # pylint: disable=wrong-import-position
import tap  # pylint: disable=wrong-import-position
from browser import Browser, asked, changed  # pylint: disable=wrong-import-position

CLIENT, SECRET = 'integration-client', 'integration-client-secret'
SCOPE = 'https://www.googleapis.com/auth/generative-language.retriever'
SCOPES = f'openid email {SCOPE}'
# What ChattyError has.
SIGN_IN_NEEDED, FORBIDDEN = 1, 2
# Less than what a token must have left to be used: each call needs a new one.
SHORT = 60
LONG = 3600


class Talker:
    """A process that answers a line with a line. A context manager."""

    def __init__(self, *argv):
        self.argv = [str(arg) for arg in argv]

    def __enter__(self):
        self.process = subprocess.Popen(self.argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        text=True)
        return self

    def __exit__(self, *exc):
        self.process.stdin.close()
        status = self.process.wait(30)
        self.process.stdout.close()
        assert status == 0 or exc[0], f'{self.argv[0]} ended with {status}'

    def tell(self, line):
        self.process.stdin.write(line + '\n')
        self.process.stdin.flush()

    def hear(self):
        line = self.process.stdout.readline()
        assert line, f'{self.argv[0]} ended'
        word, _, rest = line.rstrip('\n').partition(' ')
        return word, rest

    def say(self, line):
        self.tell(line)
        return self.hear()


class Server(Talker):
    """oidc-provider."""

    def __init__(self, seconds=LONG):
        super().__init__('node', '--no-warnings', HERE / 'oidc-server.mjs', sys.argv[2])
        self.seconds = seconds

    def __enter__(self):
        super().__enter__()
        self.issuer, _ = self.say(json.dumps({
            'client': CLIENT, 'secret': SECRET, 'redirect': 'http://127.0.0.1/google',
            'scopes': SCOPES.split(), 'seconds': self.seconds}))
        return self

    def addresses(self):
        paths = ('', '', '/auth', '/token', '/token/revocation', '/me')
        return ' '.join(self.issuer + path for path in paths)


class Program(Talker):
    """The program's sign-in, and a person with a browser."""

    def __init__(self, server, secret=SECRET):
        self.folder = tempfile.TemporaryDirectory()
        super().__init__(sys.argv[1], self.folder.name)
        self.server = server
        self.secret = secret
        self.browser = Browser()

    def __enter__(self):
        super().__enter__()
        assert self.say(f'servers {self.server.addresses()}')[0] == 'ok'
        assert self.say(f'client {CLIENT} {self.secret}')[0] == 'ok'
        return self

    def __exit__(self, *exc):
        super().__exit__(*exc)
        for path in Path(self.folder.name).iterdir():
            assert SECRET not in path.read_text(), f'the secret is in {path.name}'
        self.folder.cleanup()

    def begin(self, account='-'):
        word, address = self.say(f'begin {account} {SCOPES}')
        assert word == 'address', (word, address)
        return address

    def come_back(self, sent):
        """The browser goes where the server sent it."""
        assert sent.location, (sent.status, sent.text[:500])
        return self.go(sent.location)

    def go(self, address):
        return self.browser.ask(address)

    def sign_in(self, account='-', name='ada', allow=True):
        """All of it; returns what the program says."""
        address = self.begin(account)
        self.tell('finish')
        page = self.come_back(self.browser.sign_in(address, name, allow))
        assert page.status == 200, page.status
        return self.hear()

    def connect(self):
        word, text = self.sign_in()
        assert word == 'saved', (word, text)
        return text.split()[0]

    def by_hand(self):
        """Up to the code that the browser brings."""
        word, address = self.say(f'by-hand {SCOPES}')
        assert word == 'address', address
        self.tell('wait')
        self.come_back(self.browser.sign_in(address, 'ada'))
        assert self.hear()[0] == 'code'


def expect(found, *wanted):
    """Compares the beginning of what was said."""
    assert found[:len(wanted)] == wanted, f'{found} is not {wanted}'


def error(found, code):
    """What was said is this error."""
    assert found[0] == 'error' and found[1].startswith(f'{code} '), f'{found} is not error {code}'


def any_port():
    with Server() as server, Program(server) as program:
        ports = set()
        for _ in range(3):
            back = asked(program.begin())['redirect_uri']
            ports.add(urllib.parse.urlsplit(back).port)
            assert urllib.parse.urlsplit(back).hostname == '127.0.0.1', back
            word, text = program.sign_in()
            _, owner, scopes = text.split(' ', 2)
            expect((word, owner), 'saved', 'ada@example.org')
            assert sorted(scopes.split()) == sorted(SCOPES.split()), scopes
        assert len(ports) > 1, ports


def exact_path():
    with Server() as server, Program(server) as program:
        address = program.begin()
        back = asked(address)['redirect_uri']
        for other in (back + '/more', back.replace('/google', '/'),
                      back.replace('127.0.0.1', 'localhost'), back.replace('http:', 'https:')):
            page = Browser().sign_in(changed(address, redirect_uri=other), 'ada')
            assert page.status == 400 and page.location is None, (other, page.status, page.location)
        # None of it ended the sign-in.
        program.tell('finish')
        program.come_back(program.browser.sign_in(address, 'ada'))
        expect(program.hear(), 'saved')


def challenge_needed():
    with Server() as server, Program(server) as program:
        address = program.begin()
        plain = {'code_challenge_method': 'plain'}
        without = {'code_challenge': None, 'code_challenge_method': None}
        for change in (plain, without):
            sent = Browser().sign_in(changed(address, **change), 'ada')
            assert asked(sent.location).get('error') == 'invalid_request', sent.location
            assert 'code' not in asked(sent.location), sent.location
        assert asked(address)['code_challenge_method'] == 'S256'
        # Whoever has the code and no verifier gets nothing for it.
        program.by_hand()
        error(program.say('exchange wrong'), SIGN_IN_NEEDED)


def issuer_checked():
    with Server() as server, Server() as other, Program(server) as program:
        address = program.begin()
        program.tell('finish')
        # Another server that knows the same client answers in place of ours.
        sent = program.browser.sign_in(address.replace(server.issuer, other.issuer), 'eve')
        assert asked(sent.location)['iss'] == other.issuer, sent.location
        assert program.come_back(sent).status == 400
        sent = program.browser.sign_in(address, 'ada')
        assert asked(sent.location)['iss'] == server.issuer, sent.location
        assert program.go(changed(sent.location, iss=other.issuer)).status == 400
        assert program.come_back(sent).status == 200
        word, text = program.hear()
        expect((word, text.split()[1]), 'saved', 'ada@example.org')


def replay_refused():
    with Server() as server, Program(server) as program:
        program.by_hand()
        expect(program.say('exchange right'), 'tokens')
        expect(program.say('renew'), 'tokens')
        error(program.say('exchange right'), SIGN_IN_NEEDED)
        # With the second use of the code all that the first gave is of no use.
        error(program.say('renew'), SIGN_IN_NEEDED)


def renewed_and_rotated():
    with Server(SHORT) as server, Program(server) as program:
        account = program.connect()
        expect(program.say(f'keep {account}'), 'kept')
        for _ in range(3):
            expect(program.say(f'test {account}'), 'works')
            # What the keyring has is what the server gave last.
            expect(program.say('restart'), 'ok')
        # Who took the first token has nothing: it was used. And as the server
        # cannot know who the thief is, nobody has anything any more; it is said
        # so, and signing in again is all that is needed.
        error(program.say('renew-kept'), SIGN_IN_NEEDED)
        expect(program.say('restart'), 'ok')
        expect(program.say(f'test {account}'), 'refused')
        expect(program.sign_in(account), 'saved')
        expect(program.say(f'test {account}'), 'works')


def revoked():
    with Server() as server, Program(server) as program:
        account = program.connect()
        expect(program.say(f'keep {account}'), 'kept')
        expect(program.say(f'disconnect {account}'), 'disconnected', '0')
        error(program.say('renew-kept'), SIGN_IN_NEEDED)


def declined():
    with Server() as server, Program(server) as program:
        error(program.sign_in(allow=False), FORBIDDEN)
        expect(program.sign_in(), 'saved')


def somebody_else():
    with Server() as server, Program(server) as program:
        account = program.connect()
        program.browser = Browser()
        expect(program.sign_in(account, 'ben'), 'other')
        expect(program.say(f'test {account}'), 'works')
        word, text = program.say('accept')
        expect((word, text.split()[1]), 'saved', 'ben@example.org')


def bad_secret():
    with Server() as server, Program(server, secret='somebody-elses') as program:
        word, text = program.sign_in()
        expect((word,), 'error')
        assert 'client' in text, text


def case(function):
    """As a case of TAP."""
    def run():
        try:
            function()
        except AssertionError as reason:
            return [str(reason) or repr(reason)]
        return []
    return run


CASES = {
    'any port of the loopback address': any_port,
    'other paths, names and schemes are refused': exact_path,
    'a challenge is needed, and a plain one is refused': challenge_needed,
    'an answer of another server is not taken': issuer_checked,
    'a code that is used twice ends the sign-in': replay_refused,
    'tokens are renewed, and their successors are kept': renewed_and_rotated,
    'disconnecting gives the sign-in back': revoked,
    'declined': declined,
    'somebody else is noticed': somebody_else,
    'a wrong secret is told': bad_secret,
}


def main():
    try:
        registry.install(Path(sys.argv[2]))
    except registry.Lacking as reason:
        print(f'1..0 # SKIP {reason}')
        return 0
    return tap.run([(name, case(function)) for name, function in CASES.items()])


if __name__ == '__main__':
    sys.exit(main())
