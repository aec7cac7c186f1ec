# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Chatty Connectors authors
"""Speech of espeak-ng in every form, cut into the pieces in which a platform sends it."""

import struct
import subprocess
from pathlib import Path

import sound

TEXT = 'Good morning. I have walked along the river today, and there were herons on the bank.'
# Inworld's forms; A-law and mu-law know 8,000 Hz alone.
FORMS = ('linear16', 'wav', 'pcm', 'mp3', 'opus', 'flac', 'alaw', 'mulaw')
MEDIA_TYPES = {'linear16': 'audio/wav', 'wav': 'audio/wav', 'pcm': 'audio/x-raw', 'mp3': 'audio/mpeg',
               'opus': 'audio/ogg', 'flac': 'audio/flac', 'alaw': 'audio/x-alaw', 'mulaw': 'audio/x-mulaw'}
ENCODERS = {'mp3': 'lamemp3enc target=bitrate bitrate=128 cbr=true',
            # Pages as short as one who streams makes them.
            'opus': 'opusenc bitrate=96000 ! oggmux max-page-delay=40000000 max-delay=40000000',
            'flac': 'flacenc', 'alaw': 'alawenc', 'mulaw': 'mulawenc'}


def launch(*elements):
    subprocess.run(['gst-launch-1.0', '-q', *' '.join(elements).split()], check=True,
                   stdout=subprocess.DEVNULL)


def wav_header(rate, length):
    return struct.pack('<4sI4s4sIHHIIHH4sI', b'RIFF', 36 + length, b'WAVE', b'fmt ', 16, 1, 1, rate, 2 * rate,
                       2, 16, b'data', length)


class Speech:
    """One form: file, its pieces as (offset, length), and what is to be heard."""

    def __init__(self, folder, form, text=TEXT, piece=0.25):
        folder = Path(folder)
        self.form, self.media_type = form, MEDIA_TYPES[form]
        self.rate = 8000 if form in {'alaw', 'mulaw'} else 48000
        spoken, plain, self.file = folder / f'{form}-spoken.wav', folder / f'{form}.wav', folder / f'{form}.bin'
        subprocess.run(['espeak-ng', '-w', str(spoken), text], check=True)
        launch(f'filesrc location={spoken} ! wavparse ! audioconvert ! audioresample quality=10 !',
               f'audio/x-raw,rate={self.rate},channels=1,format=S16LE ! wavenc ! filesink location={plain}')
        self.samples, _ = sound.load_wav(plain)
        bare = (self.samples * 32768).astype('<i2').tobytes()
        self.seconds = len(self.samples) / self.rate
        step = int(piece * self.rate) * 2
        if form == 'linear16':
            self.pieces, data = [], b''
            for at in range(0, len(bare), step):
                part = bare[at:at + step]
                self.pieces.append((len(data), 44 + len(part)))
                data += wav_header(self.rate, len(part)) + part
            self.file.write_bytes(data)
        else:
            if form == 'pcm':
                self.file.write_bytes(bare)
            elif form == 'wav':
                self.file.write_bytes(wav_header(self.rate, len(bare)) + bare)
            else:
                launch(f'filesrc location={plain} ! wavparse ! {ENCODERS[form]} ! filesink location={self.file}')
            size = self.file.stat().st_size
            # Odd numbers of bytes, so that pieces are cut within samples and frames.
            step = max(int(size * piece / self.seconds), 1) | 1
            self.pieces = [(at, min(step, size - at)) for at in range(0, size, step)]
        self.begins = self.find_begins(folder)
        self.joints = self.begins[1:]

    def find_begins(self, folder):
        """When what each piece brings is to be heard: by its bytes where all are worth the same."""
        size = self.file.stat().st_size
        if self.form != 'flac':
            return [self.seconds * at / size for at, _ in self.pieces]
        begins, part, bare = [], folder / 'part.flac', folder / 'part.raw'
        for at, _ in self.pieces:
            part.write_bytes(self.file.read_bytes()[:at])
            bare.write_bytes(b'')
            if at > 0:
                launch(f'filesrc location={part} ! flacparse ! flacdec ! filesink location={bare}')
            begins.append(bare.stat().st_size / 2 / self.rate)
        return begins

    def write_plan(self, path, faster=1.2, segment=0, begin=0.0):
        """A plan for voice-play: pieces come that many times faster than they are spoken."""
        lines = [f'{int((begin + start / faster) * 1e6)} {segment} {self.media_type} {self.rate} 1 16 '
                 f'{at} {length} {self.file}' for start, (at, length) in zip(self.begins, self.pieces)]
        Path(path).write_text('\n'.join(lines) + '\n')
