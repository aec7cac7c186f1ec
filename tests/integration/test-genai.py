#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Chatty Connectors authors
"""Google's own library as a client of the simulated Gemini.

    test-genai.py SIMULATOR FOLDER

FOLDER is where the packages of npm are installed.
"""

import json
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[1:1] = [str(HERE.parent / folder) for folder in ('house', 'simulator')]

import registry  # pylint: disable=wrong-import-position
from canary_key import KEY  # pylint: disable=wrong-import-position
from simulator import Simulator  # pylint: disable=wrong-import-position

PATIENCE = 120


def main():
    try:
        registry.install(Path(sys.argv[2]))
    except registry.Lacking as reason:
        print(f'1..0 # SKIP {reason}')
        return 0
    with Simulator(KEY, program=sys.argv[1]) as simulator:
        told = json.dumps({'address': simulator.hosts['gemini-api'], 'key': KEY}) + '\n'
        return subprocess.run(['node', str(HERE / 'genai-client.mjs'), sys.argv[2]], input=told,
                              text=True, timeout=PATIENCE, check=False).returncode


if __name__ == '__main__':
    sys.exit(main())
