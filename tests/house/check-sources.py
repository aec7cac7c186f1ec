#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Chatty Connectors authors
"""What holds for every file of the source tree.

    check-sources.py SOURCE-FOLDER [--write-potfiles]
"""

import json
import re
import sys
from pathlib import Path

import tap

ROOT = Path(sys.argv[1]).resolve()
POTFILES = ROOT / 'po' / 'POTFILES.in'

CODE = {'.c', '.h', '.py', '.sh', '.ui', '.css', '.xml', '.build', '.svg'}
LICENCE = 'SPDX-License-Identifier: GPL-3.0-or-later'
MAX_LINES = 1000
LONG = 600
# What a long file says at its top of why it is.
WHY_LONG = re.compile(r'\b(over 600 lines|longer than most files|long,? (because|for))\b', re.IGNORECASE)
# Written so that this file does not find itself.
UNFINISHED = re.compile(r'\b(TO' r'DO|FIX' r'ME|XX' r'X|HA' r'CK)\b|not' r' implemented')

# Which room alone may include a library, as the table in CONTRIBUTING.md.
LIBRARIES = {
    r'libsoup/': ('net',),
    r'libsecret/': ('secrets',),
    r'sqlite3\.h': ('vault',),
    r'poppler': ('import',),
    r'archive(_entry)?\.h': ('import',),
    r'libxml/': ('import',),
    r'uchardet': ('import',),
    r'gst/': ('voice',),
    r'(gtk|gdk)/': ('ui',),
    r'adwaita\.h': ('ui',),
    r'cmark-gfm': ('ui',),
}
JSON_PARSER = re.compile(r'\bjson_(parser_(new|load)|from_string)')
INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]', re.MULTILINE)
TRANSLATED = re.compile(r'(?<![A-Za-z0-9_])(_|N_|C_|NC_|ngettext|Q_)\s*\(\s*"')
# The sound server is for hearing characters, and for speaking to them when the person asks for it.
FLATPAK_PERMISSIONS = {'--share=ipc', '--share=network', '--socket=wayland', '--socket=fallback-x11',
                       '--device=dri', '--socket=pulseaudio'}


def files_in(*folders):
    for folder in folders:
        for path in sorted((ROOT / folder).rglob('*')):
            if path.is_file() and '__pycache__' not in path.parts and 'fixtures' not in path.parts:
                yield path


def code_files():
    for path in [*files_in('src', 'data', 'po', 'tests', 'build-aux', '.ci'),
                 ROOT / 'meson.build', ROOT / 'meson_options.txt']:
        if path.suffix in CODE or path.name == 'meson_options.txt' \
           or (path.suffix == '' and path.read_bytes()[:2] == b'#!'):
            yield path


def shown(path):
    return path.relative_to(ROOT)


def licence():
    return [f'{shown(path)}: no licence line at the top' for path in code_files()
            if LICENCE not in '\n'.join(path.read_text().splitlines()[:4])]


def size():
    faults = []
    for path in code_files():
        lines = path.read_text().splitlines()
        if len(lines) > MAX_LINES:
            faults.append(f'{shown(path)}: {len(lines)} lines, more than {MAX_LINES}')
    return faults


def reasons():
    """A long file of the program says why, in the comments of its first lines."""
    faults = []
    for path in files_in('src'):
        if path.suffix in {'.c', '.h'}:
            lines = path.read_text().splitlines()
            top = ' '.join(line.strip(' */') for line in lines[:30])
            if len(lines) > LONG and not WHY_LONG.search(top):
                faults.append(f'{shown(path)}: {len(lines)} lines, and does not say why')
    return faults


def finished():
    return [f'{shown(path)}:{number}: {line.strip()}' for path in code_files()
            for number, line in enumerate(path.read_text().splitlines(), 1)
            if UNFINISHED.search(line)]


def libraries():
    faults = []
    for path in files_in('src'):
        if path.suffix not in {'.c', '.h'}:
            continue
        room = shown(path).parts[1]
        text = path.read_text()
        for name in INCLUDE.findall(text):
            for library, rooms in LIBRARIES.items():
                if re.match(library, name) and room not in rooms:
                    faults.append(f'{shown(path)}: includes {name}, which is for {rooms[0]} alone')
        if room != 'base' and JSON_PARSER.search(text):
            faults.append(f'{shown(path)}: parses JSON, which is for base alone')
    return faults


def files_with_texts():
    """The files that po/POTFILES.in has to list."""
    wanted = {str(shown(path)) for path in files_in('data') if path.name.endswith('.in.in')}
    wanted |= {str(shown(path)) for path in files_in('data') if path.name.endswith('.gschema.xml')}
    for path in files_in('src'):
        text = path.read_text(errors='replace')
        if path.suffix == '.ui' and 'translatable="yes"' in text \
           or path.suffix in {'.c', '.h'} and TRANSLATED.search(text):
            wanted.add(str(shown(path)))
    return wanted


def translations():
    listed = {line for line in POTFILES.read_text().splitlines()
              if line and not line.startswith('#')}
    wanted = files_with_texts()
    faults = [f'po/POTFILES.in: {name} is missing' for name in sorted(wanted - listed)]
    faults += [f'po/POTFILES.in: {name} has no text for people, or is gone'
               for name in sorted(listed - wanted)]
    return faults


def write_potfiles():
    head = [line for line in POTFILES.read_text().splitlines() if line.startswith('#')]
    POTFILES.write_text('\n'.join(head + sorted(files_with_texts())) + '\n')


def manifest():
    flatpak = json.loads((ROOT / 'com.chatty.Connectors.json').read_text())
    faults = [f'com.chatty.Connectors.json: asks for {permission}'
              for permission in flatpak['finish-args'] if permission not in FLATPAK_PERMISSIONS]
    for module in flatpak['modules'][:-1]:
        faults += [f'com.chatty.Connectors.json: {module["name"]} is not pinned'
                   for source in module['sources']
                   if not re.fullmatch(r'[0-9a-f]{64}', source.get('sha256', ''))]
    return faults


def packages():
    names = [line for line in (ROOT / 'build-aux/packages.txt').read_text().splitlines()
             if line and not line.startswith('#')]
    return [f'build-aux/packages.txt: {name} twice' for name in set(names) if names.count(name) > 1]


if __name__ == '__main__':
    if '--write-potfiles' in sys.argv:
        write_potfiles()
        sys.exit(0)
    sys.exit(tap.run([
        ('licence in every file', licence),
        ('files are short', size),
        ('long files say why', reasons),
        ('nothing is left unfinished', finished),
        ('libraries stay in their rooms', libraries),
        ('POTFILES.in is complete', translations),
        ('Flatpak manifest asks for little', manifest),
        ('package list', packages),
    ]))
