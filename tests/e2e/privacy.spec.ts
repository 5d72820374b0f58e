// SPDX-License-Identifier: Apache-2.0
// What somebody sees of himself, takes along, agrees to, and how an account ends.
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accountOf, enterCode, expect, expectGoodLook, languages, logIn, open, signIn, test } from './fixtures';
import { agree, PASSWORD, register } from './people';

test('the privacy notice is public, in both languages', async ({ page }) => {
  for (const language of languages) {
    await open(page, '/privacy', language);
    await expect(page.locator('h1')).toContainText(language === 'zh' ? '隐私政策' : 'Privacy notice');
    await expectGoodLook(page, true);
  }
});

test('a holder sees what is held, masked until a code is entered, and downloads it', async ({
  page,
  ownService,
}) => {
  const holder = await accountOf(ownService, 'demo02');
  await signIn(page, ownService, holder);
  await page.goto(`${ownService.url}/account`);
  await page.locator('main a[href="/account/data"]').click();
  await expect(page.locator('main')).not.toContainText(holder.mobile);
  await expect(page.locator('section:has(#consents)')).toContainText('隐私政策');
  await expectGoodLook(page, true);
  await page.locator('#form button').click();
  await expect(page).toHaveURL(/\/account\/data\/confirm$/);
  await expectGoodLook(page, true);
  await enterCode(page, ownService, holder.mobile);
  await expect(page.locator('section:has(#account)')).toContainText(holder.name);
  await expectGoodLook(page, true);
  const arriving = page.waitForEvent('download');
  await page.locator('form[action="/account/data/export"] button').click();
  const file = await arriving;
  expect(file.suggestedFilename()).toMatch(/^yinxin-account-data-\d{4}-\d\d-\d\d\.json$/);
  const path = join(tmpdir(), `yinxin-e2e-${process.pid}-${file.suggestedFilename()}`);
  await file.saveAs(path);
  const data = JSON.parse(await readFile(path, 'utf8')) as {
    version: number;
    account: { login_name: string };
    certificates: { name: string }[];
    consents: { notice: string }[];
  };
  expect(data.version).toBe(1);
  expect(data.account.login_name).toBe('demo02');
  expect(data.certificates.length).toBeGreaterThan(0);
  expect(data.certificates[0].name).toBe(holder.name);
  expect(data.consents.map((each) => each.notice)).toContain('privacy');
  const printed = page.waitForEvent('download');
  await page.locator('form[action="/account/data/letter"] button').click();
  const letter = await printed;
  expect(letter.suggestedFilename()).toMatch(/^yinxin-account-data-\d{4}-\d\d-\d\d\.pdf$/);
  const paper = join(tmpdir(), `yinxin-e2e-${process.pid}-${letter.suggestedFilename()}`);
  await letter.saveAs(paper);
  const bytes = await readFile(paper, 'latin1');
  expect(bytes.startsWith('%PDF-')).toBe(true);
  expect(bytes).toContain('/ByteRange');
});

test('whoever registers agrees to the privacy notice with the form', async ({ page, ownService }) => {
  await page.goto(`${ownService.url}/register`);
  await expect(page.locator('form a[href="/privacy"]')).toBeVisible();
  await register(page, ownService, {
    id_number: '11010519491231002X',
    name: '王演示',
    mobile: '19900007021',
    login_name: 'privacy.new',
    password: PASSWORD,
  });
  await enterCode(page, ownService, '19900007021');
  await page.goto(`${ownService.url}/account/data`);
  await expect(page.locator('section:has(#consents)')).toContainText('隐私政策');
  await page.goto(`${ownService.url}/notice`);
  await expect(page.locator('input[name="privacy"]'), 'not asked twice').toHaveCount(0);
  await agree(page);
});

test('a closed account ends every session, and a login in time keeps it', async ({ page, ownService }) => {
  const holder = await accountOf(ownService, 'demo02');
  await signIn(page, ownService, holder);
  await page.goto(`${ownService.url}/account/close`);
  await expectGoodLook(page, true);
  await page.locator('#form button').click();
  await expect(page).toHaveURL(/\/account\/close\/confirm$/);
  await enterCode(page, ownService, holder.mobile);
  await expect(page.locator('main .flash')).toContainText('已受理注销');
  await page.goto(`${ownService.url}/certificates`);
  await expect(page).toHaveURL(/\/login/);
  await logIn(page, ownService, holder);
  await expect(page).toHaveURL(/\/certificates$/);
});
