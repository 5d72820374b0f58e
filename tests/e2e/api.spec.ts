// SPDX-License-Identifier: Apache-2.0
// The document of the API against the running server, and the API against its promises.
import Ajv, { type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { execFile } from 'node:child_process';
import { createHash, createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, expectAccessible, expectNoSidewaysScroll, openCurrentCopy, test } from './fixtures';
import { Service, programPath } from './service';
import type { Page } from '@playwright/test';

const root = new URL('../../', import.meta.url);
const document = JSON.parse(await readFile(new URL('web/api/openapi.json', root), 'utf8'));
const PURPOSE = encodeURIComponent('入职资格审核');

interface Client { id: string; key: string }

/** Enters a client as an operator does, on the shell. */
async function addClient(service: Service, ...options: string[]): Promise<Client> {
  const { stdout } = await promisify(execFile)(programPath(), ['api-client', 'add', '--data',
    service.data, '--name', '测试客户', '--apply', ...options]);
  const found = /client {2}(\d+)\nkey {5}(yx_\w+)/.exec(stdout);
  if (!found) throw new Error(stdout);
  return { id: found[1], key: found[2] };
}

const ajv = new Ajv({ strict: false, allErrors: true });
addFormats(ajv);
ajv.addSchema(document, 'openapi');
const pointer = (...parts: string[]): string =>
  `openapi#/${parts.map((p) => encodeURIComponent(p.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')}`;

interface Call { method: string; path: string; parameters?: Record<string, string>; query?: string;
  body?: unknown; form?: FormData; headers?: Record<string, string> }

/** Calls operations and checks every answer against the document. */
class Caller {
  readonly seen = new Set<string>();
  constructor(private readonly url: string, private readonly key: string) {}

  async call(call: Call): Promise<{ status: number; body: any; headers: Headers }> {
    let path = call.path;
    for (const [name, value] of Object.entries(call.parameters ?? {}))
      path = path.replace(`{${name}}`, value);
    const headers: Record<string, string> = { Authorization: `Bearer ${this.key}`,
      'Yinxin-Purpose': PURPOSE, ...call.headers };
    if (call.body !== undefined) headers['Content-Type'] ??= 'application/json';
    const answer = await fetch(`${this.url}/api/v1${path}?lang=en&${call.query ?? ''}`, {
      method: call.method.toUpperCase(), headers,
      body: call.form ?? (typeof call.body === 'string' ? call.body
        : call.body === undefined ? undefined : JSON.stringify(call.body)),
    });
    const media = (answer.headers.get('content-type') ?? '').split(';')[0];
    const text = await answer.text();
    const body = media.endsWith('json') ? JSON.parse(text) : text;
    this.check(call, answer.status, media, body);
    return { status: answer.status, body, headers: answer.headers };
  }

  private check(call: Call, status: number, media: string, body: unknown): void {
    const name = `${call.method} ${call.path} ${status}`;
    let at = ['paths', call.path, call.method, 'responses', String(status)];
    let response = document.paths[call.path]?.[call.method]?.responses[status];
    if (!response) throw new Error(`the document does not know ${name}: ${JSON.stringify(body)}`);
    if (response.$ref) {
      at = response.$ref.slice(2).split('/');
      response = document.components.responses[at[2]];
    }
    expect(Object.keys(response.content), name).toContain(media);
    const schema: ValidateFunction | undefined =
      ajv.getSchema(pointer(...at, 'content', media, 'schema'));
    if (!schema) throw new Error(`no schema for ${name}`);
    expect(schema(body), `${name}: ${ajv.errorsText(schema.errors)}`).toBe(true);
    this.seen.add(name);
  }
}

interface Described { method: string; path: string; operation: any }
const operations: Described[] = Object.entries<any>(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ method, path, operation })));

