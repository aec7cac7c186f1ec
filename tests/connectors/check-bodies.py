#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Chatty Connectors authors
"""Holds the bodies of requests and answers against the platform's description.

Runs tests which write bodies into a file: those of a codec what they would
send, as "SCHEMA JSON", and those that talk with the simulator what it was asked
and what it answered, as "CALL JSON". Looks up each member of them in Google's
discovery document: its name, its type, the values of enumerations, that whole
numbers fit, and that nobody sends what the platform alone writes. The document
is not part of the program: where it is missing, the check is skipped.

    check-bodies.py SOURCE_ROOT [--simulator] PROGRAM [PROGRAM …]

A PROGRAM may have arguments, quoted together with it. With --simulator the programs are the simulator's own tests: they have to show
every kind of call, and the simulator's table of what a request may hold is held
against the document as well, so that whatever the simulator takes is right.
"""

import base64
import binascii
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'house'))
import tap  # noqa: E402

NAME = 'google-generativelanguage-v1beta.discovery.json'
INT32 = (-2 ** 31, 2 ** 31 - 1)


def members(**kinds):
    """Returns a schema: "Name" or "[Name" for a reference, a list of them."""
    def member(kind):
        if kind[0] == '[':
            return {'type': 'array', 'items': member(kind[1:])}
        return {'type': kind} if kind[0].islower() else {'$ref': kind}
    return {'type': 'object', 'properties': {name: member(kind) for name, kind in kinds.items()}}


# What the protos have and the discovery document has no longer (platform
# reference, section 2.10): the documents and chunks of corpora, and that whoever
# makes a corpus may name it.
OLD_SCHEMAS = {
    'Chunk': members(name='string', data='ChunkData', customMetadata='[CustomMetadata',
                     createTime='string', updateTime='string', state='string'),
    'ChunkData': members(stringValue='string'),
    'CorpusDocument': members(name='string', displayName='string',
                              customMetadata='[CustomMetadata', createTime='string',
                              updateTime='string'),
    'ListCorpusDocumentsResponse': members(documents='[CorpusDocument', nextPageToken='string'),
    'ListChunksResponse': members(chunks='[Chunk', nextPageToken='string'),
    'Corpus': members(name='string', displayName='string', createTime='string',
                      updateTime='string'),
    'CreateChunkRequest': members(parent='string', chunk='Chunk'),
    'BatchCreateChunksRequest': members(requests='[CreateChunkRequest'),
    'BatchCreateChunksResponse': members(chunks='[Chunk'),
    'QueryRequest': members(query='string', metadataFilters='[MetadataFilter',
                            resultsCount='integer'),
    'QueryResponse': members(relevantChunks='[RelevantChunk'),
    'RelevantChunk': members(chunkRelevanceScore='number', chunk='Chunk',
                             document='CorpusDocument'),
}
OLD_CALLS = [
    ('PATCH', 'corpora/{c}', 'Corpus', 'Corpus'),
    ('POST', 'corpora/{c}:query', 'QueryRequest', 'QueryResponse'),
    ('POST', 'corpora/{c}/documents/{d}:query', 'QueryRequest', 'QueryResponse'),
    ('GET', 'corpora/{c}/documents', None, 'ListCorpusDocumentsResponse'),
    ('POST', 'corpora/{c}/documents', 'CorpusDocument', 'CorpusDocument'),
    ('GET', 'corpora/{c}/documents/{d}', None, 'CorpusDocument'),
    ('PATCH', 'corpora/{c}/documents/{d}', 'CorpusDocument', 'CorpusDocument'),
    ('DELETE', 'corpora/{c}/documents/{d}', None, 'Empty'),
    ('GET', 'corpora/{c}/documents/{d}/chunks', None, 'ListChunksResponse'),
    ('POST', 'corpora/{c}/documents/{d}/chunks', 'Chunk', 'Chunk'),
    ('POST', 'corpora/{c}/documents/{d}/chunks:batchCreate', 'BatchCreateChunksRequest',
     'BatchCreateChunksResponse'),
    ('GET', 'corpora/{c}/documents/{d}/chunks/{k}', None, 'Chunk'),
    ('PATCH', 'corpora/{c}/documents/{d}/chunks/{k}', 'Chunk', 'Chunk'),
    ('DELETE', 'corpora/{c}/documents/{d}/chunks/{k}', None, 'Empty'),
]

# What the answers and requests of the simulator's own tests have to show, so
# that nothing that is meant to be looked at is left out unseen.
CALLS = ('fileSearchStores', '/v1beta/files', ':importFile', ':uploadToFileSearchStore',
         '/upload/operations/', ':query', ':batchCreate', ':generateAnswer', ':generateContent',
         ':streamGenerateContent')


def find_document(root):
    """Returns the document, or None."""
    places = [os.environ.get('CHATTY_SPECS'), root.parent / 'shared' / 'specs']
    for place in places:
        path = pathlib.Path(place) / NAME if place else None
        if path is not None and path.is_file():
            document = json.loads(path.read_text(encoding='utf-8'))
            document['schemas'].update(OLD_SCHEMAS)
            return document
    return None


