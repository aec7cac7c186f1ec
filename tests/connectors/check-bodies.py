#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Chatty Connectors authors
"""Holds the bodies of requests against the platform's own description.

Runs the tests of a codec, which write the bodies that they make into a file,
and looks up each member of them in Google's discovery document: its name, its
type, the values of enumerations, and that whole numbers fit. The document is
not part of the program: where it is missing, the check is skipped.

    check-bodies.py SOURCE_ROOT PROGRAM [PROGRAM …]
"""

import base64
import binascii
import json
import os
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'house'))
import tap  # noqa: E402

NAME = 'google-generativelanguage-v1beta.discovery.json'
INT32 = (-2 ** 31, 2 ** 31 - 1)


def find_document(root):
    """Returns the schemas, or None."""
    places = [os.environ.get('CHATTY_SPECS'), root.parent / 'shared' / 'specs']
    for place in places:
        path = pathlib.Path(place) / NAME if place else None
        if path is not None and path.is_file():
            return json.loads(path.read_text(encoding='utf-8'))['schemas']
    return None


def check_text(spec, value):
    """Yields what is wrong with a text."""
    if not isinstance(value, str):
        yield 'is no text'
    elif 'enum' in spec and value not in spec['enum']:
        yield f'is none of the enumeration: {value}'
    elif spec.get('format') == 'byte':
        try:
            base64.b64decode(value, validate=True)
        except binascii.Error:
            yield 'is no base64'


def check_number(spec, value):
    """Yields what is wrong with a number."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        yield 'is no number'
    elif spec['type'] == 'integer' and (not isinstance(value, int) or
                                        not INT32[0] <= value <= INT32[1]):
        yield 'is no whole number of 32 bits'


def check_object(schemas, spec, value, place):
    """Yields what is wrong with an object."""
    if not isinstance(value, dict):
        yield f'{place}: is no object'
        return
    for name, member in value.items():
        inner = spec.get('properties', {}).get(name, spec.get('additionalProperties'))
        if inner is None:
            yield f'{place}.{name}: is not known'
        else:
            yield from check(schemas, inner, member, f'{place}.{name}')


def check(schemas, spec, value, place):
    """Yields what is wrong with a value."""
    if '$ref' in spec:
        spec = schemas[spec['$ref']]
    kind = spec.get('type')
    if kind == 'object':
        yield from check_object(schemas, spec, value, place)
    elif kind == 'array':
        if not isinstance(value, list):
            yield f'{place}: is no list'
        else:
            for i, element in enumerate(value):
                yield from check(schemas, spec['items'], element, f'{place}[{i}]')
    elif kind == 'boolean':
        if not isinstance(value, bool):
            yield f'{place}: is neither true nor false'
    elif kind in ('integer', 'number'):
        yield from (f'{place}: {fault}' for fault in check_number(spec, value))
    elif kind == 'string':
        yield from (f'{place}: {fault}' for fault in check_text(spec, value))


def check_program(schemas, program):
    """Returns what is wrong with the bodies of a program."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / 'bodies'
        done = subprocess.run([program], env={**os.environ, 'CHATTY_BODIES': str(path)},
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        if done.returncode != 0:
            return [f'{program} failed']
        lines = path.read_text(encoding='utf-8').splitlines() if path.is_file() else []
    faults = [] if lines else [f'{program} wrote no bodies']
    for line in lines:
        name, body = line.split(' ', 1)
        faults += check(schemas, {'$ref': name}, json.loads(body), name)
    return faults


def check_itself(schemas):
    """A checker that finds nothing wrong anywhere is none."""
    wrong = [
        {'content': []}, {'contents': {}}, {'contents': [{'role': 7}]}, {'store': 'yes'},
        {'generationConfig': {'topK': 1.5}}, {'generationConfig': {'temperature': '1'}},
        {'generationConfig': {'topK': 2 ** 31}}, {'safetySettings': [{'category': 'X'}]},
        {'contents': [{'parts': [{'inlineData': {'data': '!'}}]}]},
    ]
    return [f'is taken for good: {body}' for body in wrong
            if not list(check(schemas, {'$ref': 'GenerateContentRequest'}, body, ''))]


def main():
    """Checks each program that is named."""
    schemas = find_document(pathlib.Path(sys.argv[1]).resolve())
    if schemas is None:
        return tap.run([('bodies', lambda: f'{NAME} is not here; CHATTY_SPECS names its folder')])
    cases = [('itself', lambda: check_itself(schemas))]
    cases += [(pathlib.Path(program).name, lambda program=program: check_program(schemas, program))
              for program in sys.argv[2:]]
    return tap.run(cases)


if __name__ == '__main__':
    sys.exit(main())