/** What the machine's troubles are answered with: tests of their own make them. */
const troubles = ['get /changes 410', 'post /verifications/file 503', 'post /verifications/file 504'];
const behindKey = operations.filter((each) => !each.operation.security);
const withBody = behindKey.filter((each) => each.operation.requestBody);
const bodies: Record<string, unknown> = {
  '/certificates/status': { number: 'SANDBOX-M0001', name: '演示甲' },
  '/copies/status': { copy: 'nothing' },
  '/verifications/code': { text: 'nothing' },
  '/webhook': { url: 'https://example.com/hook' },
  '/sandbox/changes': { certificate: 'valid', status: 'revoked' },
};

function aFile(text: string): FormData {
  const form = new FormData();
  form.append('file', new Blob([text]), 'a.txt');
  return form;
}

/** Operations that take a form with a file. */
const forms = ['/verifications/file', '/bulk'];
/** Everybody in the sandbox is this one person. */
const LIST = '姓名,证件号码,管理号\n演示甲,11010119900303001X,SANDBOX-M0001\n演示甲,11010119900303001X,SANDBOX-M0007\n' +
  '演示甲,11010119900303001X,NOSUCH-1\n演示甲,1,SANDBOX-M0001\n';

/** A call of the operation as it should be, with what `change` replaces. */
function usual({ method, path, operation }: Described, change: Partial<Call> = {}): Call {
  const isForm = forms.includes(path);
  return { method, path, parameters: { id: '1' },
    ...(operation.requestBody && (isForm ? { form: aFile('x') } : { body: bodies[path] })),
    ...change };
}

/** The way of a bulk check, with everything the document says can happen on it. */
async function walkBulk(caller: Caller): Promise<void> {
  const at = (id: string): Partial<Call> => ({ parameters: { id } });
  for (const { method, path } of behindKey.filter((each) => each.path.startsWith('/bulk/{id}')))
    expect((await caller.call({ method, path, ...at('1') })).status, path).toBe(404);
  const long = Array.from({ length: 4999 }, (_, i) => `演示甲,P${100000 + i},N${i}`);
  const started = await caller.call({ method: 'post', path: '/bulk',
    form: aFile(['Name,ID number,Management number', ...long].join('\n')) });
  expect(started.status).toBe(202);
  const busy = await caller.call({ method: 'post', path: '/bulk', form: aFile(LIST) });
  expect([busy.status, busy.body.code]).toEqual([409, 'bulk.running']);
  const early = await caller.call({ method: 'delete', path: '/bulk/{id}', ...at(started.body.id) });
  expect([early.status, early.body.code]).toEqual([409, 'bulk.not_open']);
  const cancelled = await caller.call({ method: 'post', path: '/bulk/{id}/cancel', ...at(started.body.id) });
  expect([cancelled.status, cancelled.body.cancelled]).toEqual([200, true]);
  const twice = await caller.call({ method: 'post', path: '/bulk/{id}/cancel', ...at(started.body.id) });
  expect(twice.status).toBe(409);

  const { body: check } = await caller.call({ method: 'post', path: '/bulk', form: aFile(LIST) });
  await expect(async () => {
    const { body } = await caller.call({ method: 'get', path: '/bulk/{id}', ...at(check.id) });
    expect(body).toMatchObject({ state: 'finished', items: 4, items_checked: 4,
      verdicts: { VALID: 1, REVOKED: 1, NOT_FOUND: 1, UNREADABLE: 1 } });
  }).toPass({ timeout: 20_000 });
  const first = await caller.call({ method: 'get', path: '/bulk/{id}/answers', query: 'limit=3', ...at(check.id) });
  const rest = await caller.call({ method: 'get', path: '/bulk/{id}/answers',
    query: `after=${first.body.next}`, ...at(check.id) });
  const answers = [...first.body.answers, ...rest.body.answers];
  expect(answers.map((each: any) => [each.item, each.verdict, each.reason])).toEqual([
    [1, 'VALID', null], [2, 'REVOKED', 'certificate.revoked'], [3, 'NOT_FOUND', 'row.not_found'],
    [4, 'UNREADABLE', 'person.id_number_length']]);
  expect(answers[0].certificate_id).toBeTruthy();
  expect(rest.body.next).toBeNull();
  const { body: csv } = await caller.call({ method: 'get', path: '/bulk/{id}/result', ...at(check.id) });
  const { body: signed } = await caller.call({ method: 'get', path: '/bulk/{id}/summary', ...at(check.id) });
  const payload = JSON.parse(Buffer.from(signed.payload, 'base64url').toString('utf8'));
  // Reading it as a text takes the byte order mark away.
  expect(payload.result.csv_sha256).toBe(createHash('sha256').update(`\uFEFF${csv}`).digest('hex'));
  const { body: all } = await caller.call({ method: 'get', path: '/bulk' });
  expect(all.checks.map((each: any) => each.id)).toEqual([check.id, started.body.id]);
  const gone = await caller.call({ method: 'delete', path: '/bulk/{id}', ...at(check.id) });
  expect(gone.body).toEqual({ id: check.id, forgotten: true });
}

