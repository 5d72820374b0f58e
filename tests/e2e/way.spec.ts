// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import { accountOf, expect, expectGoodLook, logIn, signIn, test } from './fixtures';

const RECIPIENT = '\u6f14\u793a\u5de5\u7a0b\u6709\u9650\u516c\u53f8';

test('a holder applies, and views and downloads the sealed copy @phone @without-script', async ({
  page,
  ownService,
  javaScriptEnabled,
}) => {
  const looksGood = (): Promise<void> => expectGoodLook(page, javaScriptEnabled);
  await signIn(page, ownService, await accountOf(ownService, 'demo01'));
  await looksGood();
  const card = page.locator('main a[href$="/endorse"]').first();
  await card.click();
  await looksGood();

  await page.locator('#checked').check();
  await page.locator('form[action$="/checked"] button.primary').click();
  await page.locator('main a[href$="/apply"]').first().click();
  await looksGood();
  await page.locator('#days').fill('30');
  await page.locator('#recipient').fill(RECIPIENT);
  await page.locator('form[action$="/apply"] button.primary').click();
  await expect(page.getByRole('main')).toContainText(RECIPIENT);
  await looksGood();

  const applied = Date.now();
  await page.locator('form[action$="/apply"] button.primary').click();
  const view = page.locator('main a[href$="/view"]').first();
  // The waiting page follows the job by itself, without script by loading itself again.
  await expect(view).toBeVisible({ timeout: 20_000 });
  expect(Date.now() - applied, 'from the click to the copy').toBeLessThan(15_000);
  await looksGood();

  await view.click();
  await expect(page.locator('main svg').first()).toBeVisible();
  await expect(page.getByRole('main')).toContainText(RECIPIENT);
  await looksGood();

  await page.goBack();
  const arriving = page.waitForEvent('download');
  await page.locator('main a[href$="/file"]').first().click();
  const download = await arriving;
  expect(download.suggestedFilename()).toMatch(/\.pdf$/);
  const file = await readFile(await download.path());
  expect(file.subarray(0, 5).toString('latin1')).toBe('%PDF-');
  expect(file.includes('/ByteRange')).toBe(true);
});

test('what belongs to somebody else does not exist', async ({ page, ownService, browser }) => {
  await signIn(page, ownService, await accountOf(ownService, 'demo02'));
  const address = await page.locator('main a[href$="/endorse"]').first().getAttribute('href');
  const other = await (await browser.newContext()).newPage();
  await signIn(other, ownService, await accountOf(ownService, 'demo01'));
  const answer = await other.goto(`${ownService.url}${address}`);
  expect(answer?.status()).toBe(404);
  await other.context().close();
});

test('nothing behind the notice is reachable before it is agreed to', async ({ page, ownService }) => {
  await logIn(page, ownService, await accountOf(ownService, 'demo01'));
  for (const path of ['/certificates', '/endorsements', '/bind']) {
    await page.goto(`${ownService.url}${path}`);
    await expect(page).toHaveURL(/\/notice$/);
  }
});
