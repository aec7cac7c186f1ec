# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Chatty Connectors authors
"""The simulated platforms, for what is written in Python."""

import os
import subprocess

PATIENCE = 20
PLATFORMS = ('convai', 'inworld', 'google', 'gemini')


class Simulator:
    """Runs chatty-simulator. A context manager.

    Keys are told on its standard input: anybody can read a command line.
    What speaks, does so in tones; with tones=False it is espeak-ng where that
    is installed.
    """

    def __init__(self, key, *options, program=None, furnished=True, tones=True):
        self.key = key
        self.options = options
        self.program = program or os.environ['CHATTY_SIMULATOR']
        self.furnished = furnished
        self.tones = ['--tones'] if tones else []
        self.hosts = {}

    def __enter__(self):
        self.process = subprocess.Popen(
            [str(self.program), '--port', '0', '--control', '--empty', *self.tones,
             *self.options],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        # Its addresses come first, however many there are.
        self._tell(f'key {self.key}')
        for line in self.process.stdout:
            words = line.split()
            if len(words) != 2:
                break
            self.hosts[words[0]] = words[1]
        assert line.strip() == 'ok', line
        if self.furnished:
            assert self.say(f'furnish {self.key}') == 'ok'
        return self

    def __exit__(self, *exc):
        # It ends with its input.
        self.process.stdin.close()
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()

    def _tell(self, command):
        self.process.stdin.write(command + '\n')
        self.process.stdin.flush()

    def say(self, command):
        """Gives a command, see chatty_simulator_command(); returns the answer."""
        self._tell(command)
        return self.process.stdout.readline().strip()

    def strangers(self, *platforms):
        """The hosts that got the key although it is not meant for them, but for
        those of `platforms`; without any, for every platform's."""
        meant = tuple(f'{platform}-' for platform in platforms or PLATFORMS)
        return [host for host in self.hosts if not host.startswith(meant)
                and self.say(f'received {host} {self.key}') != 'no']
