#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Chatty Connectors authors
"""Characters are put on a platform and kept the same there and here, whatever
happens on the way."""

import signal

import journey
from canary_key import KEY
from characters import Vault
from desktop import wait_for
from secret_service import Keyring
from settings import Settings
from simulator import Simulator
from sync import Platform, Syncs

PEOPLE = 100
# Less than half of them, or the run would be held.
EDITED = 45


def connected(j, simulator):
    """The program with an account, and the page of characters."""
    Keyring(j)
    j.launch()
    settings = Settings(j)
    settings.open()
    settings.connect('Convai', KEY, simulator)
    settings.close()
    page = Syncs(j)
    page.show()
    return page, Vault.of(j), settings.accounts()[0]['name']


def both_sides_arrive_and_the_newest_wins(j):
    """Edits of both sides arrive; of one field the newest wins, and Undo brings the other back."""
    with Simulator(KEY, furnished=False) as simulator:
        page, vault, _ = connected(j, simulator)
        me, focus, platform = j.me, page.focus, Platform(simulator)
        page.create()
        me.type('Wren Hale')
        page.write('Description', 'For people, not for platforms.')
        page.write('Instructions', 'You keep bees.')
        page.fill('Voice', 'MichelleNeural')
        page.save()
        callsign, = vault.callsigns()
        page.tab('Convai')
        focus.tab_to('switch', 'temperature: Use something else on Convai')
        me.keys('space')
        # The program puts the keyboard there.
        focus.reaches('text box', 'temperature')
        me.type('0.4')
        page.save()

        # The loss is told before anything is sent.
        me.click(me.find('button', 'Put on Platform…'),
                 until=lambda: me.look_text('What Stays Here'))
        me.find_text('Description')
        assert platform.characters() == []
        focus.reaches('button', 'Put on Convai')
        me.keys('Return')
        # It is made first, and then given what a new one cannot have.
        me.click(me.find('button', 'Back to the Character', timeout=60),
                 until=lambda: me.look('heading', 'Wren Hale'))
        made, = platform.characters()
        assert (made['character_name'], made['backstory']) == ('Wren Hale', 'You keep bees.'), made
        assert made['personalised_prompt_config']['TEMPERATURE'] == 0.4, made

        # Another field on each side.
        page.tab('Chatty')
        page.fill('Name', 'Wren Hill')
        page.save()
        platform.edit('backstory', 'You sold the bees.')
        page.sync()
        platform.comes_to_have('character_name', ['Wren Hill'])
        vault.comes_to_have(callsign, name='Wren Hill', instructions='You sold the bees.')
        assert platform.get('backstory') == ['You sold the bees.']
        page.leave()

        # The same field on both: there it was changed last.
        page.write('Instructions', 'Mine.')
        page.save()
        vault.comes_to_have(callsign, instructions='Mine.')
        platform.edit('backstory', 'Theirs.')
        page.preview()
        me.find_text('the newest change wins')
        page.run()
        vault.comes_to_have(callsign, instructions='Theirs.')
        page.leave()

        page.page('Activity')
        me.click(me.find('button', 'Undo…'), until=lambda: me.look('button', 'Undo Now'))
        page.run('Undo Now')
        vault.comes_to_have(callsign, instructions='Mine.')
        assert platform.get('backstory') == ['Theirs.']
        page.leave()
        j.quit()
        assert simulator.strangers('convai') == []


def nothing_is_deleted_by_a_list_that_is_wrong(j):
    """A list that is suddenly empty or a web page deletes nothing, and the person is told."""
    with Simulator(KEY, furnished=False) as simulator:
        for name in ('Ada', 'Ben', 'Cleo'):
            simulator.say(f'add-character {KEY} {name} Is {name}')
        page, vault, account = connected(j, simulator)
        j.command('sync', account)
        page.row('Cleo')
        before = {callsign: vault.files(callsign) for callsign in vault.callsigns()}
        assert len(before) == 3, before

        for fault, told in (('empty-list', 'is not complete'), ('web-page', 'with a web page')):
            simulator.say(f'fault /character/list={fault}')
            page.preview()
            j.me.find_text(told)
            j.me.find_text('Nothing was changed')
            assert not j.me.find('button', 'Sync Now').has('SENSITIVE')
            page.leave()
            simulator.say('clear')
        assert {callsign: vault.files(callsign) for callsign in vault.callsigns()} == before
        assert Platform(simulator).get('character_name') == ['Ada', 'Ben', 'Cleo']

        # With the list in order again there is nothing to mend.
        page.preview()
        j.me.find_text('Both Sides Are the Same')
        page.leave()
        j.quit()


def half_way(j, simulator):
    """A sync that has sent a third of the names that were changed here. Returns
    the page, the vault, and the names there in the end."""
    names = [f'Person-{number:03d}' for number in range(PEOPLE)]
    for name in names:
        simulator.say(f'add-character {KEY} {name} Is {name}')
    page, vault, account = connected(j, simulator)
    j.command('sync', account)
    callsigns = vault.callsigns()
    assert len(callsigns) == PEOPLE, callsigns
    for callsign in callsigns[:EDITED]:
        vault.edit(callsign, name=vault.prompt(callsign)['name'] + '-too')
    wanted = sorted(vault.prompt(callsign)['name'] for callsign in callsigns)

    simulator.say('latency 20')
    simulator.say('forget')
    page.preview()
    page.start()
    wait_for(lambda: int(simulator.say('count any /character/update')) >= EDITED // 3,
             'a third of the names to be sent', interval=0.01)
    return page, vault, wanted


def goes_on(j, simulator, vault, wanted):
    """The program is started again, and the next sync does what is left, once."""
    half = Platform(simulator).get('character_name')
    assert any('-too' in name for name in half) and half != wanted, 'it was not in the middle'
    simulator.say('latency 0')
    j.launch()
    page = Syncs(j)
    page.sync()
    Platform(simulator).comes_to_have('character_name', wanted)
    assert sorted(vault.prompt(callsign)['name'] for callsign in vault.callsigns()) == wanted
    j.me.click(j.me.find('button', 'Look Again'),
               until=lambda: j.me.look_text('Both Sides Are the Same'))
    page.leave()
    j.quit()


def killed_in_the_middle(j):
    """Killed in the middle of a sync of 100 characters: the next one finishes, nothing is twice."""
    with Simulator(KEY, furnished=False) as simulator:
        _, vault, wanted = half_way(j, simulator)
        j.desktop.end(j.process, signal.SIGKILL)
        goes_on(j, simulator, vault, wanted)


def closed_in_the_middle(j):
    """Closed in the middle of a sync: the person is asked, and nothing is lost either way."""
    with Simulator(KEY, furnished=False) as simulator:
        _, vault, wanted = half_way(j, simulator)
        simulator.say('latency 200')
        j.me.keys('ctrl+q')
        j.me.find_text('Stop the Sync?')
        sent = int(simulator.say('count any /character/update'))
        j.me.keys('Escape')
        j.me.gone('button', 'Stop and Close')
        wait_for(lambda: int(simulator.say('count any /character/update')) > sent + 2,
                 'the sync to go on')
        j.me.keys('ctrl+q')
        j.me.click(j.me.find('button', 'Stop and Close'))
        wait_for(lambda: j.process.poll() is not None, 'the program to end')
        assert j.process.returncode == 0, j.process.returncode
        goes_on(j, simulator, vault, wanted)


if __name__ == '__main__':
    journey.main(both_sides_arrive_and_the_newest_wins,
                 nothing_is_deleted_by_a_list_that_is_wrong,
                 killed_in_the_middle, closed_in_the_middle)
