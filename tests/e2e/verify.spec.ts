// SPDX-License-Identifier: Apache-2.0
// A stranger holds a file or a picture and asks what it is.
import { type Browser, type Page } from '@playwright/test';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import {
  accountOf,
  expect,
  expectGoodLook,
  languages,
  openCurrentCopy,
  signIn,
  test,
} from './fixtures';
import type { Service } from './service';

const run = promisify(execFile);
const ID_NUMBER = /\d{17}[\dX]/;
const ANSWER = /\/verify\/results\/[\w-]{43}$/;

let scratch = '';
test.beforeEach(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'yinxin-e2e-verify-'));
});
test.afterEach(async () => rm(scratch, { recursive: true, force: true }));

/** Clicks what downloads a file and keeps it. */
async function save(page: Page, selector: string, name: string): Promise<string> {
  const arriving = page.waitForEvent('download');
  await page.locator(selector).first().click();
  const path = join(scratch, name);
  await (await arriving).saveAs(path);
  return path;
}

/** Downloads the current copy of demo02; leaves the holder on the page of the copy. */
async function takeCopy(page: Page, service: Service): Promise<string> {
  await openCurrentCopy(page, service);
  return save(page, 'main a[href$="/file"]', 'copy.pdf');
}

/** Somebody who has only the file. */
async function stranger(browser: Browser, hasScript: boolean): Promise<Page> {
  return (await browser.newContext({ javaScriptEnabled: hasScript })).newPage();
}

/** Uploads a file; comes back with the class of the answer's sign. */
async function ask(page: Page, service: Service, path: string, more = {}): Promise<string> {
  await page.goto(`${service.url}/verify`);
  await page.locator('#file').setInputFiles(path);
  for (const [field, value] of Object.entries(more)) {
    await page.locator('.more summary').first().click();
    await page.locator(`#${field}`).fill(String(value));
  }
  await page.locator('form:has(#file) button.primary').click();
  await expect(page).toHaveURL(ANSWER);
  const classes = (await page.locator('.verdict').getAttribute('class')) ?? '';
  return /is-([\w]+)/.exec(classes)?.[1] ?? '';
}

test('a genuine file, its receipt, and the receipt given back @phone @without-script', async ({
  page,
  ownService,
  browser,
  javaScriptEnabled,
}) => {
  const hasScript = javaScriptEnabled !== false;
  const file = await takeCopy(page, ownService);
  const asking = await stranger(browser, hasScript);
  expect(await ask(asking, ownService, file)).toBe('genuine');
  const shown = (await asking.locator('main').textContent()) ?? '';
  expect(shown, 'the number is masked').not.toMatch(ID_NUMBER);
  expect(shown).toMatch(/YX\d{8}-\d{12}/);
  await expect(asking.locator('.asked li.is-good')).toHaveCount(3);
  await expectGoodLook(asking, hasScript);

  await asking.locator('form[action$="/receipt"] button').click();
  await expect(asking).toHaveURL(ANSWER);
  await expect(asking.locator('form[action$="/receipt"]')).toHaveCount(0);
  await expectGoodLook(asking, hasScript);
  const receipt = await save(asking, 'a[href$="/receipt.pdf"]', 'receipt.pdf');
  const seal = (await run('pdfsig', ['-nocert', receipt])).stdout;
  expect(seal).toContain('Signature is Valid.');
  expect(seal).toContain('Total document signed');
  const text = (await run('pdftotext', [receipt, '-'])).stdout.replaceAll(/\s/g, '');
  expect(text).toContain('真实有效');
  expect(text, 'the number is masked').not.toMatch(ID_NUMBER);
  expect(await ask(asking, ownService, receipt)).toBe('receipt');
  await asking.context().close();
});

