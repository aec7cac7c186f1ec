# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Chatty Connectors authors
"""Compares what was recorded with what was to be heard.

Sound is a one-dimensional array of floats from -1 to 1 and a rate. All times
are seconds from the start of the reference.
"""

import struct
from pathlib import Path

import numpy


def load_raw(path, channels=1):
    """Bare samples of 16 bits, little-endian; channels are mixed."""
    data = Path(path).read_bytes()
    samples = numpy.frombuffer(data[:len(data) // 2 * 2], '<i2').astype(float) / 32768
    return samples[:len(samples) // channels * channels].reshape(-1, channels).mean(axis=1)


def load_wav(path):
    """Samples and rate of a WAV file of 16 bits, whatever its lengths say."""
    data = Path(path).read_bytes()
    assert data[:4] == b'RIFF' and data[8:12] == b'WAVE', f'{path} is no WAV file'
    at, channels, rate = 12, 1, 0
    while at + 8 <= len(data):
        name, size = data[at:at + 4], struct.unpack_from('<I', data, at + 4)[0]
        if name == b'fmt ':
            _, channels, rate, _, _, bits = struct.unpack_from('<HHIIHH', data, at + 8)
            assert bits == 16, f'{path} has {bits} bits'
        if name == b'data':
            samples = numpy.frombuffer(data[at + 8:at + 8 + min(size, len(data) - at - 8) // 2 * 2], '<i2')
            samples = samples.astype(float) / 32768
            return samples[:len(samples) // channels * channels].reshape(-1, channels).mean(axis=1), rate
        at += 8 + size + size % 2
    raise AssertionError(f'{path} has no samples')


def resample(samples, rate, wanted):
    """By its spectrum: exact for what both rates can hold."""
    if rate == wanted:
        return samples
    length = round(len(samples) * wanted / rate)
    spectrum = numpy.fft.rfft(samples)
    fitting = numpy.zeros(length // 2 + 1, complex)
    count = min(len(spectrum), len(fitting))
    fitting[:count] = spectrum[:count]
    return numpy.fft.irfft(fitting, length) * (wanted / rate)


def align(recorded, reference):
    """Where the reference begins in what was recorded, in samples."""
    size = 1 << (len(recorded) + len(reference)).bit_length()
    product = numpy.fft.irfft(numpy.fft.rfft(recorded, size) * numpy.conj(numpy.fft.rfft(reference, size)), size)
    best = int(numpy.argmax(product))
    return best - size if best > size // 2 else best


def correlation(one, other):
    count = min(len(one), len(other))
    one, other = one[:count], other[:count]
    return float(one @ other / max((one @ one * (other @ other)) ** 0.5, 1e-12))


def cut_out(recorded, start, length):
    """That part of it, with silence where there is none."""
    out = numpy.zeros(length)
    first, last = max(start, 0), min(start + length, len(recorded))
    if last > first:
        out[first - start:last - start] = recorded[first:last]
    return out


def shifts(recorded, reference, rate, start, window=0.12, reach=0.3):
    """How far what was recorded drifts from the reference: a list of (time, seconds since the last).

    Looks at one loud window after the other; a gap of silence, a repeat and a loss all show as a shift.
    """
    length, most = int(window * rate), int(reach * rate)
    found, lag = [], 0
    loud = numpy.sqrt(numpy.mean(reference ** 2)) * 0.5
    for at in range(0, len(reference) - length, length // 2):
        piece = reference[at:at + length]
        if numpy.sqrt(numpy.mean(piece ** 2)) < loud:
            continue
        around = cut_out(recorded, start + at + lag - most, length + 2 * most)
        here = correlation(around[most:most + length], piece)
        if here > 0.95:
            continue
        size = 1 << (len(around) + length).bit_length()
        product = numpy.fft.irfft(numpy.fft.rfft(around, size) * numpy.conj(numpy.fft.rfft(piece, size)), size)
        best = int(numpy.argmax(product[:2 * most + 1]))
        there = correlation(around[best:best + length], piece)
        if there > max(here, 0.9) and best != most:
            found.append((at / rate, (best - most) / rate))
            lag += best - most
    return found


def silences(recorded, reference, rate, start, longest=0.02):
    """Where what was recorded is silent for longer, and the reference is not: a list of (time, seconds)."""
    step = int(0.002 * rate)
    count = len(reference) // step
    heard = cut_out(recorded, start, count * step).reshape(count, step)
    wanted = reference[:count * step].reshape(count, step)
    silent = (numpy.abs(heard).max(axis=1) < 1e-3) & (numpy.abs(wanted).max(axis=1) > 1e-2)
    found, begun = [], None
    for index, value in enumerate([*silent, False]):
        if value and begun is None:
            begun = index
        elif not value and begun is not None:
            if (index - begun) * step > longest * rate:
                found.append((begun * step / rate, (index - begun) * step / rate))
            begun = None
    return found


def clicks(recorded, reference, rate, start, joints, bound=0.05):
    """Jumps near joints (in seconds) that the reference has not: a list of (time, size)."""
    found = []
    for joint in joints:
        first, length = max(int((joint - 0.004) * rate), 0), int(0.008 * rate)
        wanted = reference[first:first + length]
        if len(wanted) < 8:
            continue
        heard = cut_out(recorded, start + first, len(wanted))
        jump = numpy.abs(numpy.diff(heard)).max() - numpy.abs(numpy.diff(wanted)).max()
        if jump > bound:
            found.append((joint, float(jump)))
    return found


def compare(recorded, reference, rate, joints=()):
    """All of it: a dictionary to print and to assert about."""
    start = align(recorded, reference)
    return {
        'start': start / rate,
        'correlation': correlation(cut_out(recorded, start, len(reference)), reference),
        'shifts': shifts(recorded, reference, rate, start),
        'silences': silences(recorded, reference, rate, start),
        'clicks': clicks(recorded, reference, rate, start, joints),
    }


def faults(result, correlation=0.99, gap=0.02):
    """What is wrong with a result of compare(), in words; empty when it is right."""
    words = []
    if result['correlation'] < correlation:
        words.append(f'correlation {result["correlation"]:.4f}')
    words += [f'shift of {seconds * 1000:.1f} ms at {time:.2f} s'
              for time, seconds in result['shifts'] if abs(seconds) > gap]
    words += [f'silence of {seconds * 1000:.0f} ms at {time:.2f} s' for time, seconds in result['silences']]
    words += [f'click of {size:.3f} at {time:.3f} s' for time, size in result['clicks']]
    return words
