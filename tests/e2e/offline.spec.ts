// SPDX-License-Identifier: Apache-2.0
// The second code of a printed copy: read by a scanner, taken apart by decoders that are not ours,
// and checked on the saved page without a network.
import { type Page } from '@playwright/test';
import { decode as fromBase45 } from 'base45';
import cbor from 'cbor';
import { execFile } from 'node:child_process';
import { createHash, createPublicKey, verify } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { inflateSync } from 'node:zlib';
import { expect, expectAccessible, expectNoSidewaysScroll, openCurrentCopy, test } from './fixtures';
import type { Service } from './service';

const run = promisify(execFile);
const COPY_LABEL = -70001;
const EXPIRES_LABEL = 4;

let scratch = '';
test.beforeEach(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'yinxin-e2e-offline-'));
});
test.afterEach(async () => rm(scratch, { recursive: true, force: true }));

/** Downloads a copy, prints it at 200 dpi and reads its second code. */
async function scanOfflineCode(page: Page, service: Service): Promise<string> {
  await openCurrentCopy(page, service);
  const arriving = page.waitForEvent('download');
  await page.locator('main a[href$="/file"]').first().click();
  await (await arriving).saveAs(join(scratch, 'copy.pdf'));
  const sheet = join(scratch, 'sheet');
  await run('pdftoppm', ['-r', '200', '-gray', '-singlefile', join(scratch, 'copy.pdf'), sheet]);
  const read = await run('zbarimg', ['-q', '--raw', `${sheet}.pgm`]);
  const code = read.stdout.split('\n').find((line) => line.startsWith('YX1:'));
  if (!code) throw new Error(`no offline code among: ${read.stdout}`);
  return code;
}

/** Saves the page as a file, as its own link does. */
async function savePage(page: Page, service: Service): Promise<string> {
  await page.goto(`${service.url}/offline`);
  const arriving = page.waitForEvent('download');
  await page.locator('#save a').click();
  const path = join(scratch, 'check.html');
  await (await arriving).saveAs(path);
  return pathToFileURL(path).href;
}

async function answerTo(page: Page, code: string): Promise<string | null> {
  await page.locator('#text').fill(code);
  await page.locator('#form button').click();
  await expect(page.locator('#answer h2')).toBeVisible();
  return page.locator('#answer').getAttribute('data-answer');
}

test('decoders nobody here wrote agree with what the code says', async ({ page, ownService }) => {
  const code = await scanOfflineCode(page, ownService);
  const cose = cbor.decodeFirstSync(inflateSync(fromBase45(code.slice('YX1:'.length))));
  expect(cose.tag).toBe(18); // COSE_Sign1
  const [header, , payload, signature] = cose.value as Buffer[];
  const certificate = createPublicKey(await readFile(join(ownService.data, 'keys/offline.crt')));
  const spki = certificate.export({ type: 'spki', format: 'der' });
  const named = cbor.decodeFirstSync(header) as Map<number, unknown>;
  expect(named.get(1)).toBe(-7);
  const id = createHash('sha256').update(spki).digest().subarray(0, 8);
  expect(Buffer.from(named.get(4) as Uint8Array)).toEqual(id);
  const signed = cbor.encode(['Signature1', header, Buffer.alloc(0), payload]);
  const key = { key: certificate, dsaEncoding: 'ieee-p1363' as const };
  expect(verify('sha256', signed, key, signature)).toBe(true);
  const claims = cbor.decodeFirstSync(payload) as Map<number, unknown>;
  expect(claims.get(COPY_LABEL)).toMatch(/^YX\d{8}-\d{12}$/);
  expect(claims.get(EXPIRES_LABEL)).toBeGreaterThan(Date.now() / 1000);
});

test('the saved page checks a copy without a network @phone', async ({ page, ownService, browser }) => {
  const code = await scanOfflineCode(page, ownService);
  const address = await savePage(page, ownService);
  const alone = await browser.newContext({ offline: true });
  const saved = await alone.newPage();
  await saved.goto(address);
  expect(await answerTo(saved, code)).toBe('good');
  await expect(saved.locator('#answer')).toContainText('没有联网查询证书现在的状态');
  await expect(saved.locator('#answer dd').first()).toHaveText(/^YX\d{8}-\d{12}$/);
  const middle = Math.floor(code.length / 2);
  const changed = code.slice(0, middle) + (code[middle] === 'A' ? 'B' : 'A') + code.slice(middle + 1);
  expect(['wrong', 'malformed', 'other_key']).toContain(await answerTo(saved, changed));
  expect(await answerTo(saved, 'https://example.org/')).toBe('malformed');
  await alone.close();
});

test('the served page keeps a policy, is accessible and fits a phone @phone', async ({ quietPage, ownService }) => {
  const code = await scanOfflineCode(quietPage, ownService);
  const answer = await quietPage.goto(`${ownService.url}/offline`);
  expect(answer?.headers()['content-security-policy']).toContain("script-src 'sha256-");
  expect(await answerTo(quietPage, code)).toBe('good');
  await expectAccessible(quietPage);
  await expectNoSidewaysScroll(quietPage);
});

test('another key is somebody else', async ({ page, ownService }) => {
  const code = await scanOfflineCode(page, ownService);
  const address = await savePage(page, ownService);
  const path = join(scratch, 'other.html');
  const text = await readFile(new URL(address), 'utf8');
  await writeFile(path, text.replace(/"id": "[0-9a-f]{16}"/, '"id": "0000000000000000"'));
  await page.goto(pathToFileURL(path).href);
  expect(await answerTo(page, code)).toBe('other_key');
});
