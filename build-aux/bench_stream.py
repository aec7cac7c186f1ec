# SPDX-License-Identifier: GPL-3.0-or-later
"""An answer of Markdown streamed into a real window, beside a GtkTextView that is
given the same text in the same steps as plain text.

Both follow the end, get as many deltas a second, and count the processor time of
their own process alone. A token is taken as ten bytes.
"""

import json
import os
import statistics
import subprocess
import sys

SIZES = [30000, 50000, 100000]


def run_once(build, top, what, size, rate):
    environment = dict(os.environ, GSETTINGS_SCHEMA_DIR=str(build / 'data'))
    result = subprocess.run([top / 'tests' / 'ui' / 'run-with-display.sh',
                             build / 'tests' / 'ui' / 'reader' / 'bench-stream', what, str(size), str(rate)],
                            env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    lines = [line for line in result.stdout.splitlines() if line.startswith('{')]
    if not lines:
        sys.exit(f'bench-stream {what} {size} has ended with {result.returncode} and said nothing')
    found = json.loads(lines[-1])
    if not found['equal']:
        sys.exit(f'bench-stream {what} {size}: the text that is shown is another')
    return found


def bench_stream(options, top):
    build = options.build.resolve()
    subprocess.run(['ninja', '-C', build, 'tests/ui/reader/bench-stream', 'data/gschemas.compiled'],
                   check=True, stdout=subprocess.DEVNULL)
    print(f'{options.deltas} deltas a second; medians of {options.runs} runs, worst of all frames')
    for size in SIZES:
        runs = {'rows': [], 'view': []}
        for _ in range(options.runs):
            for what, results in runs.items():
                results.append(run_once(build, top, what, size, options.deltas))
        cpu = {what: statistics.median(run['cpu_per_1000'] for run in results)
               for what, results in runs.items()}
        print(f'{size // 1000} kB, final text equal byte for byte')
        for what, name in (('rows', 'the conversation'), ('view', 'GtkTextView')):
            worst = max(run['worst_frame_ms'] for run in runs[what])
            own = max(run['worst_frame_cpu_ms'] for run in runs[what])
            over = sum(run['over_32_ms'] for run in runs[what])
            print(f'  {name:18} {cpu[what]:.3f} s of processor for 1,000 tokens, worst frame {worst:.1f} ms '
                  f'({own:.1f} ms of processor), {over} frames over 32 ms')
        print(f'  ours is {cpu["rows"] / cpu["view"]:.2f} times the text view')
