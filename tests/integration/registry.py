# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Chatty Connectors authors
"""What others wrote, from the registry of npm: the very files that
package-lock.json has the hashes of, in a folder of the build."""

import fcntl
import os
import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent
LISTS = ('package.json', 'package-lock.json')
NODE = 20
PATIENCE = 240

# How npm says that it did not get through to the registry.
UNREACHED = ('ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'ENETUNREACH',
             'EHOSTUNREACH', 'ERR_SOCKET_TIMEOUT', 'ENOTCACHED', 'E502', 'E503', 'E504')


class Lacking(Exception):
    """The machine lacks something; the text says what."""


def _node():
    for tool in ('node', 'npm'):
        if not shutil.which(tool):
            raise Lacking(f'there is no {tool}')
    said = subprocess.run(['node', '--version'], capture_output=True, text=True, check=True).stdout
    if int(said.strip().lstrip('v').split('.')[0]) < NODE:
        raise Lacking(f'Node {NODE} is needed, and this is {said.strip()}')


def install(folder):
    """Has the packages in this folder; raises Lacking where they cannot be had."""
    _node()
    folder.mkdir(parents=True, exist_ok=True)
    # Two tests may want them at once.
    with (folder / 'lock').open('w') as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _install(folder)


def _install(folder):
    done = folder / 'done'
    if done.exists() and all((folder / name).read_bytes() == (HERE / name).read_bytes()
                             for name in LISTS):
        return
    done.unlink(missing_ok=True)
    for name in LISTS:
        shutil.copy(HERE / name, folder)
    env = {**os.environ, 'npm_config_cache': str(folder / 'cache'),
           'npm_config_update_notifier': 'false'}
    try:
        answer = subprocess.run(['npm', 'ci', '--ignore-scripts', '--no-audit', '--no-fund',
                                 '--fetch-retries=1', '--fetch-timeout=20000'],
                                cwd=folder, env=env, stdin=subprocess.DEVNULL,
                                capture_output=True, text=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired as reason:
        raise Lacking('the registry of npm is too slow') from reason
    if answer.returncode != 0:
        why = next((word for word in UNREACHED if word in answer.stderr), None)
        if why:
            raise Lacking(f'npm does not reach its registry ({why})')
        raise RuntimeError(f'npm ci: {answer.stderr[-2000:]}')
    done.touch()
