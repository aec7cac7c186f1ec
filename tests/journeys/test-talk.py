#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Chatty Connectors authors
"""A character answers: what it says is read while it is written, heard and kept."""

import base64
import json
import re
import signal
import urllib.request

import journey
from canary_key import KEY
from characters import Vault
from desktop import say, wait_for
from secret_service import Keyring
from settings import Settings
from simulator import Simulator
from talk import lacks_sound, talk, write
from window import BUTTONS, Window

NAME = 'Wren'
REPLY = ('The lamp was lit in eighteen seventy-one, and it has not gone out since. '
         'Ships pass here every night. When the fog comes, I sound the horn.')
# Another text for each: what was spoken once is kept, and not asked for again.
FORMS = {
    'Automatic': REPLY,
    'WAV': 'There is a boat below. Its paint is blue, and its name is older than mine. It needs a new oar.',
    'PCM': 'Winter was long this year. The stairs froze twice. I counted them again, and there are ninety.',
    # One sentence each: a file of these forms begins and ends with silence of its encoder, and
    # not every platform tells how much of it there is.
    'MP3': 'A letter came on Monday for the man who lived here before me, and I kept it all the same.',
    'Opus': 'The bell that you hear means that the tide turns, so come up and I will show you the charts.',
}


def arrive(j, simulator, env=None):
    """A person with an account at Inworld, and a character that lives here only."""
    Keyring(j)
    j.launch(env={'G_MESSAGES_DEBUG': 'all', **(env or {})})
    settings = Settings(j)
    settings.open()
    settings.connect('Inworld', KEY, simulator)
    settings.close()
    Vault.of(j).add('wren-001', name=NAME, description='A keeper of lighthouses',
                    instructions='Wren keeps the lighthouse at the end of the pier.')
    talk(j, NAME)


def conversations(j):
    """The files of the conversations."""
    return [path for path in j.desktop.home.rglob('instances/wren-001/inworld/**/*.md')
            if '.chatty' not in path.parts]


def kept(j):
    """What the one conversation has on the disk."""
    files = conversations(j)
    return files[0].read_text() if len(files) == 1 else ''


def requests(simulator, path):
    """What was sent there, in order."""
    return [json.loads(request['body']) for request in json.loads(simulator.say('requests'))
            if request['path'] == path and 'body' in request]


def spoken(simulator, asked):
    """The same speech when the platform is asked for all of it at once: a WAV file."""
    body = {name: asked[name] for name in ('text', 'voiceId', 'modelId')}
    body['audioConfig'] = {'audioEncoding': 'LINEAR16', 'sampleRateHertz': 48000}
    request = urllib.request.Request(simulator.hosts['inworld-api'] + '/tts/v1/voice',
                                     json.dumps(body).encode(),
                                     {'Authorization': f'Basic {KEY}',
                                      'Content-Type': 'application/json'})
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=30) as answer:
        return base64.b64decode(json.load(answer)['audioContent'])


def an_answer_is_read(j):
    """An answer grows while it is written, is stopped, tried again, and kept each time."""
    with Simulator(KEY) as simulator:
        simulator.say('inworld reply-rate 6')
        simulator.say(f'inworld reply {REPLY}')
        arrive(j, simulator)
        write(j, 'Hello')
        j.me.find_text('The lamp was')
        assert not j.me.look_text('sound the horn'), 'it came all at once'
        j.me.click(j.me.find(BUTTONS, re.compile('^Stop')))
        j.me.find_text(re.compile('(?i)stopped'))
        wait_for(lambda: '"state":"stopped"' in kept(j), 'the stopped answer to be kept')

        simulator.say('inworld reply-rate 200')
        j.me.click(j.me.find(BUTTONS, re.compile('(?i)^try again$')))
        j.me.find_text('sound the horn')
        j.me.find_text(re.compile('2 of 2|1 of 2'))
        wait_for(lambda: 'sound the horn' in kept(j), 'the second answer to be kept')
        assert '"state":"stopped"' in kept(j), 'the first answer is gone'
        sent = requests(simulator, '/v1/chat/completions')
        assert [m['role'] for m in sent[-1]['messages']] == ['system', 'user'], sent[-1]
        j.quit()
        assert simulator.strangers() == []


def writes(j):
    """Waits until the keyboard is where one writes, and nowhere else."""
    wait_for(lambda: [node.name for node in j.me.look_all(state='FOCUSED')
                      if node.role != 'frame'] == ['Message'],
             'the keyboard to be where one writes')


def press(j, name):
    """A button of a turn or of the composer, which takes the keyboard with it."""
    j.me.click(j.me.find(BUTTONS, re.compile(f'(?i)^{name}')))


