# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Chatty Connectors authors
"""The part of build-aux/bench that is about Gemini: a document that is sent by the resumable protocol, and the first
text of an answer that streams.

Both programs speak to the same simulator. curl gets the document in pieces that were cut before, as long as ours are,
and sends them on one connection; it looks for no operation at the end, and ours does. All of both counts, the start of
the processes too. Peak memory is what Linux calls VmHWM. For the answer ours counts from the call to the signal that
the window gets, which comes at most once in 16 ms; curl -N counts from its own start to the first byte.
"""

import json
import shutil
import statistics
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

PIECE = 8 * 1024 * 1024
KEY = 'bench-key-0123456789abcdef'
MODEL = 'models/gemini-3.5-flash-lite'
START = ['X-Goog-Upload-Protocol: resumable', 'X-Goog-Upload-Command: start', 'Content-Type: application/json',
         'X-Goog-Upload-Header-Content-Type: text/plain']


def watched(argv):
    """Runs a program: the seconds that it takes, and the most memory that it has, in MB."""
    began = time.perf_counter()
    process = subprocess.Popen([str(arg) for arg in argv], stdout=subprocess.DEVNULL)
    status, most = Path(f'/proc/{process.pid}/status'), 0
    while process.poll() is None:
        try:
            lines = status.read_text().splitlines()
        except OSError:
            continue
        most = max([int(line.split()[1]) for line in lines if line.startswith('VmHWM')], default=most)
        time.sleep(0.002)
    seconds = time.perf_counter() - began
    if process.returncode != 0:
        sys.exit(f'{argv[0]} failed')
    return seconds, most / 1024


def documents(address, store):
    """What the platform has there."""
    request = urllib.request.Request(f'{address}/v1beta/{store}/documents', headers={'x-goog-api-key': KEY})
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=20) as answer:
        return json.load(answer)['documents']


def start_with_curl(address, store, size, name):
    """The address that the pieces go to."""
    argv = ['curl', '--silent', '--fail', '--noproxy', '*', '--dump-header', '-', '--output', '/dev/null',
            '--header', f'x-goog-api-key: {KEY}', '--header', f'X-Goog-Upload-Header-Content-Length: {size}',
            '--data', json.dumps({'displayName': name, 'mimeType': 'text/plain'})]
    for header in START:
        argv += ['--header', header]
    told = subprocess.run([*argv, f'{address}/upload/v1beta/{store}:uploadToFileSearchStore'], check=True,
                          stdout=subprocess.PIPE, text=True).stdout
    return next(line.split(': ', 1)[1].strip() for line in told.splitlines()
                if line.lower().startswith('x-goog-upload-url: '))


def write_pieces(path, address, pieces):
    """A section for each piece, so that all go over one connection."""
    sections, offset = [], 0
    for number, piece in enumerate(pieces, 1):
        command = 'upload, finalize' if number == len(pieces) else 'upload'
        sections.append('\n'.join([
            f'url = "{address}"', 'request = "POST"', f'upload-file = "{piece}"', 'silent', 'fail',
            'output = "/dev/null"', 'noproxy = "*"', 'header = "Expect:"',
            f'header = "X-Goog-Upload-Command: {command}"', f'header = "X-Goog-Upload-Offset: {offset}"']))
        offset += piece.stat().st_size
    path.write_text('\nnext\n'.join(sections) + '\n')


def curl_uploads(address, store, pieces, folder):
    """Seconds and memory of curl for all of it."""
    began = time.perf_counter()
    size = sum(piece.stat().st_size for piece in pieces)
    target = start_with_curl(address, store, size, 'curl.txt')
    seconds = time.perf_counter() - began
    config = folder / 'pieces.conf'
    write_pieces(config, target, pieces)
    rest, most = watched(['curl', '--config', config])
    return seconds + rest, most


def cut(document, folder):
    pieces = []
    with document.open('rb') as stream:
        while content := stream.read(PIECE):
            pieces.append(folder / f'piece-{len(pieces):02}')
            pieces[-1].write_bytes(content)
    return pieces


