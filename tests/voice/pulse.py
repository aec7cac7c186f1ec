# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Chatty Connectors authors
"""A PulseAudio of our own, with a null sink whose monitor can be recorded. The system's is never touched."""

import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

RATE = 48000
PATIENCE = 15


def missing():
    return [name for name in ('pulseaudio', 'parec', 'pactl') if shutil.which(name) is None]


class Pulse:
    def __init__(self):
        self.folder = tempfile.TemporaryDirectory(prefix='chatty-pulse-')
        top = Path(self.folder.name)
        self.socket = top / 'native'
        self.env = {**os.environ, 'HOME': str(top), 'XDG_RUNTIME_DIR': str(top), 'XDG_CONFIG_HOME': str(top / 'config'),
                    'PULSE_RUNTIME_PATH': str(top / 'run'), 'PULSE_STATE_PATH': str(top / 'state'),
                    'PULSE_SERVER': f'unix:{self.socket}', 'PULSE_COOKIE': str(top / 'cookie')}
        self.env.pop('DBUS_SESSION_BUS_ADDRESS', None)
        self.log = (top / 'log').open('w')
        self.server = subprocess.Popen(
            ['pulseaudio', '-n', '--daemonize=no', '--use-pid-file=no', '--exit-idle-time=-1', '--realtime=no',
             '--high-priority=no', '--disable-shm=yes', '--log-target=stderr',
             '-L', f'module-null-sink sink_name=hall rate={RATE} channels=1 format=s16le',
             '-L', f'module-native-protocol-unix auth-anonymous=1 socket={self.socket}'],
            env={key: value for key, value in self.env.items() if key != 'PULSE_SERVER'},
            stdout=self.log, stderr=self.log)
        self.wait(lambda: self.info() is not None, 'The sound server did not start')
        self.recorder = None

    def wait(self, condition, fault, patience=PATIENCE):
        end = time.monotonic() + patience
        while not condition():
            if time.monotonic() > end:
                raise AssertionError(fault + ':\n' + (Path(self.folder.name) / 'log').read_text()[-2000:])
            time.sleep(0.02)

    def info(self):
        answer = subprocess.run(['pactl', 'info'], env=self.env, capture_output=True, text=True, check=False)
        return answer.stdout if answer.returncode == 0 else None

    def listens(self, binary):
        """Whether that program has the microphone open."""
        answer = subprocess.run(['pactl', 'list', 'source-outputs'], env=self.env, capture_output=True, text=True,
                                check=False)
        return f'application.process.binary = "{binary}"' in answer.stdout

    def record(self, path):
        """From now on, until stop(); returns when it has begun."""
        path = Path(path)
        self.recorder = subprocess.Popen(
            ['parec', '--device=hall.monitor', f'--rate={RATE}', '--channels=1', '--format=s16le', '--raw',
             '--latency-msec=50', str(path)], env=self.env)
        self.wait(lambda: path.exists() and path.stat().st_size > 0, 'Nothing is recorded')

    def stop(self, path, seconds=0.4):
        """When that much more has come, so that the end is on it."""
        wanted = Path(path).stat().st_size + int(seconds * RATE) * 2
        self.wait(lambda: Path(path).stat().st_size >= wanted, 'The recording does not go on')
        self.recorder.terminate()
        self.recorder.wait()
        self.recorder = None

    def hears(self, path, quiet=0.5, patience=60):
        """Waits until there is sound on the recording, and after it so many seconds of silence."""
        def over():
            sound = Path(path).read_bytes()
            sound = sound[:len(sound) // 2 * 2]
            end = len(sound) - int(quiet * RATE) * 2
            # What a silent device gives is zeros.
            return end > 0 and any(sound[:end]) and not any(sound[end:])
        self.wait(over, f'Nothing was heard to its end in {patience} s', patience)

    def close(self):
        for process in (self.recorder, self.server):
            if process is not None:
                process.terminate()
                process.wait()
        self.log.close()
        self.folder.cleanup()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
