#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Chatty Connectors authors
"""What README, CONTRIBUTING and the other pages say of the tree is so.

    check-docs.py SOURCE-FOLDER BUILD-FOLDER
"""

import json
import re
import sys
from pathlib import Path

import tap

ROOT = Path(sys.argv[1]).resolve()
BUILD = Path(sys.argv[2]).resolve()
CONTRIBUTING = (ROOT / 'CONTRIBUTING.md').read_text(encoding='utf-8')
METAINFO = (ROOT / 'data' / 'com.chatty.Connectors.metainfo.xml.in.in').read_text(encoding='utf-8')

LINK = re.compile(r'\]\(([^)#\s]+)')
CODE = re.compile(r'`([^`\n]+)`')
TREE = re.compile(r'^(src|tests|build-aux|data|po)/[\w./-]+$')
ROOM = re.compile(r'\b([a-z]+)/')
# Made by a build or a test, or an example of a name.
MADE = {'tests/journeys/failures'}


def pages():
    return [*ROOT.glob('*.md'), *sorted((ROOT / 'tests').rglob('README.md')),
            *sorted((ROOT / 'src').rglob('README.md'))]


def section(title):
    """The text under a heading of CONTRIBUTING.md."""
    return re.search(rf'^## {title}\n(.*?)(?=^## |\Z)', CONTRIBUTING, re.MULTILINE | re.DOTALL)[1]


def links():
    return [f'{page.relative_to(ROOT)}: {target} is not there'
            for page in pages() for target in LINK.findall(page.read_text(encoding='utf-8'))
            if '://' not in target and not (page.parent / target).exists()]


def paths():
    """Code such as `tests/fuzz`, and commands such as `build-aux/test --suite NAME`."""
    faults = []
    for page in pages():
        text = page.read_text(encoding='utf-8')
        for code in CODE.findall(text) + re.findall(r'^(build-aux/\S+)', text, re.MULTILINE):
            words = code.split()
            if TREE.match(words[0]) and words[0] not in MADE and not (ROOT / words[0]).exists():
                faults.append(f'{page.relative_to(ROOT)}: {words[0]} is not there')
    return faults


def rooms():
    drawn = set(ROOM.findall(section('Rooms').split('```')[1]))
    there = {path.parent.name for path in (ROOT / 'src').glob('*/meson.build')}
    return [f'CONTRIBUTING.md: the room {name} is not drawn' for name in sorted(there - drawn)] \
        + [f'CONTRIBUTING.md: there is no room {name}' for name in sorted(drawn - there)]


def suites():
    listed = re.findall(r'^\| ([a-z, ]+) \|', section('Test'), re.MULTILINE)
    listed = {name for cell in listed for name in cell.split(', ')} - {'suite'}
    tests = json.loads((BUILD / 'meson-info' / 'intro-tests.json').read_text())
    there = {suite.split(':')[-1] for test in tests for suite in test['suite']}
    return [f'CONTRIBUTING.md: the suite {name} is not named' for name in sorted(there - listed)] \
        + [f'CONTRIBUTING.md: there is no suite {name}' for name in sorted(listed - there)]


def benches():
    choices = re.search(r"'what', choices=\[([^]]+)\]",
                        (ROOT / 'build-aux' / 'bench').read_text(encoding='utf-8'))[1]
    return [f'CONTRIBUTING.md: the bench {name} is not named'
            for name in re.findall(r"'(\w+)'", choices) if f'`{name}`' not in section('Test')
            and f'bench {name}`' not in section('Test')]


def vault():
    """Every name that the vault's folder of state may hold."""
    text = section('The vault')
    names = {name for path in (ROOT / 'src' / 'vault').glob('*.[ch]')
             for name in re.findall(r'"\.chatty/([a-z]+)', path.read_text(encoding='utf-8'))}
    return [f'CONTRIBUTING.md: .chatty/{name} is not told' for name in sorted(names)
            if f'`{name}`' not in text and f'`.chatty/{name}`' not in text]


def platforms():
    """What can be connected is told to those who look for a program."""
    table = (ROOT / 'src' / 'connectors' / 'chatty-connector-table.c').read_text(encoding='utf-8')
    faults = []
    for name in re.findall(r'\{ &chatty_(\w+)_info,', table):
        page = ROOT / 'src' / 'connectors' / name / 'README.md'
        if not page.is_file():
            faults.append(f'{page.relative_to(ROOT)} is missing')
            continue
        title = page.read_text(encoding='utf-8').splitlines()[0].lstrip('# ')
        for where, text in (('README.md', (ROOT / 'README.md').read_text(encoding='utf-8')),
                            ('the metainfo', METAINFO)):
            if title not in text:
                faults.append(f'{where} does not name {title}')
    return faults


def pictures():
    """The metainfo shows pictures that are in the tree, each with words."""
    faults = []
    for block in re.findall(r'<screenshot\b.*?</screenshot>', METAINFO, re.DOTALL):
        names = re.findall(r'<image[^>]*>@PICTURES@/([\w-]+\.png)</image>', block)
        if len(names) != 1 or '<caption>' not in block:
            faults.append(f'the metainfo has a picture without an address or without words: {block}')
        faults += [f'the metainfo shows {name}, which is not there' for name in names
                   if not (ROOT / 'data' / 'screenshots' / name).is_file()]
    return faults


if __name__ == '__main__':
    sys.exit(tap.run([
        ('links lead somewhere', links),
        ('paths in the pages are there', paths),
        ('rooms are drawn', rooms),
        ('suites are named', suites),
        ('benches are named', benches),
        ('the vault is told', vault),
        ('platforms are told', platforms),
        ('pictures of the metainfo are there', pictures),
    ]))
