// SPDX-License-Identifier: Apache-2.0
// The document of the API against the running server, and the API against its promises.
import { execFile } from 'node:child_process';
import { createHash, createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  type Call, Caller, aFile, addClient, behindKey, bodies, forms, operations, troubles, usual,
  withBody,
} from './api_caller';
import { expect, expectAccessible, expectNoSidewaysScroll, openCurrentCopy, test } from './fixtures';
import { programPath } from './service';

/** Everybody in the sandbox is this one person. */
const LIST = '姓名,证件号码,管理号\n演示甲,11010119900303001X,SANDBOX-M0001\n演示甲,11010119900303001X,SANDBOX-M0007\n' +
  '演示甲,11010119900303001X,NOSUCH-1\n演示甲,1,SANDBOX-M0001\n';

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

/** The three ends of a code, and what can be asked of each. */
async function walkUses(caller: Caller, codes: { name: string; code: string }[]): Promise<void> {
  const redeem = (code: string, key: string): ReturnType<Caller['call']> => caller.call({ method: 'post',
    path: '/authorised-uses/redeem', body: { code }, headers: { 'Idempotency-Key': key } });
  const named = (name: string): string => codes.find((each) => each.name === name)?.code ?? '';
  const ready = await redeem(named('ready'), 'use-1');
  expect(ready.body).toMatchObject({ environment: 'sandbox', state: 'fetched', closed: null });
  const waiting = await redeem(named('pressing'), 'use-2');
  expect([waiting.status, waiting.headers.get('retry-after')]).toEqual([202, String(waiting.body.retry_after)]);
  const taken = await redeem(named('withdrawn'), 'use-3');
  expect(taken.body).toMatchObject({ state: 'withdrawn', closed: 'authorised_use.over', files: [] });
  expect((await redeem('0000-0000-0000-0000', 'use-4')).body.code).toBe('authorised_use.over');
  const mistyped = await redeem('0000-0000-0000-0001', 'use-5');
  expect([mistyped.status, mistyped.body.code]).toEqual([422, 'authorised_use.code_invalid']);
  const keyless = await caller.call({ method: 'post', path: '/authorised-uses/redeem', body: { code: named('ready') } });
  expect([keyless.status, keyless.body.member]).toEqual([422, 'Idempotency-Key']);
  const of = (id: string): Partial<Call> => ({ parameters: { id } });
  const again = await caller.call({ method: 'get', path: '/authorised-uses/{id}', ...of(ready.body.id) });
  expect(again.body.copy_no).toBe(ready.body.copy_no);
  const file = await caller.call({ method: 'get', path: '/authorised-uses/{id}/file', ...of(ready.body.id) });
  const verified = await caller.call({ method: 'post', path: '/verifications/file', form: aFile(file.body) });
  expect(verified.body).toMatchObject({ verdict: 'VALID', copy_no: ready.body.copy_no });
  const over = await caller.call({ method: 'get', path: '/authorised-uses/{id}/file', ...of(taken.body.id) });
  expect([over.status, over.body.code]).toEqual([409, 'authorised_use.over']);
  for (const path of ['/authorised-uses/{id}', '/authorised-uses/{id}/file'])
    expect((await caller.call({ method: 'get', path, ...of('4711') })).status, path).toBe(404);
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
  const everything = ['--scopes', 'status,verify,changes,bulk,redeem'];
  const good = await caller('--per-minute', '10000', ...everything);
  const nobody = new Caller(ownService.url, 'yx_test_none');
  const elsewhere = await caller('--network', '203.0.113.0/24');
  const poor = await caller('--per-day', '1', ...everything);
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
  await walkUses(good, sandbox.use_codes);
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
