// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright 2026 The Chatty Connectors authors
//
// Google's own library, and the simulated Gemini: what the library understands,
// the program is tested with. It is told where to go and with which key on
// standard input, and says in TAP how it went.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const folder = process.argv[2];
const { ApiError, GoogleGenAI } = await import(
  pathToFileURL(createRequire(`${folder}/`).resolve('@google/genai')));

const lines = createInterface({ input: process.stdin });
const { address, key } = JSON.parse(await new Promise((resolve) => { lines.once('line', resolve); }));
lines.close();

const TEXT = 'The lighthouse at Norvik has ninety steps.\n\nIts lamp was lit in 1871.';
const gemini = new GoogleGenAI({ apiKey: key, httpOptions: { baseUrl: address } });

async function all(pager) {
  const found = [];
  for await (const item of pager) found.push(item);
  return found;
}

async function done(operation) {
  let seen = operation;
  for (let polls = 0; !seen.done; polls++) {
    assert.ok(polls < 20, 'the operation does not end');
    seen = await gemini.operations.get({ operation: seen });
  }
  return seen;
}

const models = await all(await gemini.models.list({ config: { pageSize: 2 } }));
const model = models.find((found) => found.supportedActions?.includes('generateContent')
  && !found.name.includes('tts')).name;

async function upload(store, name) {
  const operation = await done(await gemini.fileSearchStores.uploadToFileSearchStore({
    fileSearchStoreName: store.name,
    file: new Blob([TEXT], { type: 'text/plain' }),
    config: {
      displayName: name,
      mimeType: 'text/plain',
      customMetadata: [{ key: 'kind', stringValue: 'tale' }, { key: 'year', numericValue: 1871 }],
      chunkingConfig: { whiteSpaceConfig: { maxTokensPerChunk: 100, maxOverlapTokens: 10 } },
    },
  }));
  assert.equal(operation.error, undefined);
  return operation.response.documentName;
}

const cases = {
  'models are listed, over pages': async () => {
    assert.ok(models.length > 2);
    for (const found of models) {
      assert.match(found.name, /^models\//);
      assert.ok(found.inputTokenLimit > 0, found.name);
    }
    const one = await gemini.models.get({ model });
    assert.equal(one.name, model);
  },
  'an answer at once': async () => {
    const answer = await gemini.models.generateContent({
      model,
      contents: 'Who lives in the lighthouse?',
      config: { systemInstruction: 'You are Wren.', temperature: 0.4, maxOutputTokens: 200 },
    });
    assert.ok(answer.text.length > 0);
    assert.equal(answer.candidates[0].finishReason, 'STOP');
    assert.ok(answer.usageMetadata.promptTokenCount > 0);
    assert.ok(answer.usageMetadata.totalTokenCount > answer.usageMetadata.promptTokenCount);
  },
  'an answer as it is written': async () => {
    let parts = 0;
    let text = '';
    let last;
    for await (const chunk of await gemini.models.generateContentStream({
      model, contents: 'Tell me of the storm of last winter, and of the ship that came too close.',
    })) {
      parts += 1;
      text += chunk.text ?? '';
      last = chunk;
    }
    assert.ok(parts > 1, 'it came all at once');
    assert.ok(text.length > 0);
    assert.equal(last.candidates[0].finishReason, 'STOP');
  },
  'tokens are counted': async () => {
    const few = await gemini.models.countTokens({ model, contents: 'One.' });
    const many = await gemini.models.countTokens({ model, contents: 'One more word. '.repeat(50) });
    assert.ok(few.totalTokens > 0 && many.totalTokens > few.totalTokens);
  },
  'speech': async () => {
    const speaker = models.find((found) => found.name.includes('tts')).name;
    const answer = await gemini.models.generateContent({
      model: speaker,
      contents: 'Good evening.',
      config: {
        responseModalities: ['AUDIO'],
        speechConfig: { voiceConfig: { prebuiltVoiceConfig: { voiceName: 'Kore' } } },
      },
    });
    const { inlineData } = answer.candidates[0].content.parts[0];
    assert.match(inlineData.mimeType, /^audio\//);
    assert.ok(Buffer.from(inlineData.data, 'base64').length > 1000);
  },
  'a store, its documents, and an answer that rests on them': async () => {
    const store = await gemini.fileSearchStores.create({ config: { displayName: 'Tales' } });
    assert.match(store.name, /^fileSearchStores\//);
    assert.equal(store.displayName, 'Tales');
    const name = await upload(store, 'Norvik');
    const [document] = await all(await gemini.fileSearchStores.documents.list(
      { parent: store.name }));
    assert.equal(document.name, name);
    assert.equal(document.displayName, 'Norvik');
    assert.equal(document.state, 'STATE_ACTIVE');
    assert.deepEqual(document.customMetadata.map((entry) => entry.key).sort(), ['kind', 'year']);
    assert.equal((await gemini.fileSearchStores.documents.get({ name })).name, name);

    const stores = await all(await gemini.fileSearchStores.list());
    assert.ok(stores.some((found) => found.name === store.name && +found.activeDocumentsCount === 1));

    const answer = await gemini.models.generateContent({
      model,
      contents: 'How many steps has the lighthouse at Norvik?',
      config: { tools: [{ fileSearch: { fileSearchStoreNames: [store.name] } }] },
    });
    const grounding = answer.candidates[0].groundingMetadata;
    assert.ok(grounding.groundingChunks.length > 0);
    assert.ok(grounding.groundingChunks.every((chunk) => chunk.retrievedContext.text));
    for (const support of grounding.groundingSupports) {
      const { startIndex = 0, endIndex, text } = support.segment;
      const bytes = Buffer.from(answer.text).subarray(startIndex, endIndex);
      assert.equal(bytes.toString(), text);
    }

    await assert.rejects(gemini.fileSearchStores.delete({ name: store.name }),
      (error) => error instanceof ApiError && error.status === 400);
    await gemini.fileSearchStores.documents.delete({ name, config: { force: true } });
    assert.deepEqual(await all(await gemini.fileSearchStores.documents.list(
      { parent: store.name })), []);
    await gemini.fileSearchStores.delete({ name: store.name, config: { force: true } });
    await assert.rejects(gemini.fileSearchStores.get({ name: store.name }), ApiError);
  },
  'a wrong key is refused': async () => {
    const stranger = new GoogleGenAI({ apiKey: `AIza${'x'.repeat(35)}`,
      httpOptions: { baseUrl: address } });
    await assert.rejects(stranger.models.generateContent({ model, contents: 'Hello' }),
      (error) => error instanceof ApiError && error.status === 400
        && error.message.includes('API_KEY_INVALID'));
  },
};

console.log(`1..${Object.keys(cases).length}`);
let failed = 0;
for (const [index, [name, run]] of Object.entries(cases).entries()) {
  try {
    await run();
    console.log(`ok ${index + 1} ${name}`);
  } catch (reason) {
    failed += 1;
    console.log(`not ok ${index + 1} ${name}`);
    console.error(`${name}: ${reason.stack}`);
  }
}
process.exitCode = failed ? 1 : 0;