def the_keyboard_goes_on_writing(j):
    """Whatever is done with a message, the keyboard is where one writes afterwards."""
    with Simulator(KEY) as simulator:
        simulator.say('inworld reply-rate 200')
        simulator.say(f'inworld reply {REPLY}')
        arrive(j, simulator)
        write(j, 'Hello')
        j.me.find_text('sound the horn')
        j.me.find(BUTTONS, 'Try again')
        writes(j)
        press(j, 'Try again')
        j.me.find_text('2 of 2')
        writes(j)

        press(j, 'Edit and send again')
        j.me.find(BUTTONS, 'Cancel')
        j.me.keys('Escape')
        j.me.gone(BUTTONS, 'Cancel')
        writes(j)
        press(j, 'Edit and send again')
        j.me.find(BUTTONS, 'Cancel')
        j.me.keys('End')
        j.me.type(' again')
        simulator.say('inworld reply-rate 4')
        j.me.keys('ctrl+Return')
        j.me.find_text('Hello again')
        writes(j)
        press(j, 'Stop')
        j.me.find_text(re.compile('(?i)stopped'))
        writes(j)

        # With Escape, from what is read.
        write(j, 'And now?')
        j.me.find(BUTTONS, re.compile('^Stop'))
        j.me.click(j.me.find_text(re.compile('^And now')),
                   until=lambda: not j.me.look('text box', 'Message', state='FOCUSED'))
        j.me.keys('Escape')
        j.me.gone(BUTTONS, re.compile('^Stop'))
        writes(j)

        # Who it is with, by name, also by another one.
        Window(j).row('Hello')
        assert j.me.find_text(re.compile(rf'Inworld · {NAME} · ')), 'the character is not named'
        assert not j.me.look_text('wren-001'), 'it is called by its folder'
        Vault.of(j).edit('wren-001', name='Jenny')
        j.me.find_text(re.compile('Inworld · Jenny · '), inside=Window(j).row('Hello'))
        j.me.text_gone(re.compile(rf'Inworld · {NAME} · '))
        j.quit()


def an_answer_is_heard(j):
    """What comes out of the loudspeaker is what the platform said, in every form."""
    lacking = lacks_sound('espeak-ng')
    if lacking:
        raise journey.Skip(f'{lacking} is missing')
    import pulse
    with pulse.Pulse() as server, Simulator(KEY, tones=False) as simulator:
        simulator.say(f'inworld reply {REPLY}')
        simulator.say('inworld speech-pace 1.2')
        arrive(j, simulator, {name: server.env[name] for name in ('PULSE_SERVER', 'PULSE_COOKIE')})
        j.me.click(j.me.find(('toggle button', *BUTTONS), 'Speak Replies'))
        for nth, (form, text) in enumerate(FORMS.items()):
            if nth > 0:
                choose_form(j, nth, form)
            # A machine that is busy elsewhere drops sound now and then. Every
            # sentence is another one then: what was spoken before is kept.
            for attempt in range(4):
                faults = hear(j, server, simulator, form,
                              text.replace('.', ', once more' * attempt + '.'))
                if not faults:
                    break
                say(f'{form}: {faults}')
            assert not faults, faults
        j.quit()


def hear(j, server, simulator, form, text):
    """Has this said in an answer, and tells what is wrong with the sound of it."""
    import pulse
    import sound
    simulator.say('forget')
    simulator.say(f'inworld reply {text}')
    record = j.desktop.home / f'{form}.raw'
    record.unlink(missing_ok=True)
    server.record(record)
    write(j, 'And what else?')
    # A busy machine waits between sentences too.
    server.hears(record, quiet=1.5)
    server.stop(record)
    j.me.gone(BUTTONS, 'Pause')
    parts = sorted(requests(simulator, '/tts/v1/voice:stream'),
                   key=lambda body: text.index(body['text']))
    assert ' '.join(part['text'] for part in parts).split() == text.split(), parts
    reference, joints = load_parts(j, simulator, sound, parts)
    result = sound.compare(sound.load_raw(record), reference, pulse.RATE, joints)
    coding = parts[0]['audioConfig']['audioEncoding']
    say(f'{form}, {coding}: correlation {result["correlation"]:.4f}, shifts {result["shifts"]}')
    return sound.faults(result)


def choose_form(j, nth, form):
    """As a person does, in the settings."""
    settings = Settings(j)
    settings.open()
    settings.page('Voice')
    settings.choose('Speech over the network', nth, form)
    settings.page('Accounts')
    settings.close()


def load_parts(j, simulator, sound, parts):
    """What is to be heard, and where its parts meet."""
    import numpy
    pieces = []
    for number, part in enumerate(parts):
        path = j.desktop.home / f'part-{number}.wav'
        path.write_bytes(spoken(simulator, part))
        samples, rate = sound.load_wav(path)
        pieces.append(sound.resample(samples, rate, 48000))
    ends = numpy.cumsum([len(piece) / 48000 for piece in pieces])[:-1]
    return numpy.concatenate(pieces), list(ends)


