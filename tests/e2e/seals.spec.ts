// SPDX-License-Identifier: Apache-2.0
// 印章: one administrator applies and prepares every step, another decides; one alone can stop it.
import type { Browser, Page } from '@playwright/test';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, expectGoodLook, languages, open, test } from './fixtures';
import { approveFirst, logInStaff } from './office';
import type { Service } from './service';

const REASON = '演示：新增一枚印章';

/** A PNG of a ring with a bar, made with a library that is not ours: red on nothing. */
async function ringPng(side: number, height = side): Promise<Buffer> {
  const script = 'import struct, sys, zlib\n'
    + 'n, m = int(sys.argv[1]), int(sys.argv[2])\n'
    + 'ink, none = b"\\xe6\\x20\\x10\\xff", b"\\0\\0\\0\\0"\n'
    + 'def inked(x, y):\n'
    + '    far = ((x - n / 2) ** 2 + (y - n / 2) ** 2) ** .5 / n\n'
    + '    return .42 < far < .48 or (abs(x - n / 2) < n * .3 and abs(y - n / 2) < n * .04)\n'
    + 'rows = b"".join(b"\\0" + b"".join(ink if inked(x, y) else none for x in range(n)) for y in range(m))\n'
    + 'def chunk(t, d): return struct.pack(">I", len(d)) + t + d + struct.pack(">I", zlib.crc32(t + d))\n'
    + 'sys.stdout.buffer.write(b"\\x89PNG\\r\\n\\x1a\\n"\n'
    + '    + chunk(b"IHDR", struct.pack(">IIBBBBB", n, m, 8, 6, 0, 0, 0))\n'
    + '    + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))\n';
  const { stdout } = await promisify(execFile)('python3', ['-c', script, String(side), String(height)],
    { encoding: 'buffer', maxBuffer: 16 * 1024 * 1024 });
  return stdout;
}

async function administrator(browser: Browser, service: Service, loginName: string): Promise<Page> {
  const page = await (await browser.newContext({ locale: 'zh-CN' })).newPage();
  await logInStaff(page, service, loginName);
  return page;
}

/** The form with everything but the picture. */
async function fillNewSeal(page: Page, service: Service, id: string): Promise<void> {
  await page.goto(`${service.url}/office/seals/new`);
  await page.locator('#name_zh').fill('演示第二印章');
  await page.locator('#name_en').fill('Second demonstration seal');
  await page.locator('#id').fill(id);
  await page.locator('#type').fill('second');
  await page.locator('#valid_from').fill('2026-01-01');
  await page.locator('#arc_text').fill('演示第二印章');
  await page.locator('#reason').fill(REASON);
}

const propose = (page: Page) => page.locator('#form .actions button.primary').click();

test('a seal with a picture made elsewhere goes from application to use by two', async ({
  ownService, browser,
}) => {
  test.setTimeout(180_000);
  const maker = await administrator(browser, ownService, 'sysadmin1');
  const other = await administrator(browser, ownService, 'secadmin1');
  await fillNewSeal(maker, ownService, 'second_seal');

  // What is no picture of a seal says why, and nothing that was typed is lost.
  await propose(maker);
  await expect(maker.locator('#centre_text-error')).toBeVisible();
  await maker.locator('#picture').setInputFiles({
    name: 'seal.png', mimeType: 'image/png', buffer: await ringPng(700, 600),
  });
  await propose(maker);
  await expect(maker.locator('#picture-error')).toContainText('正方形');
  await expect(maker.locator('#arc_text')).toHaveValue('演示第二印章');

  await maker.locator('#picture').setInputFiles({
    name: 'seal.png', mimeType: 'image/png', buffer: await ringPng(800),
  });
  await maker.locator('button[name="look"]').click();
  const drawn = maker.locator('figure.seal svg image');
  await expect(drawn).toHaveAttribute('href', /^data:image\/png/);
  await expectGoodLook(maker, true);
  // The next step keeps the picture without choosing it again.
  await propose(maker);
  await expect(maker.locator('.flash')).toBeVisible();
  await expect(maker.locator('figure.seal svg image')).toBeVisible();
  await expect(maker.locator('#form button[value="approve"]'), 'not one\'s own').toHaveCount(0);

  await other.goto(`${ownService.url}/office/proposals`);
  await other.locator('main table a', { hasText: '印章' }).first().click();
  await expect(other.locator('figure.seal svg image')).toBeVisible();
  await expect(other.getByRole('main')).toContainText('SHA-256');
  await expectGoodLook(other, true);
  await approveFirst(other, ownService, '印章');

  const page = `${ownService.url}/office/seals/second_seal`;
  await expect(async () => {
    await maker.goto(page);
    await expect(maker.locator('.head .chip')).toContainText('已申请', { timeout: 500 });
  }).toPass({ timeout: 30_000 });
  for (const [step, state] of [['made', '已制作'], ['filed', '已备案'], ['in_use', '使用中']]) {
    await maker.goto(page);
    await maker.locator('#state').selectOption(step);
    await maker.locator('#form #reason').fill(REASON);
    await maker.locator('#form button.primary').click();
    await approveFirst(other, ownService, '印章');
    await maker.goto(page);
    await expect(maker.locator('.head .chip')).toContainText(state);
  }
  // Its key is opened at the next start, and the page says so.
  await expect(maker.locator('.note')).toContainText('重启');
  await expect(maker.locator('img.seal')).toHaveJSProperty('complete', true);
  expect(await maker.locator('img.seal').evaluate((img: HTMLImageElement) => img.naturalWidth))
    .toBeGreaterThan(0);
  for (const language of languages) {
    await open(maker, page, language);
    await expectGoodLook(maker, true);
  }
  for (const each of [maker, other]) await each.context().close();
});

test('one person stops a seal, and two bring it back', async ({ ownService, browser }) => {
  test.setTimeout(120_000);
  const one = await administrator(browser, ownService, 'sysadmin1');
  const other = await administrator(browser, ownService, 'secadmin1');
  await one.goto(`${ownService.url}/office/seals`);
  await one.locator('main table a').first().click();
  const page = one.url();
  await one.locator('#stop-reason').fill('演示：密钥可能泄露');
  await one.locator('form:has(#stop-reason) button').click();
  await expect(one.locator('.flash')).toBeVisible();
  await expect(one.locator('.head .chip')).toContainText('已停用');
  await expectGoodLook(one, true);
  await one.locator('#state').selectOption('in_use');
  await one.locator('#form #reason').fill('演示：已查明');
  await one.locator('#form button.primary').click();
  await one.goto(page);
  await expect(one.locator('.head .chip'), 'not by one').toContainText('已停用');
  await other.goto(`${ownService.url}/office/proposals`);
  await other.locator('main table a', { hasText: '印章' }).first().click();
  await other.locator('#form button[value="approve"]').click();
  await one.goto(page);
  await expect(one.locator('.head .chip')).toContainText('使用中');
  for (const each of [one, other]) await each.context().close();
});

test('the pages of seals can be read on a phone @phone', async ({ page, ownService }) => {
  await logInStaff(page, ownService, 'sysadmin1');
  for (const address of ['/office/seals', '/office/seals/new']) {
    for (const language of languages) {
      await open(page, `${ownService.url}${address}`, language);
      await expectGoodLook(page, true);
    }
  }
});