test('every route and status of the document is answered as it says', async ({ ownService }) => {
  test.slow();
  const seen = new Set<string>();
  const caller = async (...options: string[]): Promise<Caller> => {
    const made = new Caller(ownService.url, (await addClient(ownService, ...options)).key);
    callers.push(made);
    return made;
  };
  const callers: Caller[] = [];
  const good = await caller('--per-minute', '10000');
  const nobody = new Caller(ownService.url, 'yx_test_none');
  const elsewhere = await caller('--network', '203.0.113.0/24');
  const poor = await caller('--per-day', '1');
  callers.push(nobody);
  await poor.call({ method: 'get', path: '/calls' });
  for (const each of behindKey) {
    await nobody.call(usual(each));
    await elsewhere.call(usual(each));
    await poor.call(usual(each));
    await good.call(usual(each, { headers: { 'Yinxin-Purpose': '' } }));
  }
  for (const each of withBody) {
    const isForm = forms.includes(each.path);
    await good.call(usual(each, { form: undefined, body: '<x/>', headers: { 'Content-Type': 'text/xml' } }));
    if (!isForm) await good.call(usual(each, { body: '{' }));
    await good.call(usual(each, isForm ? { form: aFile('x'.repeat(34 << 20)) }
      : { body: `"${'x'.repeat(70_000)}"` }));
  }
  const { body: sandbox } = await good.call({ method: 'get', path: '/sandbox/certificates' });
  const valid = sandbox.certificates[0];
  for (const path of ['/certificates/status', '/copies/status', '/verifications/code'])
    await good.call({ method: 'post', path, body:
      path === '/certificates/status' ? { number: 'NOSUCH-1', name: '演示甲' } : bodies[path] });
  await good.call({ method: 'post', path: '/certificates/status', body: bodies['/certificates/status'] });
  await good.call({ method: 'post', path: '/copies/status', body: { copy: valid.copy_no,
    person: { name: '演示甲', id_tail: '001X' } } });
  await good.call({ method: 'post', path: '/verifications/code', body: { text: valid.link } });
  for (const file of sandbox.files) {
    const { body } = await good.call({ method: 'post', path: '/verifications/file', form: aFile(file.text) });
    expect(body.verdict).toBe(file.verdict);
  }
  await walkBulk(good);
  await good.call({ method: 'post', path: '/webhook/ping' });
  await good.call({ method: 'put', path: '/webhook', body: bodies['/webhook'] });
  const { body: ping } = await good.call({ method: 'post', path: '/webhook/ping' });
  await good.call({ method: 'get', path: '/webhook' });
  await good.call({ method: 'post', path: '/webhook/deliveries/{id}/replay', parameters: { id: '1' } });
  await expect(async () => {
    const replayed = await good.call({ method: 'post', path: '/webhook/deliveries/{id}/replay',
      parameters: { id: ping.id } });
    expect(replayed.status, 'it may be under way just now').toBe(202);
  }).toPass();
  await good.call({ method: 'get', path: '/webhook/deliveries' });
  await good.call({ method: 'delete', path: '/webhook' });
  await good.call({ method: 'post', path: '/sandbox/changes', body: bodies['/sandbox/changes'] });
  await good.call({ method: 'get', path: '/changes' });
  await good.call({ method: 'get', path: '/openapi.json' });
  await good.call({ method: 'get', path: '/docs' });
  for (const each of callers) for (const name of each.seen) seen.add(name);
  const promised = operations.flatMap(({ method, path, operation }) =>
    Object.keys(operation.responses).filter((status) => status !== 'default')
      .map((status) => `${method} ${path} ${status}`));
  expect([...promised].filter((name) => !seen.has(name) && !troubles.includes(name)), 'not exercised')
    .toEqual([]);
});

