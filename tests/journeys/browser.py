# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Chatty Connectors authors
"""A real Chromium as the browser of the desktop of a journey.

It is the desktop's default browser, so the program opens it as it opens that of
a person; the journey presses the buttons of its pages by the DevTools protocol,
of which only what is needed is spoken here.
"""

import base64
import json
import os
import shutil
import socket
import struct
import urllib.parse
import urllib.request
from pathlib import Path

from desktop import wait_for
from journey import Skip

SCRIPT = """#!/bin/sh
echo $$ >>'{home}/browser.pid'
exec '{chromium}' --no-sandbox --no-first-run --no-default-browser-check --disable-gpu \\
  --disable-dev-shm-usage --disable-background-networking --disable-sync --password-store=basic \\
  --user-data-dir='{home}/browser' --remote-debugging-port=0 --remote-allow-origins='*' "$@"
"""
ENTRY = """[Desktop Entry]
Type=Application
Name=Browser
Exec={script} %u
MimeType=x-scheme-handler/http;x-scheme-handler/https;
"""

# Browsers that show nothing: one goes where it is sent, the other does not even
# do that, because the person takes another one.
FETCHES = "#!/bin/sh\ncurl --silent --location --noproxy '*' --output /dev/null \"$1\"\n"
STAYS = '#!/bin/sh\nexit 0\n'


def set_default(desktop, script):
    """Makes a script the browser of the desktop. Before the program is started."""
    path = desktop.home / 'browser.sh'
    path.write_text(script)
    path.chmod(0o755)
    entries = Path(desktop.env['XDG_DATA_HOME']) / 'applications'
    entries.mkdir(parents=True, exist_ok=True)
    (entries / 'journey-browser.desktop').write_text(ENTRY.format(script=path))
    config = Path(desktop.env['XDG_CONFIG_HOME'])
    config.mkdir(exist_ok=True)
    (config / 'mimeapps.list').write_text(
        '[Default Applications]\nx-scheme-handler/http=journey-browser.desktop\n'
        'x-scheme-handler/https=journey-browser.desktop\n')


class Page:
    """A page of the browser. A WebSocket without what no journey needs."""

    def __init__(self, address):
        parts = urllib.parse.urlsplit(address)
        self.socket = socket.create_connection((parts.hostname, parts.port), 20)
        key = base64.b64encode(os.urandom(16)).decode()
        self.socket.sendall((f'GET {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\n'
                             'Upgrade: websocket\r\nConnection: Upgrade\r\n'
                             f'Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n'
                             ).encode())
        self.stream = self.socket.makefile('rb')
        while self.stream.readline().strip():
            pass
        self.number = 0

    def close(self):
        self.stream.close()
        self.socket.close()

    def _send(self, text):
        data = text.encode()
        head = bytes([0x81])
        if len(data) < 126:
            head += bytes([0x80 | len(data)])
        else:
            head += bytes([0x80 | 126]) + struct.pack('>H', len(data))
        # A mask of nothing is a mask.
        self.socket.sendall(head + bytes(4) + data)

    def _receive(self):
        _, length = self.stream.read(2)
        if length == 126:
            length, = struct.unpack('>H', self.stream.read(2))
        elif length == 127:
            length, = struct.unpack('>Q', self.stream.read(8))
        return self.stream.read(length)

    def run(self, script):
        """Runs a script in the page, and returns what it comes to."""
        self.number += 1
        self._send(json.dumps({'id': self.number, 'method': 'Runtime.evaluate',
                               'params': {'expression': script, 'returnByValue': True}}))
        while True:
            answer = json.loads(self._receive())
            if answer.get('id') == self.number:
                return answer['result']['result'].get('value')


class Browser:
    """Has to be made before the program is started."""

    def __init__(self, journey):
        self.desktop = journey.desktop
        self.home = self.desktop.home
        chromium = shutil.which('chromium')
        if not chromium:
            raise Skip('there is no chromium')
        set_default(self.desktop, SCRIPT.format(home=self.home, chromium=chromium))

    def _pages(self):
        port = self.home / 'browser' / 'DevToolsActivePort'
        try:
            number = port.read_text().split()[0]
            with urllib.request.urlopen(f'http://127.0.0.1:{number}/json/list', timeout=5) as stream:
                return [page for page in json.load(stream) if page['type'] == 'page']
        except (OSError, IndexError):
            return []

    def _find(self, words, script):
        """Runs the script in the page that has the words, once there is one."""
        for found in self._pages():
            page = Page(found['webSocketDebuggerUrl'])
            try:
                if words in (page.run('document.body ? document.body.innerText : ""') or ''):
                    return (page.run(script),)
            finally:
                page.close()
        return None

    def on(self, words, script='true'):
        """Waits for a page with these words, and runs the script there."""
        return wait_for(lambda: self._find(words, script), f'a page with “{words}”', timeout=60,
                        interval=0.3)[0]

    def answer(self, decision, person=0, without=()):
        """The consent page of the simulator."""
        self.on('wants access', f"""
          document.querySelectorAll('input[name=person]')[{person}].checked = true;
          for (const box of document.querySelectorAll('input[name=scope]'))
            if ({json.dumps(list(without))}.some((part) => box.value.endsWith(part)))
              box.checked = false;
          document.querySelector('button[value={decision}]').click();
          true""")

    def close(self):
        """As a person who closes its window."""
        for found in self._pages():
            page = Page(found['webSocketDebuggerUrl'])
            page.run('window.close()')
            page.close()
        for number in (self.home / 'browser.pid').read_text().split():
            try:
                os.kill(int(number), 15)
            except ProcessLookupError:
                pass
        shutil.rmtree(self.home / 'browser', ignore_errors=True)
        (self.home / 'browser.pid').unlink()
