#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Chatty Connectors authors
"""Nothing that a conversation refers to is fetched, while it is imported,
shown, scrolled to the end and searched."""

import re

import journey
from canary import Canary
from desktop import wait_for
from window import BUTTONS, Window


def nothing_is_fetched(j):
    """A conversation full of remote pictures and links fetches nothing."""
    with Canary() as canary:
        assert canary.sings(), 'the server does not note requests'
        bait = j.desktop.home / 'Bait.md'
        bait.write_text(canary.markdown())
        rich = j.desktop.home / 'Rich bait.rtf'
        rich.write_text(canary.rtf())
        j.launch(bait, rich)
        me, window = j.me, Window(j)
        window.import_page(2)
        for name in (bait.name, rich.name):
            preview = me.find(BUTTONS, f'Preview of “{name}”')
            me.click(preview)
            me.find_text('Picture?' if name == rich.name else 'What is this?')
            me.click(preview)
        window.start_import()
        assert window.receipt()['Added'] == 2
        window.show_conversations()
        window.open_conversation('Bait')
        # The host of what is not loaded is told.
        me.find_text(re.compile(r'127\.0\.0\.1'))

        messages = me.find('list', 'Messages')

        def at_the_end():
            # A look at all messages takes far longer than the way to the end.
            me.wheel(messages, 200)
            return me.look_text('The very end of the bait')
        wait_for(at_the_end, 'the end of the conversation', 120)
        window.search('secret')
        window.row('Bait')
        assert canary.requests == [], canary.requests
        j.quit()
        assert canary.requests == [], canary.requests
        assert canary.sings(), 'the server had stopped to note requests'


if __name__ == '__main__':
    journey.main(nothing_is_fetched)