test('the receipt as JSON is signed by the certificate that the page names', async ({
  page,
  ownService,
  browser,
}) => {
  const file = await takeCopy(page, ownService);
  const asking = await stranger(browser, true);
  await ask(asking, ownService, file);
  await asking.locator('form[action$="/receipt"] button').click();
  const path = await save(asking, 'a[href$="/receipt.json"]', 'receipt.json');
  const jws = JSON.parse(await readFile(path, 'utf8')) as Record<string, string>;
  const pem = await (await asking.request.get(`${ownService.url}/verify/receipts.pem`)).text();
  const { createPublicKey, verify, createHash } = await import('node:crypto');
  const key = { key: createPublicKey(pem), dsaEncoding: 'ieee-p1363' as const };
  const signed = Buffer.from(`${jws.protected}.${jws.payload}`);
  expect(verify('sha256', signed, key, Buffer.from(jws.signature, 'base64url'))).toBe(true);
  const payload = Buffer.from(jws.payload, 'base64url').toString('utf8');
  expect(payload).toContain('"VALID"');
  expect(payload).toContain(createHash('sha256').update(await readFile(file)).digest('hex'));
  expect(payload, 'the number is masked').not.toMatch(ID_NUMBER);
  await asking.context().close();
});

test('edited files are never genuine', async ({ page, ownService, browser }) => {
  const file = await takeCopy(page, ownService);
  const bytes = await readFile(file);
  const asking = await stranger(browser, true);
  const edited = join(scratch, 'edited.pdf');

  const oneBit = Buffer.from(bytes);
  const stream = oneBit.indexOf('stream\n') + 40;
  oneBit[stream] ^= 1;
  await writeFile(edited, oneBit);
  expect(['changed', 'not_the_copy', 'unreadable']).toContain(await ask(asking, ownService, edited));

  await writeFile(edited, Buffer.concat([bytes, Buffer.from('\n% a line more\n')]));
  expect(['changed', 'not_the_copy', 'unreadable']).toContain(await ask(asking, ownService, edited));
  const shown = (await asking.locator('main').textContent()) ?? '';
  expect(shown, 'a file that only names a copy does not open the register').not.toContain('*');

  // Written anew by another program: what was sealed is no more.
  await run('qpdf', ['--object-streams=generate', file, edited]).catch((error: { code: number }) => {
    if (error.code !== 3) throw error; // 3: done, with warnings
  });
  expect(['changed', 'not_the_copy', 'unreadable']).toContain(await ask(asking, ownService, edited));
  await expectGoodLook(asking, true);
  await asking.context().close();
});

test('an OFD is answered like a PDF', async ({ ownService, browser }) => {
  // Sealed soundly by nobody whom the demonstration trusts; then with something in front.
  const seed = fileURLToPath(new URL('../fuzz/corpus/zip/version4.ofd', import.meta.url));
  const asking = await stranger(browser, true);
  expect(await ask(asking, ownService, seed)).toBe('foreign');
  await expect(asking.locator('.asked li.is-good')).toHaveCount(1);
  await expectGoodLook(asking, true);

  const edited = join(scratch, 'edited.ofd');
  await writeFile(edited, Buffer.concat([Buffer.from('MZ'), await readFile(seed)]));
  expect(await ask(asking, ownService, edited)).toBe('unreadable');
  await asking.context().close();
});

test('a scan proves nothing but leads to the register', async ({ page, ownService, browser }) => {
  const file = await takeCopy(page, ownService);
  const sheet = join(scratch, 'sheet');
  await run('pdftoppm', ['-r', '150', '-png', '-singlefile', file, sheet]);
  const asking = await stranger(browser, true);
  expect(await ask(asking, ownService, `${sheet}.png`)).toBe('image');
  await expectGoodLook(asking, true);
  await asking.locator('.found a.primary').click();
  await expect(asking).toHaveURL(/\/v\/[\w-]{22}$/);
  await asking.context().close();
});

/** A photograph of the copy's page. */
async function photograph(file: string): Promise<string> {
  const sheet = join(scratch, 'photo');
  await run('pdftoppm', ['-r', '400', '-jpeg', '-jpegopt', 'quality=95', '-singlefile', file, sheet]);
  return `${sheet}.jpg`;
}