def compare_uploads(options, program, simulator, folder):
    address = simulator.hosts['gemini-api']
    for megabytes in (50, 100):
        path = folder / f'{megabytes}.txt'
        line = b'High tide reaches the old pier at nine in the morning, low tide bares the causeway.\n'
        path.write_bytes((line * (megabytes * 1000000 // len(line) + 1))[:megabytes * 1000000])
        pieces = cut(path, folder)
        figures = {'ours': [], 'curl': []}
        for run in range(options.runs + 1):
            for who in figures:
                store = simulator.say(f'add-store {KEY} {who}')
                simulator.say('forget')
                done = watched([program, address, KEY, 'upload', store, path]) if who == 'ours' \
                    else curl_uploads(address, store, pieces, folder)
                sent = int(simulator.say('count gemini-api POST /upload/*'))
                kept = [document['sizeBytes'] for document in documents(address, store)]
                if sent != len(pieces) + 1 or kept != [str(megabytes * 1000000)]:
                    sys.exit(f'{who}: {sent} requests, documents of {kept} bytes')
                simulator.say(f'remove-store {store}')
                # The first run only fills the caches of the system.
                if run > 0:
                    figures[who].append(done)
        medians = {who: [statistics.median(column) for column in zip(*rows)] for who, rows in figures.items()}
        print(f'{megabytes} MB in {len(pieces)} pieces')
        for who, (seconds, most) in medians.items():
            print(f'  {who}  {seconds:7.3f} s  {megabytes / seconds:6.0f} MB/s  {most:6.1f} MB at most  '
                  f'({min(row[0] for row in figures[who]):.3f} to {max(row[0] for row in figures[who]):.3f})')
        print(f'  ours takes {medians["ours"][0] / medians["curl"][0]:.2f} times as long as curl, and '
              f'{medians["ours"][1] / medians["curl"][1]:.2f} times the memory', flush=True)


def compare_first_texts(options, program, simulator):
    address = simulator.hosts['gemini-api']
    body = json.dumps({'contents': [{'role': 'user', 'parts': [{'text': 'Hello'}]}]})
    simulator.say('gemini reply The lamp was lit in 1871, and it has not gone out since.')
    ours, curl = [], []
    for _ in range(options.runs):
        told = subprocess.run([program, address, KEY, 'talk', MODEL, '2'], check=True, stdout=subprocess.PIPE,
                              text=True).stdout.split()
        ours.append([float(number) for number in told])
        told = subprocess.run(['curl', '--silent', '--fail', '--no-buffer', '--noproxy', '*', '--output', '/dev/null',
                               '--write-out', '%{time_starttransfer}', '--header', f'x-goog-api-key: {KEY}',
                               '--header', 'Content-Type: application/json', '--data', body,
                               f'{address}/v1beta/{MODEL}:streamGenerateContent?alt=sse'], check=True,
                              stdout=subprocess.PIPE, text=True).stdout
        curl.append(float(told) * 1000)
    first, second = (statistics.median(column) for column in zip(*ours))
    print(f'first text of an answer: ours {first:.1f} ms, {second:.1f} ms where the connection is there; '
          f'curl -N {statistics.median(curl):.1f} ms')


def bench_upload(options, folder, top):
    build = options.build.resolve()
    targets = ['tests/contract/bench-gemini', 'tests/simulator/chatty-simulator']
    subprocess.run(['ninja', '-C', build, *targets], check=True, stdout=subprocess.DEVNULL)
    sys.path.insert(0, str(top / 'tests' / 'simulator'))
    sys.dont_write_bytecode = True
    from simulator import Simulator
    program = build / targets[0]
    folder = Path(folder) / 'upload'
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with Simulator(KEY, program=build / targets[1], furnished=False) as simulator:
            compare_uploads(options, program, simulator, folder)
            compare_first_texts(options, program, simulator)
    finally:
        shutil.rmtree(folder)
