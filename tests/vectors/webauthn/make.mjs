// SPDX-License-Identifier: Apache-2.0
// Makes vectors.json beside it with Node.js's own crypto and a CBOR writer of twenty lines: an
// authenticator as W3C Web Authentication Level 2 describes it, written from the text and sharing
// nothing with the program. usage: node make.mjs > vectors.json
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

const head = (major, n) =>
  n < 24 ? Buffer.from([(major << 5) | n])
    : n < 256 ? Buffer.from([(major << 5) | 24, n])
      : Buffer.from([(major << 5) | 25, n >> 8, n & 255]);
function cbor(value) {
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
  return Buffer.concat([head(5, value.size), ...[...value].flat().map(cbor)]);
}
const sha256 = (data) => createHash('sha256').update(data).digest();
const b64 = (data) => Buffer.from(data).toString('base64url');
const raw = (text) => Buffer.from(text, 'base64url');

const kinds = {
  es256: {
    pair: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
    cose: (jwk) => new Map([[1, 2], [3, -7], [-1, 1], [-2, raw(jwk.x)], [-3, raw(jwk.y)]]),
    sign: (key, data) => sign('sha256', data, key),
  },
  rs256: {
    pair: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
    cose: (jwk) => new Map([[1, 3], [3, -257], [-1, raw(jwk.n)], [-2, raw(jwk.e)]]),
    sign: (key, data) => sign('sha256', data, key),
  },
  eddsa: {
    pair: () => generateKeyPairSync('ed25519'),
    cose: (jwk) => new Map([[1, 1], [3, -8], [-1, 6], [-2, raw(jwk.x)]]),
    sign: (key, data) => sign(null, data, key),
  },
  // Lawful elsewhere, not asked for here.
  es384: {
    pair: () => generateKeyPairSync('ec', { namedCurve: 'P-384' }),
    cose: (jwk) => new Map([[1, 2], [3, -35], [-1, 2], [-2, raw(jwk.x)], [-3, raw(jwk.y)]]),
    sign: (key, data) => sign('sha384', data, key),
  },
};

const rp = 'yinxin.example';
const origin = 'https://yinxin.example';
const PRESENT = 1, VERIFIED = 4, CREDENTIAL = 64, EXTENSIONS = 128;

function client(type, challenge, extra = {}) {
  return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false, ...extra }));
}
function data(flags, count, tail = Buffer.alloc(0)) {
  const counter = Buffer.alloc(4);
  counter.writeUInt32BE(count);
  return Buffer.concat([sha256(rp), Buffer.from([flags]), counter, tail]);
}
function make(name, { kind = 'es256', made = PRESENT | VERIFIED, shown = PRESENT | VERIFIED, count = 7,
  extensions = false, client_extra = {} } = {}) {
  const { pair, cose, sign: signWith } = kinds[kind];
  const { publicKey, privateKey } = pair();
  const id = randomBytes(32);
  const credential = Buffer.concat([Buffer.alloc(16), Buffer.from([0, id.length]), id,
    cbor(cose(publicKey.export({ format: 'jwk' })))]);
  const tail = extensions ? Buffer.concat([credential, cbor(new Map([['credProtect', 2]]))]) : credential;
  const authData = data(made | CREDENTIAL | (extensions ? EXTENSIONS : 0), 0, tail);
  const create = b64(randomBytes(32));
  const get = b64(randomBytes(32));
  const shownClient = client('webauthn.get', get, client_extra);
  const shownData = data(shown, count);
  return {
    name, rp, origin, credential: b64(id),
    spki: b64(publicKey.export({ type: 'spki', format: 'der' })),
    registration: {
      challenge: create,
      client_data: b64(client('webauthn.create', create, client_extra)),
      attestation: b64(cbor(new Map([['fmt', 'none'], ['attStmt', new Map()], ['authData', authData]]))),
    },
    assertion: {
      challenge: get, count,
      client_data: b64(shownClient),
      authenticator_data: b64(shownData),
      signature: b64(signWith(privateKey, Buffer.concat([shownData, sha256(shownClient)]))),
    },
  };
}
console.log(JSON.stringify([
  make('es256'), make('rs256', { kind: 'rs256' }), make('eddsa', { kind: 'eddsa' }),
  make('extensions', { extensions: true }),
  make('es384', { kind: 'es384' }),
  make('not_verified', { made: PRESENT, shown: PRESENT }),
  make('not_present', { made: VERIFIED, shown: VERIFIED }),
  make('framed', { client_extra: { crossOrigin: true } }),
  make('other_members', { client_extra: { other_keys_can_be_added_here: 'do not compare' } }),
], null, 1));