/** The live copy of a holder, as somebody was given it. */
async function aCopy(page: Page, service: Service): Promise<Buffer> {
  const copy = await openCurrentCopy(page, service);
  return (await page.request.get(`${service.url}${copy}/file`)).body();
}

function theFile(content: Buffer): FormData {
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(content)]), 'copy.pdf');
  return form;
}

let waiting: Promise<number>[] = [];
test('when reading stands still a copy of ours is not blamed, and too many are sent away', async ({
  page,
  browser,
  ownService,
}) => {
  test.slow();
  const file = await aCopy(page, ownService);
  const { key } = await addClient(ownService, '--live', '--per-minute', '10000');
  const caller = new Caller(ownService.url, key);
  const ask = (content: Buffer, headers = {}): Promise<{ status: number; body: any; headers: Headers }> =>
    caller.call({ method: 'post', path: '/verifications/file', form: theFile(content), headers });
  const reader = await ownService.reader();
  const stranger = await (await browser.newContext()).newPage();
  await stranger.goto(`${ownService.url}/verify`);
  await stranger.locator('#file').setInputFiles(
    { name: 'copy.pdf', mimeType: 'application/pdf', buffer: file });
  const again = { 'Idempotency-Key': 'while-it-stood-still' };
  process.kill(reader, 'SIGSTOP');
  try {
    const [slow] = await Promise.all([
      ask(file, again),
      stranger.locator('form:has(#file) button.primary').click(),
    ]);
    expect([slow.status, slow.body.code]).toEqual([504, 'timed_out']);
    expect(Number(slow.headers.get('retry-after'))).toBeGreaterThan(0);
    await expect(stranger.locator('h1')).toHaveText('这份文件没有核验成');
    await expect(stranger.locator('main')).toContainText('读取这份文件的时间太长');

    // Four are read at a time and 64 wait; one more is sent away at once.
    const refused = new Promise<{ body: any; headers: Headers }>((resolve, reject) => {
      const all = Array.from({ length: 80 }, (_, i) => ask(Buffer.from(`file ${i}`)).then((answer) => {
        if (answer.status === 503) resolve(answer);
        return answer.status;
      }));
      Promise.all(all).then((statuses) => {
        expect(new Set(statuses)).toEqual(new Set([200, 503]));
        reject(new Error('nobody was sent away'));
      }, reject);
      waiting = all;
    });
    const busy = await refused;
    expect(busy.body.code).toBe('unavailable');
    expect(Number(busy.headers.get('retry-after'))).toBeGreaterThan(0);
  } finally {
    process.kill(reader, 'SIGCONT');
  }
  const statuses = await Promise.all(waiting);
  expect(new Set(statuses)).toEqual(new Set([200, 503]));
  // The same request, as a program would send it again: nothing was kept of the failure.
  const good = await ask(file, again);
  expect([good.status, good.body.verdict]).toEqual([200, 'VALID']);
  expect([...caller.seen]).toEqual(expect.arrayContaining(
    troubles.filter((name) => name.startsWith('post'))));
  await stranger.context().close();
});

