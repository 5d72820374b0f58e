// SPDX-License-Identifier: Apache-2.0
// The whole way in English: no word of the service itself is left in Chinese.
import type { Page } from '@playwright/test';
import { accountOf, expect, expectAccessible, test } from './fixtures';

const CHINESE = /[\u3400-\u9fff\uff00-\uffef]/;
/** What the service says, as opposed to what the register holds. */
const WORDS =
  'h1, h2, h3, legend, label, button, dt, caption, th, figcaption, .chip, .hint, .lede, .quiet, ' +
  '.error-summary a, header a, nav a, footer, main a';

async function expectEnglish(page: Page, name: string): Promise<void> {
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  const texts = await page.locator(WORDS).allInnerTexts();
  const left = texts
    // Names, masked ones too, and the filing number of the site stay as they are, and a term may
    // stand behind its translation in brackets.
    .map((text) => text.replaceAll(name, '').replaceAll(/\S\*+|\([^)]*\)|\S+备\d+号/g, ''))
    .filter((text) => text !== '\u4e2d\u6587')
    .filter((text) => CHINESE.test(text));
  expect(left, `Chinese on ${page.url()}`).toEqual([]);
  await expectAccessible(page);
}

test('a holder goes the whole way in English', async ({ page, ownService }) => {
  test.slow();
  const account = await accountOf(ownService, 'demo01');
  const inEnglish = (): Promise<void> => expectEnglish(page, account.name);
  await page.goto(`${ownService.url}/?lang=en`);
  await inEnglish();
  await page.locator('main a[href="/certificates"]').click();
  await inEnglish();
  await page.locator('#login_name').fill(account.loginName);
  await page.locator('form[action="/login"] button.primary').click();
  await expect(page.locator('.error-summary')).toBeVisible();
  await inEnglish();
  await page.locator('#password').fill(account.password);
  await page.locator('form[action="/login"] button.primary').click();
  await expect(page).toHaveURL(/\/notice$/);
  await inEnglish();
  expect(await page.locator('article').innerText()).not.toMatch(CHINESE);
  await page.locator('form[action="/notice"] button.primary').click();
  await inEnglish();

  await page.locator('main a[href$="/endorse"]').first().click();
  await inEnglish();
  await page.locator('#checked').check();
  await page.locator('form[action$="/checked"] button.primary').click();
  await page.locator('main a[href$="/apply"]').first().click();
  await inEnglish();
  await page.locator('#days').fill('3');
  await page.locator('form[action$="/apply"] button.primary').click();
  await inEnglish();
  await page.locator('form[action$="/apply"] button.primary').click();
  await expect(page.locator('#confirm_short'), 'below seven days it asks').toBeVisible();
  await inEnglish();
  await page.locator('#confirm_short').check();
  await page.locator('form[action$="/apply"] button.primary').click();
  const view = page.locator('main a[href$="/view"]').first();
  await expect(view).toBeVisible({ timeout: 20_000 });
  await inEnglish();

  await view.click();
  await inEnglish();
  await page.locator('main nav a[href$="/endorse"], nav.crumbs a').last().click();
  const arriving = page.waitForEvent('download');
  await page.locator('main a[href$="/file"]').first().click();
  expect((await arriving).suggestedFilename()).toMatch(/\.pdf$/);
  for (const path of ['/endorsements', '/account', '/account/password', '/faq', '/scope', '/progress']) {
    await page.goto(`${ownService.url}${path}`);
    await inEnglish();
  }
  await page.locator('header form[action="/logout"] button').click();
  await inEnglish();
});
