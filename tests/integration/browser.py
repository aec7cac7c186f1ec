# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Chatty Connectors authors
"""A browser without a screen: it keeps cookies, shows where it is sent, and
fills in the forms of oidc-provider."""

import http.client
import re
import urllib.parse

PATIENCE = 30
LOGIN = {'prompt': 'login', 'password': 'any'}
CONSENT = {'prompt': 'consent'}


class Answer:
    """What a server said."""

    def __init__(self, address, response):
        self.address = address
        self.status = response.status
        self.cookies = response.msg.get_all('Set-Cookie') or []
        where = response.getheader('Location')
        self.location = urllib.parse.urljoin(address, where) if where else None
        self.text = response.read().decode(errors='replace')


class Browser:
    """Of one person."""

    def __init__(self):
        self.jar = {}

    def ask(self, address, form=None):
        """One request, wherever it sends us."""
        parts = urllib.parse.urlsplit(address)
        connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=PATIENCE)
        headers = {'Connection': 'close'}
        cookies = [f'{name}={value}' for (port, path, name), value in self.jar.items()
                   if port == parts.port and parts.path.startswith(path)]
        if cookies:
            headers['Cookie'] = '; '.join(cookies)
        if form is not None:
            headers['Content-Type'] = 'application/x-www-form-urlencoded'
        target = urllib.parse.urlunsplit(('', '', parts.path or '/', parts.query, ''))
        connection.request('GET' if form is None else 'POST', target,
                           None if form is None else urllib.parse.urlencode(form), headers)
        answer = Answer(address, connection.getresponse())
        connection.close()
        for cookie in answer.cookies:
            name, _, value = cookie.split(';')[0].partition('=')
            path = re.search(r'(?i);\s*path=([^;]*)', cookie)
            self.jar[(parts.port, path.group(1) if path else '/', name)] = value
        return answer

    def sign_in(self, address, name, allow=True):
        """Through the forms, up to where the browser is sent back to the
        program, and not there; or to the page that says what is wrong."""
        server = urllib.parse.urlsplit(address).netloc
        for _ in range(20):
            answer = self.ask(address)
            form = re.search(r'<form[^>]*action="([^"]*)"', answer.text)
            if answer.location is None and answer.status == 200 and form:
                asked = re.search(r'name="prompt" value="(\w+)"', answer.text).group(1)
                action = urllib.parse.urljoin(address, form.group(1))
                if asked == 'login':
                    answer = self.ask(action, {**LOGIN, 'login': name})
                elif allow:
                    answer = self.ask(action, CONSENT)
                else:
                    answer = self.ask(f'{address}/abort')
            if answer.location is None:
                return answer
            address = answer.location
            if urllib.parse.urlsplit(address).netloc != server:
                return answer
        raise AssertionError(f'sent around in circles, at last to {address}')


def changed(address, **values):
    """The address with other values in its query; None takes one out."""
    parts = urllib.parse.urlsplit(address)
    query = dict(urllib.parse.parse_qsl(parts.query, keep_blank_values=True))
    query.update(values)
    query = {name: value for name, value in query.items() if value is not None}
    return urllib.parse.urlunsplit(parts._replace(query=urllib.parse.urlencode(query)))


def asked(address):
    """The values in the query of an address."""
    return dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(address).query))
