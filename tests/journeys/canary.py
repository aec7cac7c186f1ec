# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Chatty Connectors authors
"""A server on the loopback address that notes every request that it gets, and
a conversation full of things that would fetch something from it."""

import threading
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Canary:
    """Counts requests. A context manager."""

    def __enter__(self):
        self.requests = []
        noted = self.requests

        class Handler(BaseHTTPRequestHandler):
            def answer(self):
                noted.append(f'{self.command} {self.path}')
                self.send_response(200)
                self.send_header('Content-Length', '0')
                self.end_headers()

            do_GET = do_HEAD = do_POST = do_OPTIONS = do_PROPFIND = answer

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(('127.0.0.1', 0), Handler)
        self.server.daemon_threads = True
        self.base = f'http://127.0.0.1:{self.server.server_port}'
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *exc):
        self.server.shutdown()
        self.server.server_close()

    def sings(self):
        """Proves that a request is noted, and forgets it."""
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        opener.open(f'{self.base}/proof', timeout=10).close()
        noted = list(self.requests)
        self.requests.clear()
        return noted == ['GET /proof']

    def markdown(self):
        """A conversation as Markdown with everything that could be fetched."""
        base = self.base
        parts = [f'---\ntitle: Bait\nsource: {base}/source\nimage: {base}/cover.png\n---\n',
                 '# Bait\n']
        baits = [
            f'![picture]({base}/inline.png?d=secret "title")',
            '![by reference][bait]\n\n[bait]: ' + f'{base}/reference.png?d=secret',
            f'<img src="{base}/html.png?d=secret" srcset="{base}/html2.png 2x">',
            f'<div style="background:url({base}/css.png?d=secret)">styled</div>',
            f'<style>@import url("{base}/import.css");</style>',
            f'<link rel="stylesheet" href="{base}/link.css"><link rel="preload" href="{base}/pre">',
            f'<script src="{base}/script.js"></script>',
            f'<iframe src="{base}/frame.html"></iframe>',
            f'<video src="{base}/video.mp4" poster="{base}/poster.png" autoplay></video>',
            f'<svg><image href="{base}/svg.png"/></svg>',
            f'[![picture in a link]({base}/nested.png)]({base}/target)',
            f'[a link]({base}/link "title") and {base}/bare and <{base}/angle>',
            f'| table |\n|---|\n| ![cell]({base}/cell.png) |',
            f'> - ![quoted]({base}/quoted.png)',
            f'<meta http-equiv="refresh" content="0;url={base}/refresh">',
            f'![relative](//{base.split("//")[1]}/relative.png)',
        ]
        for bait in baits:
            parts.append(f'#### You:\n\nWhat is this?\n\n{bait}\n')
            parts.append(f'#### ChatGPT:\n\nIt is this:\n\n{bait}\n\nas you can see.\n')
        parts.append('#### You:\n\nIs this the end?\n\n#### ChatGPT:\n\nThe very end of the bait.\n')
        return '\n'.join(parts)

    def rtf(self):
        """The same trick in RTF."""
        base = self.base
        return ('{\\rtf1\\ansi\\ansicpg1252 You said:\\par Picture?\\par '
                f'{{\\field{{\\*\\fldinst INCLUDEPICTURE "{base}/field.png"}}{{\\fldrslt shown}}}}'
                f'{{\\field{{\\*\\fldinst HYPERLINK "{base}/hyper"}}{{\\fldrslt link}}}}\\par '
                f'{{\\*\\template {base}/template.dot}}'
                'ChatGPT said:\\par An RTF bait.\\par }')
