# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Chatty Connectors authors
"""What a test found wrong."""


class Faults(list):
    """A list of what was found wrong."""

    def expect(self, condition, text):
        if not condition:
            self.append(text)

    def equal(self, found, wanted, what):
        if found != wanted:
            self.append(f'{what}: {found!r}, not {wanted!r}')

    def run(self, result, status, what):
        if result.status != status:
            self.append(f'{what} answered {result.status}, not {status}: {result.err.strip()!r}')