test('changes too old to be kept are gone, and the feed goes on', async ({ ownService }) => {
  const { key } = await addClient(ownService);
  const caller = new Caller(ownService.url, key);
  const play = async (on: Caller, status: string): Promise<void> => {
    await on.call({ method: 'post', path: '/certificates/status', body: bodies['/certificates/status'] });
    await on.call({ method: 'post', path: '/sandbox/changes', body: { certificate: 'valid', status } });
  };
  const newest = async (on: Caller): Promise<number> =>
    (await on.call({ method: 'get', path: '/changes' })).body.next;
  await play(caller, 'suspended');
  await play(caller, 'valid');
  await expect.poll(() => newest(caller)).toBe(2);
  await ownService.stop();

  const later = await Service.startAhead(ownService.data, `${401 * 24}h`);
  try {
    const then = new Caller(later.url, key);
    await play(then, 'revoked');
    await expect.poll(() => newest(then)).toBe(3);
    let gone = await then.call({ method: 'get', path: '/changes', query: 'since=1' });
    await expect.poll(async () => {
      gone = await then.call({ method: 'get', path: '/changes', query: 'since=1' });
      return gone.status;
    }).toBe(410);
    expect(gone.body.code).toBe('api.cursor_gone');
    const fresh = await then.call({ method: 'get', path: '/changes', query: 'since=0' });
    expect(fresh.body.changes.map((each: any) => each.number)).toEqual([3]);
    expect(then.seen).toContain('get /changes 410');
  } finally {
    await later.stop();
  }
});

test('a live client asks the register, and the holder and the client see why', async ({ page, ownService }) => {
  test.slow();
  const copy = await openCurrentCopy(page, ownService);
  const file = await (await page.request.get(`${ownService.url}${copy}/file`)).body();
  const client = await addClient(ownService, '--live');
  const caller = new Caller(ownService.url, client.key);
  const answer = await caller.call({ method: 'post', path: '/certificates/status',
    body: { number: 'SANDBOX-M0001', name: '演示甲' } });
  expect(answer.status, 'the sandbox is not the register').toBe(404);
  expect(answer.body.code).toBe('not_found');
  const { body } = await caller.call({ method: 'get', path: '/calls' });
  expect(body.calls[1]).toMatchObject({ operation: 'api.certificate.status', purpose: '入职资格审核',
    status: 404, outcome: 'not_found' });
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(file)]), 'copy.pdf');
  const verified = await caller.call({ method: 'post', path: '/verifications/file', form });
  expect(verified.body.verdict).toBe('VALID');
  const named = await caller.call({ method: 'post', path: '/copies/status', body: { copy: verified.body.copy_no } });
  expect(named.body.certificate_id).toBe(verified.body.certificate_id);
  expect(named.body.certificate.management_no, 'a number opens no other number').toBeNull();
  await page.goto(`${ownService.url}/certificates`);
  const links = await page.locator('main a[href*="/certificates/"]').evaluateAll((all) =>
    [...new Set(all.map((each) => /\/certificates\/\d+/.exec(each.getAttribute('href') ?? '')?.[0]))]);
  let told = '';
  for (const link of links) {
    await page.goto(`${ownService.url}${link}`);
    told += await page.locator('main').innerText();
  }
  expect(told.match(/测试客户/g)).toHaveLength(2);
  expect(told.match(/入职资格审核/g)).toHaveLength(2);
});

test('what is not there below /api is a problem, not a page', async ({ request }) => {
  for (const path of ['/api/v1/nothing', '/api/v2/changes']) {
    const answer = await request.get(path);
    expect(answer.status()).toBe(404);
    expect(answer.headers()['content-type']).toBe('application/problem+json');
  }
  expect((await request.put('/api/v1/calls')).status()).toBe(405);
});

test('a repeated request is answered the same and done once', async ({ ownService }) => {
  const caller = new Caller(ownService.url, (await addClient(ownService)).key);
  const headers = { 'Idempotency-Key': 'order-17' };
  await caller.call({ method: 'post', path: '/certificates/status', body: bodies['/certificates/status'] });
  const play: Call = { method: 'post', path: '/sandbox/changes', body: bodies['/sandbox/changes'], headers };
  const first = await caller.call(play);
  expect(first.status).toBe(202);
  const again = await caller.call(play);
  expect(again.body).toEqual(first.body);
  await expect(async () => {
    const { body } = await caller.call({ method: 'get', path: '/changes' });
    expect(body.changes).toHaveLength(1);
  }).toPass({ timeout: 20_000 });
  const other = await caller.call({ ...play, body: { certificate: 'valid', status: 'suspended' } });
  expect(other.body.code).toBe('api.idempotency_reused');
});