def list_calls(resource):
    """Yields what may be asked: method, path, schemas of request and answer."""
    for method in resource.get('methods', {}).values():
        yield (method['httpMethod'], method['flatPath'].removeprefix('v1beta/'),
               method.get('request', {}).get('$ref'), method.get('response', {}).get('$ref'))
    for inner in resource.get('resources', {}).values():
        yield from list_calls(inner)


def find_call(document, method, path):
    """Returns the schemas of request and answer, or None."""
    path = path.removeprefix('/upload').removeprefix('/v1beta/')
    for known, pattern, request, answer in [*list_calls(document), *OLD_CALLS]:
        parts = re.split(r'\{\w+\}', pattern)
        if known == method and re.fullmatch('[^/:]+'.join(map(re.escape, parts)), path):
            return request, answer
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
    elif spec.get('format') == 'int64' and not re.fullmatch(r'-?\d+', value):
        yield 'is no whole number in a text'
    elif spec.get('format') == 'google-datetime' and not re.fullmatch(
            r'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z', value):
        yield 'is no time'


def check_number(spec, value):
    """Yields what is wrong with a number."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        yield 'is no number'
    elif spec['type'] == 'integer' and (not isinstance(value, int) or
                                        not INT32[0] <= value <= INT32[1]):
        yield 'is no whole number of 32 bits'


def check_object(schemas, spec, value, place, asked):
    """Yields what is wrong with an object."""
    if not isinstance(value, dict):
        yield f'{place}: is no object'
        return
    for name, member in value.items():
        inner = spec.get('properties', {}).get(name, spec.get('additionalProperties'))
        if inner is None:
            yield f'{place}.{name}: is not known'
        elif asked and inner.get('readOnly'):
            yield f'{place}.{name}: is written by the platform alone'
        else:
            yield from check(schemas, inner, member, f'{place}.{name}', asked)


def check(schemas, spec, value, place, asked=True):
    """Yields what is wrong with a value; asked: of a request."""
    if '$ref' in spec:
        spec = schemas[spec['$ref']]
    kind = spec.get('type')
    if kind == 'object':
        yield from check_object(schemas, spec, value, place, asked)
    elif kind == 'array':
        if not isinstance(value, list):
            yield f'{place}: is no list'
        else:
            for i, element in enumerate(value):
                yield from check(schemas, spec['items'], element, f'{place}[{i}]', asked)
    elif kind == 'boolean':
        if not isinstance(value, bool):
            yield f'{place}: is neither true nor false'
    elif kind in ('integer', 'number'):
        yield from (f'{place}: {fault}' for fault in check_number(spec, value))
    elif kind == 'string':
        yield from (f'{place}: {fault}' for fault in check_text(spec, value))


def read_answers(call):
    """Returns the objects that an answer consists of."""
    text = call['answer']
    if call['type'] == 'text/event-stream':
        events = re.split('\n\n|\r\n\r\n|\r\r', text)
        return [json.loads(event.removeprefix('data: ')) for event in events if event]
    if not call['type'].startswith('application/json'):
        return []
    answer = json.loads(text)
    return answer if isinstance(answer, list) else [answer]


def check_call(document, call):
    """Yields what is wrong with a request and its answer."""
    place = f'{call["method"]} {call["path"]}'
    found = find_call(document, call['method'], call['path'])
    if found is None:
        yield f'{place}: is not known'
        return
    request, answer = found
    if 'request' in call and request is None:
        yield f'{place}: has no body'
    elif 'request' in call:
        yield from check(document['schemas'], {'$ref': request}, call['request'], place)
    for one in read_answers(call):
        # What goes wrong in the middle of a stream.
        if 'error' not in one or answer in ('Operation', 'CustomLongRunningOperation'):
            yield from check(document['schemas'], {'$ref': answer}, one, f'answer to {place}',
                             False)


def check_line(document, line):
    """Yields what is wrong with what a program wrote."""
    name, body = line.split(' ', 1)
    if name == 'CALL':
        yield from check_call(document, json.loads(body))
    else:
        yield from check(document['schemas'], {'$ref': name}, json.loads(body), name)


def run_program(program):
    """Returns the lines that a program writes, or None where it fails."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / 'bodies'
        done = subprocess.run(shlex.split(program), env={**os.environ, 'CHATTY_BODIES': str(path)},
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        if done.returncode != 0:
            return None
        return path.read_text(encoding='utf-8').split('\n')[:-1] if path.is_file() else []


def check_program(document, program, lines):
    """Returns what is wrong with the bodies of a program; adds them to lines."""
    own = run_program(program)
    if own is None:
        return [f'{program} failed']
    lines += own
    faults = [] if own else [f'{program} wrote no bodies']
    for line in own:
        faults += check_line(document, line)
    return sorted(set(faults))


def check_calls(lines):
    """Returns what was never asked."""
    paths = {json.loads(line.split(' ', 1)[1])['path'] for line in lines
             if line.startswith('CALL ')}
    return [f'{call}: was never asked' for call in CALLS
            if not any(call in path for path in paths)]


# The table's signs for simple types: gemini-schema.c.
SIGNS = {'$': ('string',), '%': ('string',), '#': ('integer', 'string'), '.': ('number',),
         '?': ('boolean',), '*': ('any', 'object')}
TABLE = 'tests/simulator/gemini-schema.c'

# What Google's own library sends, although the document has it that the
# platform alone writes it.
SENT = ('File.mimeType', 'File.sizeBytes')

# Rows that have another name here, or none.
ROWS = {'Document': 'CorpusDocument', 'MediaResolution': None}


def check_sign(document, spec, sign, place):
    """Yields how a type of the table differs from that of the document."""
    kind = spec.get('type')
    if sign[0] == '[':
        if kind != 'array':
            yield f'{place}: is no list'
        else:
            yield from check_sign(document, spec['items'], sign[1:], place)
    elif sign[0] == '{':
        if 'additionalProperties' not in spec:
            yield f'{place}: is no map'
        else:
            yield from check_sign(document, spec['additionalProperties'], sign[1:], place)
    elif sign[0] == '(':
        unknown = set(sign[1:-1].split('|')) - set(spec.get('enum', []))
        # The protos' words are not in the document.
        if 'enum' in spec and unknown or kind != 'string':
            yield f'{place}: has other words: {sorted(unknown)}'
    elif sign in SIGNS:
        if kind not in SIGNS[sign] or (sign == '#' and kind == 'string' and 'format' not in spec):
            yield f'{place}: is of another type'
        elif (sign == '%') != (spec.get('format') == 'byte'):
            yield f'{place}: is base64 in one of them'
    elif ROWS.get(sign, sign) not in (spec.get('$ref'), None):
        yield f'{place}: is a {spec.get("$ref")}'


def check_table(document, root):
    """Yields what the simulator takes and the document does not."""
    source = (root / TABLE).read_text(encoding='utf-8')
    rows = re.findall(r'{ "(\w+)",\s*((?:"[^"]*"\s*)+)}', source)
    if not rows:
        yield f'{TABLE}: has no rows'
    for name, text in rows:
        name = ROWS.get(name, name)
        known = document['schemas'].get(name, {}).get('properties', {})
        for word in ''.join(re.findall(r'"([^"]*)"', text)).split() if name else []:
            member, sign = word.split(':', 1)
            spec = known.get(member)
            if spec is None:
                yield f'{name}.{member}: is not known'
            elif spec.get('readOnly') and f'{name}.{member}' not in SENT:
                yield f'{name}.{member}: is written by the platform alone'
            else:
                yield from check_sign(document, spec, sign, f'{name}.{member}')


def check_itself(document):
    """A checker that finds nothing wrong anywhere is none."""
    schemas = document['schemas']
    wrong = [
        {'content': []}, {'contents': {}}, {'contents': [{'role': 7}]}, {'store': 'yes'},
        {'generationConfig': {'topK': 1.5}}, {'generationConfig': {'temperature': '1'}},
        {'generationConfig': {'topK': 2 ** 31}}, {'safetySettings': [{'category': 'X'}]},
        {'contents': [{'parts': [{'inlineData': {'data': '!'}}]}]},
    ]
    faults = [f'is taken for good: {body}' for body in wrong
              if not list(check(schemas, {'$ref': 'GenerateContentRequest'}, body, ''))]
    store = 'v1beta/fileSearchStores/a'
    calls = [
        ('POST', '/v1beta/fileSearchStores', {'sizeBytes': '1'}, {}),
        ('POST', '/v1beta/fileSearchStores', {}, {'sizeBytes': 1}),
        ('POST', '/v1beta/fileSearchStores', {}, {'createTime': 'today'}),
        ('POST', f'/upload/{store}:uploadToFileSearchStore', {'display_name': 'a'}, {}),
        ('POST', f'/{store}:importFile', {'fileName': 7}, {}),
        ('GET', f'/{store}', {}, {}),
        ('PATCH', f'/{store}', {}, {}),
        ('POST', '/v1beta/corpora/a:query', {'question': 'a'}, {}),
    ]
    for method, path, request, answer in calls:
        call = {'method': method, 'path': path, 'request': request, 'type': 'application/json',
                'answer': json.dumps(answer)}
        if not list(check_call(document, call)):
            faults.append(f'is taken for good: {call}')
    return faults


def main():
    """Checks each program that is named."""
    root = pathlib.Path(sys.argv[1]).resolve()
    programs = [program for program in sys.argv[2:] if program != '--simulator']
    document = find_document(root)
    lines = []
    if document is None:
        return tap.run([('bodies', lambda: f'{NAME} is not here; CHATTY_SPECS names its folder')])
    cases = [('itself', lambda: check_itself(document))]
    cases += [(pathlib.Path(shlex.split(program)[0]).name,
               lambda program=program: check_program(document, program, lines))
              for program in programs]
    if '--simulator' in sys.argv:
        cases += [('calls', lambda: check_calls(lines)),
                  ('table', lambda: list(check_table(document, root)))]
    return tap.run(cases)


if __name__ == '__main__':
    sys.exit(main())