def a_voice_breaks_off(j):
    """What came of the speech is heard, the reason is told, and speaking it again helps."""
    lacking = lacks_sound()
    if lacking:
        raise journey.Skip(f'{lacking} is missing')
    import pulse
    import sound
    with pulse.Pulse() as server, Simulator(KEY) as simulator:
        simulator.say(f'inworld reply {REPLY}')
        simulator.say('inworld speech-fault error')
        simulator.say('inworld speech-fault-after 3')
        arrive(j, simulator, {name: server.env[name] for name in ('PULSE_SERVER', 'PULSE_COOKIE')})
        write(j, 'Hello')
        j.me.find_text('sound the horn')
        record = j.desktop.home / 'broken.raw'
        server.record(record)
        j.me.click(j.me.find(BUTTONS, 'Speak'))
        why = re.compile('The model is overloaded')
        j.me.find('status', why)
        server.hears(record)
        server.stop(record)
        heard = sum(abs(sample) > 0.01 for sample in sound.load_raw(record)) / pulse.RATE
        assert heard > 0.2, f'{heard:.2f} s were heard'

        simulator.say('inworld speech-fault none')
        j.me.click(j.me.find(BUTTONS, 'Speak'))
        j.me.find(BUTTONS, 'Pause')
        j.me.gone('status', why)
        j.me.gone(BUTTONS, 'Pause', timeout=60)
        assert not j.me.look('status', why)
        j.quit()


def an_answer_breaks_off(j):
    """An answer that breaks off stays as far as it came, says why, and is tried again."""
    with Simulator(KEY) as simulator:
        simulator.say(f'inworld reply {REPLY}')
        simulator.say('inworld chat-fault error')
        arrive(j, simulator)
        write(j, 'Hello')
        wait_for(lambda: re.search(r'"state":"(failed|cut-off)"', kept(j)), 'the turn to be marked')
        simulator.say('inworld chat-fault none')
        j.me.click(j.me.find(BUTTONS, re.compile('(?i)^try again$')))
        j.me.find_text('sound the horn')
        wait_for(lambda: 'sound the horn' in kept(j), 'the answer to be kept')
        j.quit()


def the_program_is_killed(j):
    """What was seen of an answer for more than a second survives kill -9."""
    with Simulator(KEY) as simulator:
        simulator.say('inworld reply-rate 4')
        simulator.say(f'inworld reply {REPLY}')
        arrive(j, simulator)
        write(j, 'Hello')
        seen = j.me.find_text('The lamp was').text() or 'The lamp was'
        # A second is what may be lost: what is seen now has to be there then.
        wait_for(lambda: j.me.look_text('eighteen sev'), 'more of the answer')
        j.process.send_signal(signal.SIGKILL)
        j.process.wait()
        j.launch()
        Window(j).tab('Conversations')
        Window(j).open_conversation('Hello')
        j.me.find_text('The lamp was')
        j.me.find_text(re.compile('(?i)cut off'))
        assert '"state":"cut-off"' in kept(j), kept(j)
        assert kept(j).count('The lamp was') == 1, seen
        j.quit()


def what_is_remembered_goes_along(j):
    """A note goes to the platform, is shown in what was sent, and goes no more when it is deleted."""
    fact = 'The person likes the sound of rain.'
    with Simulator(KEY) as simulator:
        simulator.say(f'inworld reply {REPLY}')
        arrive(j, simulator)
        folder = j.desktop.home
        write(j, fact)
        j.me.find_text('sound the horn')
        j.me.click(next(j.me.look_all(BUTTONS, 'Remember this')))
        wait_for(lambda: any(fact in path.read_text() or 'lamp' in path.read_text()
                             for path in folder.rglob('instances/wren-001/config/memory.json')),
                 'the note to be kept')
        note = json.loads(next(folder.rglob('instances/wren-001/config/memory.json'))
                          .read_text())['notes'][0]['text']
        simulator.say('forget')
        write(j, 'And now?')
        wait_for(lambda: requests(simulator, '/v1/chat/completions'), 'the message to be sent')
        sent = requests(simulator, '/v1/chat/completions')[-1]['messages'][0]['content']
        assert note.split('.')[0] in sent, sent
        wait_for(lambda: len(list(j.me.look_all(BUTTONS, 'What was sent'))) >= 2, 'both answers')
        j.me.click(list(j.me.look_all(BUTTONS, 'What was sent'))[-1])
        j.me.find_text(note.split('.')[0])
        j.me.click(j.me.find(BUTTONS, re.compile('^Forget')))
        wait_for(lambda: not json.loads(next(folder.rglob('instances/wren-001/config/memory.json'))
                                        .read_text())['notes'], 'the note to be gone')
        j.me.keys('Escape')
        simulator.say('forget')
        write(j, 'And after that?')
        wait_for(lambda: requests(simulator, '/v1/chat/completions'), 'the message to be sent')
        sent = requests(simulator, '/v1/chat/completions')[-1]['messages'][0]['content']
        assert note.split('.')[0] not in sent, sent
        j.quit()


if __name__ == '__main__':
    journey.main(an_answer_is_read, the_keyboard_goes_on_writing, an_answer_is_heard,
                 a_voice_breaks_off, an_answer_breaks_off, the_program_is_killed,
                 what_is_remembered_goes_along)