test('a change is in the feed and comes to the webhook, signed; the feed can be read again', async ({ ownService }) => {
  test.slow();
  const caller = new Caller(ownService.url, (await addClient(ownService)).key);
  const got: { body: string; signature: string }[] = [];
  const receiver = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => { body += part; });
    request.on('end', () => {
      got.push({ body, signature: String(request.headers['yinxin-signature']) });
      // The first attempt fails, so that there is a second.
      response.writeHead(got.length === 1 ? 500 : 204).end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const address = receiver.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  try {
    const set = await caller.call({ method: 'put', path: '/webhook',
      body: { url: `http://127.0.0.1:${address.port}/hook` } });
    await caller.call({ method: 'post', path: '/certificates/status', body: bodies['/certificates/status'] });
    await caller.call({ method: 'post', path: '/sandbox/changes', body: bodies['/sandbox/changes'] });
    await expect.poll(() => got.length, { timeout: 40_000 }).toBe(2);
    expect(got[1].body).toBe(got[0].body);
    for (const { body, signature } of got) {
      const [, t, v1] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(signature) ?? [];
      expect(createHmac('sha256', set.body.secret).update(`${t}.${body}`).digest('hex')).toBe(v1);
    }
    const feed = await caller.call({ method: 'get', path: '/changes', query: 'since=0' });
    expect(feed.body.changes).toEqual([JSON.parse(got[0].body)]);
    expect(feed.body.changes[0]).toMatchObject({ number: 1, type: 'certificate.changed', former: 'valid', status: 'revoked' });
    const again = await caller.call({ method: 'get', path: '/changes', query: 'since=0' });
    expect(again.body).toEqual(feed.body);
    const behind = await caller.call({ method: 'get', path: '/changes', query: `since=${feed.body.next}` });
    expect(behind.body.changes).toEqual([]);
    await expect.poll(async () => {
      const { body } = await caller.call({ method: 'get', path: '/webhook/deliveries' });
      return body.deliveries.map((each: any) => [each.state, each.attempts.map((a: any) => a.status)]);
    }).toEqual([['delivered', [500, 204]]]);
  } finally {
    receiver.close();
  }
});

test('a rotated key works beside the new one until it is ended', async ({ ownService }) => {
  const client = await addClient(ownService);
  const run = (...rest: string[]): Promise<{ stdout: string }> =>
    promisify(execFile)(programPath(), ['api-client', ...rest, '--data', ownService.data]);
  const asks = async (key: string): Promise<number> =>
    (await new Caller(ownService.url, key).call({ method: 'get', path: '/calls' })).status;
  expect((await run('rotate', client.id)).stdout).toMatch(/^Would give a new key/);
  const { stdout } = await run('rotate', client.id, '--apply');
  const fresh = /yx_test_\w+/.exec(stdout)?.[0] ?? '';
  expect([await asks(client.key), await asks(fresh)]).toEqual([200, 200]);
  await run('end-key', client.id, '--key', client.key.split('_')[2], '--apply');
  expect([await asks(client.key), await asks(fresh)]).toEqual([401, 200]);
  await run('disable', client.id, '--apply');
  expect(await asks(fresh)).toBe(401);
});

test('the printed sandbox key of the demonstration works', async ({ ownService }) => {
  const key = await readFile(join(ownService.data, 'demo-api-key'), 'utf8');
  const answer = await new Caller(ownService.url, key).call({ method: 'get', path: '/sandbox/certificates' });
  expect(answer.status).toBe(200);
  expect(answer.headers.get('ratelimit')).toMatch(/^"minute";r=59;t=\d+, "day";r=9999;t=\d+$/);
});

for (const language of ['zh', 'en']) {
  test(`the page about the API can be read by everybody (${language})`, async ({ quietPage }) => {
    await quietPage.goto(`/api/v1/docs?lang=${language}`);
    await expect(quietPage.locator('main h2')).toHaveCount(operations.length);
    await expectAccessible(quietPage);
    await quietPage.setViewportSize({ width: 375, height: 700 });
    await expectNoSidewaysScroll(quietPage);
  });
}
