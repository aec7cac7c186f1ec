#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Chatty Connectors authors
"""Another program: a small window from which files can be dragged.

It offers what file managers offer, text/uri-list, over the X server's own
drag protocol, and knows nothing of the program that takes them.

    drag-source.py FILE...      or      drag-source.py --text TEXT
"""

import sys
from pathlib import Path

import gi

gi.require_version('Gdk', '4.0')
gi.require_version('Gtk', '4.0')
from gi.repository import Gdk, GLib, Gtk  # noqa: E402

TITLE = 'Drag source'


def main():
    if sys.argv[1:2] == ['--text']:
        kind, data = 'text/plain;charset=utf-8', sys.argv[2]
    else:
        kind = 'text/uri-list'
        data = ''.join(Path(name).absolute().as_uri() + '\r\n' for name in sys.argv[1:])

    def activate(app):
        label = Gtk.Label(label='Drag from here')
        source = Gtk.DragSource(actions=Gdk.DragAction.COPY)
        source.connect('prepare', lambda *_: Gdk.ContentProvider.new_for_bytes(
            kind, GLib.Bytes.new(data.encode())))
        label.add_controller(source)
        window = Gtk.ApplicationWindow(application=app, title=TITLE, child=label)
        window.set_default_size(200, 80)
        window.present()

    app = Gtk.Application(application_id='com.chatty.DragSource')
    app.connect('activate', activate)
    return app.run([])


if __name__ == '__main__':
    sys.exit(main())
