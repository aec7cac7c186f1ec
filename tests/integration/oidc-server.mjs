// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright 2026 The Chatty Connectors authors
//
// oidc-provider, a certified authorization server, and behind it a list of
// models that only its tokens open. What it is to know comes as one line of JSON
// on standard input, because anybody can read a command line; it says its
// address, and ends with its input.
import http from 'node:http';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const folder = process.argv[2];
const { default: Provider } = await import(
  pathToFileURL(createRequire(`${folder}/`).resolve('oidc-provider')));

const lines = createInterface({ input: process.stdin });
const { client, secret, redirect, scopes, seconds } = JSON.parse(await new Promise(
  (resolve) => { lines.once('line', resolve); }));

const server = http.createServer();
await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
const issuer = `http://127.0.0.1:${server.address().port}`;

const provider = new Provider(issuer, {
  clients: [{
    client_id: client,
    client_secret: secret,
    application_type: 'native',
    redirect_uris: [redirect],
    response_types: ['code'],
    grant_types: ['authorization_code', 'refresh_token'],
    token_endpoint_auth_method: 'client_secret_post',
  }],
  scopes,
  claims: { openid: ['sub'], email: ['email', 'name'] },
  findAccount: (_, id) => ({
    accountId: id,
    claims: () => ({ sub: id, email: `${id}@example.org`, name: id }),
  }),
  pkce: { required: () => true },
  features: { revocation: { enabled: true }, devInteractions: { enabled: true } },
  // As Google has it for programs of the desktop.
  issueRefreshToken: () => true,
  rotateRefreshToken: true,
  ttl: { AccessToken: seconds, IdToken: 3600, Grant: 3600, Session: 3600, Interaction: 600 },
});

async function answer(request, response) {
  const [, token] = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '') ?? [];
  const access = token && await provider.AccessToken.find(token);
  const good = access && access.isValid;
  response.writeHead(good ? 200 : 401, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(good
    ? { models: [{ name: 'models/gemini-test', displayName: 'Gemini Test',
      supportedGenerationMethods: ['generateContent', 'countTokens'] }] }
    : { error: { code: 401, status: 'UNAUTHENTICATED', message: 'The token is not good.' } }));
}

const callback = provider.callback();
server.on('request', (request, response) => (request.url.startsWith('/v1beta/')
  ? answer(request, response) : callback(request, response)));
console.log(issuer);
lines.on('close', () => { process.exit(0); });
