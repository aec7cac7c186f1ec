# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Chatty Connectors authors
"""The keyring of a journey's desktop. There is none until it is started."""

import re
import shutil
import subprocess

from desktop import wait_for
from journey import Skip

LOGIN = '/org/freedesktop/secrets/collection/login'


class Keyring:
    """A gnome-keyring with the login keyring open."""

    def __init__(self, journey):
        for tool in ('gnome-keyring-daemon', 'secret-tool', 'gdbus'):
            if not shutil.which(tool):
                raise Skip(f'{tool} is not installed')
        self.desktop = journey.desktop
        daemon = self.desktop.start_fed(
            ['gnome-keyring-daemon', '--foreground', '--unlock', '--components=secrets'],
            b'password')
        wait_for(lambda: '/login' in self._ask('ReadAlias', 'default') or daemon.poll() is not None,
                 'the keyring')
        assert daemon.poll() is None, 'gnome-keyring-daemon ended'

    def _ask(self, method, *arguments):
        return subprocess.run(
            ['gdbus', 'call', '--session', '--dest', 'org.freedesktop.secrets', '--object-path',
             '/org/freedesktop/secrets', '--method', f'org.freedesktop.Secret.Service.{method}',
             '--', *arguments],
            env=self.desktop.env, capture_output=True, text=True, check=False).stdout

    def lock(self):
        self._ask('Lock', f"[objectpath '{LOGIN}']")

    def items(self, platform='convai'):
        """What secret-tool finds of ours: a block of lines for each item."""
        answer = subprocess.run(['secret-tool', 'search', '--all', 'platform', platform],
                                env=self.desktop.env, capture_output=True, text=True, check=False)
        return re.split(r'^\[/', answer.stdout + answer.stderr, flags=re.MULTILINE)[1:]
