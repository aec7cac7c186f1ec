# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Chatty Connectors authors
"""Runs the real program in folders of its own."""

import ctypes
import json
import os
import random
import resource
import shutil
import subprocess
import tempfile

WORDS = ('lorem ipsum dolor sit amet river forest cloud code music garden winter '
         'summer question answer maybe perhaps katana bridge morning').split()


class Result:
    """What one run of the program gave."""

    def __init__(self, status, out, err, peak):
        self.status = status
        self.out = out
        self.err = err
        self.peak = peak

    @property
    def json(self):
        return json.loads(self.out)


class Program:
    """The program, with a home that nobody else uses."""

    def __init__(self, path):
        self.path = os.path.abspath(path)
        self.home = tempfile.mkdtemp(prefix='chatty-cli-')
        self.vault = os.path.join(self.home, 'vault')
        self.env = dict(os.environ)
        for name in ('DATA', 'CACHE', 'CONFIG', 'STATE'):
            folder = os.path.join(self.home, name.lower())
            os.mkdir(folder)
            self.env[f'XDG_{name}_HOME'] = folder
        self.env.update(HOME=self.home, LC_ALL='C.UTF-8', GSETTINGS_BACKEND='memory')
        for name in ('DISPLAY', 'WAYLAND_DISPLAY', 'DBUS_SESSION_BUS_ADDRESS'):
            self.env.pop(name, None)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.home, ignore_errors=True)

    def folder(self, name):
        folder = os.path.join(self.home, name)
        os.makedirs(folder, exist_ok=True)
        return folder

    def file(self, name, content):
        path = os.path.join(self.home, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, 'wb') as stream:
            stream.write(content.encode() if isinstance(content, str) else content)
        return path

    def start(self, *args, preexec=None, **options):
        return subprocess.Popen([self.path, *args], env=self.env, preexec_fn=preexec,
                                cwd=self.home, stdin=subprocess.DEVNULL, **options)

    def run(self, *args, preexec=None, timeout=120):
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            process = self.start(*args, preexec=preexec, stdout=out, stderr=err)
            try:
                process.wait(timeout)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                raise
            out.seek(0)
            err.seek(0)
            peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
            return Result(process.returncode, out.read().decode(), err.read().decode(), peak)

    def imported(self, *args, **options):
        return self.run('import', '--vault', self.vault, *args, **options)

    def ask(self, command, *args, **options):
        return self.run(command, '--vault', self.vault, *args, **options)


def drop_override():
    """Takes away root's right to read everything, in a child before it runs."""
    libc = ctypes.CDLL(None)
    for capability in (1, 2):           # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
        libc.prctl(24, capability, 0, 0, 0)   # PR_CAPBSET_DROP


def chat(number, seed=0, turns=None, words=40):
    """A conversation as a person would have saved it."""
    rng = random.Random(seed * 1000003 + number)
    lines = [f'# Conversation {number % 700}', '']
    for turn in range(turns or rng.randint(2, 8)):
        text = ' '.join(rng.choice(WORDS) for _ in range(rng.randint(3, words)))
        lines += ['#### You:' if turn % 2 == 0 else '#### ChatGPT:', '', f'{text} {number}', '']
    return '\n'.join(lines)


def write_chats(folder, count, **options):
    for number in range(count):
        path = os.path.join(folder, f'chat-{number:05d}.md')
        with open(path, 'w', encoding='utf-8') as stream:
            stream.write(chat(number, **options))
        # The date is guessed from the file's time where nothing better is.
        os.utime(path, (1700000000 + number * 60, 1700000000 + number * 60))


def tree(vault):
    """Every file of a vault outside of .chatty, with what it holds."""
    files = {}
    for folder, folders, names in os.walk(vault):
        if folder == vault and '.chatty' in folders:
            folders.remove('.chatty')
        for name in names:
            path = os.path.join(folder, name)
            with open(path, 'rb') as stream:
                files[os.path.relpath(path, vault)] = stream.read()
    return files