test('a photograph is one step to the page of its copy @phone @without-script', async ({
  page,
  ownService,
  browser,
  javaScriptEnabled,
}) => {
  const hasScript = javaScriptEnabled !== false;
  const photo = await photograph(await takeCopy(page, ownService));
  const asking = await stranger(browser, hasScript);
  await asking.goto(`${ownService.url}/verify`);
  expect(await asking.locator('#photo').getAttribute('capture')).toBe('environment');
  const sending = asking.waitForRequest((each) => each.url().endsWith('/verify/photo'));
  await asking.locator('#photo').setInputFiles(photo);
  if (!hasScript) await asking.locator('form[action="/verify/photo"] button').click();
  const sent = (await sending).postDataBuffer()?.length ?? 0;
  await expect(asking).toHaveURL(/\/v\/[\w-]{22}$/);
  if (hasScript) expect(sent).toBeLessThan((await readFile(photo)).length);
  await expectGoodLook(asking, hasScript);
  await asking.context().close();
});

test('a code read in the browser leads to a copy on this site and nowhere else', async ({
  page,
  ownService,
  browser,
}) => {
  const photo = await photograph(await takeCopy(page, ownService));
  const asking = await stranger(browser, true);
  const visited: string[] = [];
  asking.on('framenavigated', (frame) => visited.push(frame.url()));
  // Browsers on phones have a reader of codes; this one says what it is told to.
  await asking.addInitScript(() => {
    class Detector {
      detect(): Promise<{ rawValue: string }[]> {
        return Promise.resolve([{ rawValue: window.name }]);
      }
    }
    Object.assign(window, { BarcodeDetector: Detector });
  });
  const site = ownService.url;
  for (const text of [
    `${site}/v/..//evil.example/x`,
    `${site}/v/../logout`,
    `${site}/v/AAAAAAAAAAAAAAAAAAAAAA/../../faq`,
    `${site}.evil.example/v/AAAAAAAAAAAAAAAAAAAAAA`,
    `${site}@evil.example/v/AAAAAAAAAAAAAAAAAAAAAA`,
    'javascript:location.assign("/faq")',
  ]) {
    await asking.goto(`${site}/verify`);
    await asking.evaluate((told) => { window.name = told; }, text);
    await asking.locator('#photo').setInputFiles(photo);
    // The server reads the true code of the picture.
    await expect(asking, text).toHaveURL(/\/v\/[\w-]{22}$/);
  }
  await asking.goto(`${site}/verify`);
  const copy = `${site}/v/AAAAAAAAAAAAAAAAAAAAAA`;
  await asking.evaluate((told) => { window.name = told; }, copy);
  await asking.locator('#photo').setInputFiles(photo);
  await expect(asking).toHaveURL(copy);
  expect(visited.filter((url) => !/\/(verify|v\/[\w-]{22})$/.test(url))).toEqual([]);
  await asking.context().close();
});

test('a file dropped anywhere on the page is the one to check', async ({
  page,
  ownService,
  browser,
}) => {
  const file = await readFile(await takeCopy(page, ownService));
  const asking = await stranger(browser, true);
  await asking.goto(`${ownService.url}/verify`);
  const dropped = await asking.evaluateHandle((content) => {
    const bytes = Uint8Array.from(atob(content), (each) => each.charCodeAt(0));
    const transfer = new DataTransfer();
    transfer.items.add(new File([bytes], 'copy.pdf', { type: 'application/pdf' }));
    return transfer;
  }, file.toString('base64'));
  await asking.dispatchEvent('h1', 'dragover', { dataTransfer: dropped });
  await expect(asking.locator('#file')).toHaveClass(/awaited/);
  await asking.dispatchEvent('h1', 'drop', { dataTransfer: dropped });
  await expect(asking.locator('#file')).not.toHaveClass(/awaited/);
  await asking.locator('form:has(#file) button.primary').click();
  await expect(asking.locator('.verdict')).toHaveClass(/is-genuine/);
  await asking.context().close();
});

