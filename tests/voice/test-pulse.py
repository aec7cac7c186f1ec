#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Chatty Connectors authors
"""What a sound server of its own plays is what came in, in every form, piece by piece.

    test-pulse.py VOICE-PLAY VOICE-RECORD HOUSE-FOLDER
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

PLAYER, RECORDER = sys.argv[1], sys.argv[2]
sys.path.insert(0, sys.argv[3])
sys.dont_write_bytecode = True

import tap  # noqa: E402

LACKING = [name for name in ('pulseaudio', 'parec', 'pactl', 'espeak-ng', 'gst-launch-1.0')
           if shutil.which(name) is None]
try:
    import forms
    import pulse
    import sound
except ImportError as lack:
    LACKING.append(str(lack))


def play(server, speech, folder, *options, plan=None):
    record, path = folder / 'record.raw', folder / 'plan'
    record.unlink(missing_ok=True)
    if plan is None:
        speech.write_plan(path)
    else:
        path.write_text(plan)
    server.record(record)
    answer = subprocess.run([PLAYER, *options, str(path)], env=server.env, capture_output=True, text=True,
                            check=False, timeout=120)
    server.stop(record)
    if answer.returncode < 0:
        return sound.load_raw(record), f'killed by signal {-answer.returncode}'
    return sound.load_raw(record), answer.stdout + answer.stderr


def check(heard, told, wanted, rate, joints, name):
    # The encoders put some silence first, which only some forms tell; aligning takes it off.
    result = sound.compare(heard, sound.resample(wanted, rate, pulse.RATE), pulse.RATE, joints)
    said = [line for line in told.splitlines() if line.startswith(('heard-first', 'failed'))]
    print(f'# {name}: correlation {result["correlation"]:.4f}, shifts {result["shifts"]}, '
          f'{told.count("underrun")} under-runs, {"; ".join(said)}', flush=True)
    faults = sound.faults(result)
    if 'underrun' in told:
        faults.append('an under-run')
    if 'ended' not in told:
        faults.append(f'it did not end: {told}')
    return faults


def one_form(server, form, folder):
    speech = forms.Speech(folder, form)
    heard, told = play(server, speech, folder)
    return check(heard, told, speech.samples, speech.rate, speech.joints, form)


def sentences(server, folder):
    """Each a file of its own, of another form, one after the other without a gap."""
    import numpy
    parts = [forms.Speech(folder, 'linear16', 'This is the first sentence.'),
             forms.Speech(folder, 'flac', 'The second one follows.'),
             forms.Speech(folder, 'pcm', 'And that was the last.')]
    plan, begin = '', 0.0
    for number, part in enumerate(parts):
        part.write_plan(folder / 'part', segment=number, begin=begin)
        plan += (folder / 'part').read_text()
        begin += part.seconds / 1.2
    heard, told = play(server, None, folder, plan=plan)
    ends = numpy.cumsum([part.seconds for part in parts])[:-1]
    return check(heard, told, numpy.concatenate([part.samples for part in parts]), 48000, list(ends), 'sentences')


def paused(server, folder):
    """Nothing is lost by a pause, and nothing doubled: one shift, as long as the pause."""
    speech = forms.Speech(folder, 'pcm')
    heard, told = play(server, speech, folder, '--pause-at', '1500000')
    start = sound.align(heard, speech.samples[:pulse.RATE])
    moves = sound.shifts(heard, speech.samples, pulse.RATE, start, reach=0.7)
    whole = sum(seconds for _, seconds in moves)
    before = sound.correlation(sound.cut_out(heard, start, pulse.RATE), speech.samples[:pulse.RATE])
    last = len(speech.samples) - pulse.RATE
    after = sound.correlation(sound.cut_out(heard, start + last + round(whole * pulse.RATE), pulse.RATE),
                              speech.samples[last:])
    print(f'# paused: {moves}, correlation {before:.4f} before and {after:.4f} after', flush=True)
    faults = []
    if min(before, after) < 0.99:
        faults.append(f'correlation {before:.4f} before and {after:.4f} after')
    if not 0.3 < whole < 0.7:
        faults.append(f'the pause took {whole:.3f} s')
    if 'ended' not in told:
        faults.append(told)
    return faults


def microphone(server, folder):
    """The recorder hears what is played to it."""
    speech = forms.Speech(folder, 'pcm', 'One two three four five.')
    wav = folder / 'microphone.wav'
    recorder = subprocess.Popen([RECORDER, str(wav), str(speech.seconds + 1.0)], env=server.env,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    server.wait(lambda: recorder.poll() is not None or server.listens('voice-record'), 'Nobody listens')
    # A long buffer would be played to the monitor all at once.
    subprocess.run(['pacat', '--device=hall', f'--rate={pulse.RATE}', '--channels=1', '--format=s16le', '--raw',
                    '--latency-msec=50', str(speech.file)], env=server.env, check=True, timeout=60)
    told = recorder.communicate(timeout=60)[0]
    if recorder.returncode != 0:
        return [f'the recorder ended with {recorder.returncode}: {told}']
    heard, rate = sound.load_wav(wav)
    wanted = sound.resample(speech.samples, pulse.RATE, rate)
    middle = wanted[len(wanted) // 2:len(wanted) // 2 + rate // 2]
    start = sound.align(heard, middle)
    like = sound.correlation(sound.cut_out(heard, start, len(middle)), middle)
    print(f'# microphone: {rate} Hz, {len(heard) / rate:.2f} s, correlation {like:.4f}', flush=True)
    return [] if rate == 16000 and like >= 0.97 else [f'correlation {like:.4f} at {rate} Hz']


def patiently(function, tries=3):
    """A machine that gives nobody time for longer than the device's buffer drops sound, which no player can help;
    a fault of ours is there each time."""
    for left in reversed(range(tries)):
        faults = function()
        if not faults or left == 0:
            return faults
        print(f'# once more: {"; ".join(faults)}', flush=True)
    return []


def main():
    if LACKING:
        print(f'1..0 # SKIP {", ".join(LACKING)} is missing')
        return 0
    with pulse.Pulse() as server, tempfile.TemporaryDirectory(prefix='chatty-voice-') as name:
        folder = Path(name)
        cases = [(f'{form} is heard as it is', lambda form=form: one_form(server, form, folder))
                 for form in forms.FORMS]
        cases += [('sentences follow without a gap', lambda: sentences(server, folder)),
                  ('a pause loses nothing', lambda: paused(server, folder)),
                  ('the microphone is heard', lambda: microphone(server, folder))]
        return tap.run([(name, lambda function=function: patiently(function)) for name, function in cases])


if __name__ == '__main__':
    sys.exit(main())
