# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Chatty Connectors authors
"""The part of build-aux/bench that is about sound.

Speech of espeak-ng comes piece by piece, 1.2 times faster than it is spoken. Ours counts from its first byte to the
first sample at the sink; of it some is waited on purpose, so that a stream that is hardly faster than speech does not
run dry. "cold" has the start of GStreamer in it too, which ours mostly has behind it while the platform thinks.
gst-launch-1.0 counts from its own start, and has the finished file.
"""

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

TEXT = 'Good morning, there were herons on the bank.'
SINK = 'filesink sync=true buffer-mode=unbuffered location=/dev/null'
# What playbin cannot know by looking.
BARE = {'pcm': 'rawaudioparse format=pcm pcm-format=s16le sample-rate=48000 num-channels=1',
        'alaw': 'rawaudioparse format=alaw sample-rate=8000 num-channels=1 ! alawdec',
        'mulaw': 'rawaudioparse format=mulaw sample-rate=8000 num-channels=1 ! mulawdec'}


def ours(program, plan, *options):
    """Milliseconds to the first sample, and how often it ran dry."""
    answer = subprocess.run([program, '--sink', SINK, *options, plan], check=True, stdout=subprocess.PIPE,
                            text=True).stdout.splitlines()
    heard = [int(line.split()[1]) / 1000 for line in answer if line.startswith('heard-first')]
    return heard[0], sum(line.startswith('underrun') for line in answer)


def gst_launch(speech, folder):
    """Milliseconds from the start of gst-launch-1.0 to the first sample at its sink."""
    pipe = folder / 'pipe'
    pipe.unlink(missing_ok=True)
    os.mkfifo(pipe)
    sink = f'filesink buffer-mode=unbuffered sync=true location={pipe}'
    if speech.form in BARE:
        argv = f'filesrc location={speech.file} ! {BARE[speech.form]} ! audioconvert ! {sink}'.split()
    else:
        argv = ['playbin', f'uri={speech.file.as_uri()}', f'audio-sink={sink}']
    start = time.perf_counter()
    process = subprocess.Popen(['gst-launch-1.0', '-q', *argv], stdout=subprocess.DEVNULL)
    with pipe.open('rb', buffering=0) as reader:
        reader.read(1)
        taken = time.perf_counter() - start
        process.terminate()
        while reader.read(65536):
            pass
    process.wait()
    return taken * 1000


def bench_voice(options, folder, top):
    build = options.build.resolve()
    subprocess.run(['ninja', '-C', build, 'tests/voice/voice-play'], check=True, stdout=subprocess.DEVNULL)
    program = build / 'tests' / 'voice' / 'voice-play'
    sys.path.insert(0, str(top / 'tests' / 'voice'))
    sys.dont_write_bytecode = True
    import forms
    folder = Path(folder) / 'voice'
    folder.mkdir(parents=True, exist_ok=True)
    print(f'{"form":10}{"ours":>9}{"cold":>9}{"gst-launch":>12}{"ratio":>8}  under-runs   (ms, medians of {options.runs})')
    for form in forms.FORMS:
        speech = forms.Speech(folder, form, TEXT)
        plan = folder / 'plan'
        speech.write_plan(plan)
        warm, cold, theirs, dry = [], [], [], 0
        for _ in range(options.runs):
            taken, runs_dry = ours(program, plan)
            warm.append(taken)
            dry += runs_dry
            theirs.append(gst_launch(speech, folder))
            taken, runs_dry = ours(program, plan, '--cold')
            cold.append(taken)
            dry += runs_dry
        medians = [statistics.median(times) for times in (warm, cold, theirs)]
        print(f'{form:10}{medians[0]:9.1f}{medians[1]:9.1f}{medians[2]:12.1f}{medians[0] / medians[2]:8.2f}  {dry}',
              flush=True)