test('the day, the recipient and a withdrawal change the answer', async ({
  page,
  ownService,
  browser,
}) => {
  const file = await takeCopy(page, ownService);
  const copy = new URL(page.url()).pathname;
  const asking = await stranger(browser, true);
  expect(await ask(asking, ownService, file, { as_of: '2021-01-01' })).toBe('not_yet');
  await expect(asking.locator('.asked')).toContainText('那一天能不能用？');
  await expect(asking.locator('.asked')).toContainText('加注那时还没有开始');
  await expect(asking.locator('.asked')).not.toContainText('过期');
  expect(await ask(asking, ownService, file, { recipient: '演示别家有限公司' })).toBe('genuine');
  await expect(asking.locator('main .note')).toHaveCount(1);
  const link = page.locator('main a[href$="/withdraw"]').first();
  const address = (await link.count()) > 0 ? await link.getAttribute('href') : `${copy}/withdraw`;
  await page.goto(`${ownService.url}${address}`);
  await page.locator('form[action$="/withdraw"] button').click();
  expect(await ask(asking, ownService, file)).toBe('withdrawn');
  await expectGoodLook(asking, true);
  await asking.context().close();
});

test('the holder sees who checked while signed in', async ({ page, ownService, browser }) => {
  const file = await takeCopy(page, ownService);
  const asking = await stranger(browser, true);
  await signIn(asking, ownService, await accountOf(ownService, 'demo09'));
  expect(await ask(asking, ownService, file)).toBe('genuine');
  await page.goto(`${ownService.url}/certificates`);
  const cards = page.locator('main .card a[href$="/endorse"]');
  const certificates = await cards.evaluateAll((all) =>
    all.map((each) => (each.getAttribute('href') ?? '').replace(/\/endorse$/, '')),
  );
  const seen: string[] = [];
  for (const address of certificates) {
    await page.goto(`${ownService.url}${address}`);
    const known = page.locator('section[aria-labelledby="checks"] h3 + dl');
    if ((await known.count()) === 0) continue;
    seen.push((await known.textContent()) ?? '');
    await expectGoodLook(page, true);
  }
  expect(seen, 'on the page of that one certificate').toHaveLength(1);
  expect(seen[0]).toContain('真实有效');
  expect(seen[0]).toMatch(/d[^<]*\*/);
  expect(seen[0], 'not the whole login name').not.toContain('demo09');
  await page.goto(`${ownService.url}/checks`);
  const ofMine = page.locator('section[aria-labelledby="of-mine"] dl > div');
  await expect(ofMine).toHaveCount(1);
  await expect(ofMine).toContainText('真实有效');
  await expectGoodLook(page, true);
  await asking.context().close();
});

test('no file, and too large a file, say what to do @phone', async ({ page, ownService }) => {
  await page.goto(`${ownService.url}/verify`);
  await page.locator('form:has(#file) button.primary').click();
  await expect(page.locator('.error-summary a')).toHaveAttribute('href', '#file');
  await expect(page.locator('#file')).toHaveAttribute('aria-invalid', 'true');
  await expectGoodLook(page, true);
  const large = await page.request.post(`${ownService.url}/verify/file`, {
    multipart: { file: { name: 'a.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(12e6) } },
  });
  expect(large.status()).toBe(413);
});

for (const language of languages) {
  test(`the ways to verify in ${language} @phone @without-script`, async ({
    page,
    javaScriptEnabled,
  }) => {
    await page.goto(`/verify?lang=${language}`);
    await expect(page.locator('#file')).toBeVisible();
    await expect(page.locator('#photo')).toBeVisible();
    await expect(page.locator('#code')).toBeVisible();
    await expectGoodLook(page, javaScriptEnabled !== false);
  });
}
