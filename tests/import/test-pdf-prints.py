#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Chatty Connectors authors
"""Prints the Markdown samples to PDF and imports the prints.

Usage: test-pdf-prints.py READ_FILE [DIRECTORY]

READ_FILE is the program that reads files and prints JSON. Each sample becomes
three pages that Chromium prints: one like the chat site, with its labels as
headings, with and without the browser's own header and footer; and the sample
as pandoc shows it. What comes back must have the roles and the texts of the
JSON twin, after both were rendered and white space was folded. With DIRECTORY
the prints are kept there and not made again.
"""

import glob
import html
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

SKIP = 77
NEEDED = 7          # of the eight samples, in each form

PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title><style>
body {{ font-family: sans-serif; font-size: 16px; line-height: 1.75; max-width: 48rem; margin: 0 auto; overflow-wrap: anywhere; }}
pre {{ background: #f4f4f4; border-radius: 6px; padding: 16px; white-space: pre-wrap; }}
code {{ font-size: 14px; }}
h5, h6 {{ font-size: 16px; margin: 1em 0 0; }}
.person {{ background: #eee; border-radius: 18px; padding: 10px 20px; }}
table {{ border-collapse: collapse; }} td, th {{ padding: 4px 12px; border-bottom: 1px solid #ccc; }}
</style></head><body>{body}</body></html>
"""


def run(*command, **options):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, **options).stdout


def render(markdown):
    """Markdown as HTML."""
    return run('pandoc', '-f', 'gfm+hard_line_breaks', '-t', 'html', '--wrap=none', '--no-highlight',
               input=markdown.encode()).decode()


def fold(markdown):
    """The text that Markdown shows, with white space folded."""
    page = render(markdown)
    page = re.sub(r'<img[^>]*?alt="([^"]*)"[^>]*>', r'\1', page)
    page = re.sub(r'</?(a|em|strong|code|span|del|sup)\b[^>]*>', '', page)
    page = re.sub(r'<[^>]*>', ' ', page)
    return ' '.join(html.unescape(page).split())


def live_turns(path):
    """Roles and texts of the path that the person last saw."""
    with open(path, encoding='utf-8') as file:
        conversation = json.load(file)
    nodes = conversation['mapping']
    turns = []
    key = conversation.get('current_node')
    while key in nodes:
        message = nodes[key].get('message')
        key = nodes[key].get('parent')
        if message is None or message['author']['role'] not in ('user', 'assistant'):
            continue
        parts = [part for part in message['content'].get('parts') or [] if isinstance(part, str)]
        turns.append(('person' if message['author']['role'] == 'user' else 'assistant', '\n'.join(parts)))
    return list(reversed(turns))


def split_turns(markdown):
    """Title and turns of a Markdown sample."""
    title = ''
    turns = []
    in_code = False
    for line in re.sub(r'\A---\n.*?\n---\n', '', markdown, flags=re.S).splitlines():
        if line.startswith('```'):
            in_code = not in_code
        label = None if in_code else re.fullmatch(r'#### (You|ChatGPT):', line)
        if label:
            turns.append((label.group(1), []))
        elif turns:
            turns[-1][1].append(line)
        elif line.startswith('# '):
            title = line[2:]
    return title, [(label, '\n'.join(lines)) for label, lines in turns]


def make_chat_page(markdown):
    title, turns = split_turns(markdown)
    body = []
    for label, text in turns:
        if label == 'You':
            body.append('<h5>You said:</h5><div class="person">%s</div>' % render(text))
        else:
            body.append('<h6>ChatGPT said:</h6><div>%s</div>' % render(text))
    return PAGE.format(title=html.escape(title), body='\n'.join(body))


def print_page(page, pdf, with_header):
    with tempfile.TemporaryDirectory() as profile:
        command = ['chromium', '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
                   '--disable-background-networking', '--disable-component-update', '--disable-sync',
                   '--user-data-dir=' + profile, '--print-to-pdf=' + pdf]
        if not with_header:
            command.append('--no-pdf-header-footer')
        subprocess.run(command + ['file://' + page], check=True, timeout=120,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def make_prints(samples, directory):
    """Every print as (form, name, path)."""
    prints = []
    for path in sorted(glob.glob(os.path.join(samples, 'markdown', 'extratone__*.md'))):
        name = os.path.basename(path)[:-3]
        with open(path, encoding='utf-8') as file:
            markdown = file.read()
        chat = os.path.join(directory, name + '.chat.html')
        plain = os.path.join(directory, name + '.plain.html')
        with open(chat, 'w', encoding='utf-8') as file:
            file.write(make_chat_page(markdown))
        run('pandoc', '-s', '-f', 'gfm+hard_line_breaks', '-o', plain, path, stderr=subprocess.DEVNULL)
        for form, page, with_header in (('chat', chat, False), ('chat with header', chat, True), ('plain', plain, True)):
            pdf = os.path.join(directory, '%s.%s.pdf' % (name, form.replace(' ', '-')))
            if not os.path.exists(pdf):
                print_page(page, pdf, with_header)
            prints.append((form, name, pdf))
    for path in sorted(glob.glob(os.path.join(samples, 'html', '*.html'))):
        name = os.path.basename(path)[:-5]
        pdf = os.path.join(directory, name + '.site.pdf')
        if not os.path.exists(pdf):
            print_page(path, pdf, True)
        prints.append(('site', name, pdf))
    return prints


def compare(name, reading, samples):
    """None if the reading is that of the twin, else what is different."""
    wanted = live_turns(os.path.join(samples, 'chatgpt_exporter_json', name + '.json'))
    if reading.get('error') or len(reading['transcripts']) != 1:
        return reading.get('error') or '%d transcripts' % len(reading['transcripts'])
    got = [(turn['role'], turn['text']) for turn in reading['transcripts'][0]['turns'] if turn['role'] != 'note']
    if [role for role, _ in got] != [role for role, _ in wanted]:
        return 'roles %s instead of %s' % ([role for role, _ in got], [role for role, _ in wanted])
    for nth, ((_, text), (_, expected)) in enumerate(zip(got, wanted)):
        text = fold(text)
        expected = fold(expected)
        if text != expected:
            at = len(os.path.commonprefix([text, expected]))
            return 'turn %d at %d: %r instead of %r' % (nth, at, text[max(0, at - 30):at + 50],
                                                        expected[max(0, at - 30):at + 50])
    return None


def words(text):
    return re.findall(r'\w+', text)


def printed_text(pdf):
    """What a print holds, without what the browser put at the edges. Code that
    the page itself cuts off is not in it."""
    lines = run('pdftotext', '-layout', '-y', '30', '-H', '732', '-x', '0', '-W', '612', pdf, '-').decode().splitlines()
    return '\n'.join(lines)


def check_note(path, reading):
    """None if a print without labels became one note with the whole text."""
    if reading.get('error') or len(reading['transcripts']) != 1:
        return reading.get('error') or '%d transcripts' % len(reading['transcripts'])
    turns = reading['transcripts'][0]['turns']
    if [turn['role'] for turn in turns] != ['note']:
        return 'roles %s' % [turn['role'] for turn in turns]
    if not reading['notices']:
        return 'the person is not told why'
    have = {}
    for word in words(re.sub(r'\\(?=[^\w\s])', '', turns[0]['text'])):
        have[word] = have.get(word, 0) + 1
    missing = []
    for word in words(printed_text(path)):
        have[word] = have.get(word, 0) - 1
        if have[word] < 0:
            missing.append(word)
    if missing:
        return 'missing: %s' % ' '.join(missing[:20])
    return None


def main():
    samples = os.environ.get('CHATTY_SAMPLES')
    if not samples or not shutil.which('chromium') or not shutil.which('pandoc') or not shutil.which('pdftotext'):
        print('1..0 # SKIP needs CHATTY_SAMPLES, chromium, pandoc and pdftotext')
        return SKIP
    with tempfile.TemporaryDirectory() as temporary:
        directory = sys.argv[2] if len(sys.argv) > 2 else temporary
        prints = make_prints(samples, directory)
        output = subprocess.run([sys.argv[1]] + [pdf for _, _, pdf in prints], stdout=subprocess.PIPE).stdout
        readings = [json.loads(line) for line in output.decode().splitlines()]
        bad = {}
        for (form, name, pdf), reading in zip(prints, readings):
            if form == 'site':
                fault = check_note(pdf, reading)
            else:
                fault = compare(name, reading, samples)
            bad.setdefault(form, [])
            if fault:
                bad[form].append(name)
            print('# %s, %s: %s' % (form, name, fault or 'as the original'))
        print('1..%d' % len(bad))
        failed = False
        for nth, (form, names) in enumerate(bad.items()):
            total = sum(1 for other, _, _ in prints if other == form)
            good = total - len(names)
            passed = good == total if form == 'site' else good >= NEEDED
            failed |= not passed
            print('%s %d - %s: %d of %d' % ('ok' if passed else 'not ok', nth + 1, form, good, total))
    return 1 if failed or len(readings) != len(prints) else 0


if __name__ == '__main__':
    sys.exit(main())
