// SPDX-License-Identifier: Apache-2.0
// What the API answers when the machine is in trouble, or what was asked for is gone.
import type { Page } from '@playwright/test';
import { Caller, addClient, bodies, troubles } from './api_caller';
import { expect, openCurrentCopy, test } from './fixtures';
import { Service } from './service';

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
