// SPDX-License-Identifier: Apache-2.0
import { expect, expectAccessible, expectNoSidewaysScroll, languages, open, test } from './fixtures';

const PUBLIC_PAGES = ['/', '/verify', '/scope', '/progress', '/faq', '/login', '/register'];
const CHINESE = /[\u3400-\u9fff]/;

for (const language of languages) {
  test(`the public pages are accessible and fit a phone, in ${language} @phone`, async ({ quietPage }) => {
    for (const path of PUBLIC_PAGES) {
      await open(quietPage, path, language);
      await expect(quietPage.locator('html')).toHaveAttribute('lang', language === 'zh' ? 'zh-CN' : 'en');
      await expect(quietPage.getByRole('main')).toBeVisible();
      await expect(quietPage.getByRole('heading', { level: 1 })).toHaveCount(1);
      await expectAccessible(quietPage);
      await expectNoSidewaysScroll(quietPage);
    }
  });
}

test('the menu leads from the home page to verification @phone @without-script', async ({ page }) => {
  await open(page, '/');
  // On a phone the menu may be folded; its entry is a plain link either way.
  const link = page.locator('a[href="/verify"]').first();
  expect(await link.getAttribute('href')).toBe('/verify');
  await page.goto('/verify');
  await expect(page.getByRole('heading', { level: 1 })).toContainText(CHINESE);
});

test('the language switch keeps the page and stays for the next one @without-script', async ({ page }) => {
  await open(page, '/verify');
  const before = await page.title();
  await page.locator('a[href*="lang=en"]').first().click();
  await expect(page).toHaveURL(/\/verify/);
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  expect(await page.title()).not.toBe(before);
  await page.goto('/faq');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
});

test('an address that does not exist says so in words', async ({ page }) => {
  const answer = await page.goto('/nowhere');
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole('heading', { level: 1 })).toContainText(CHINESE);
  await expectAccessible(page);
});

test('every page forbids foreign script and framing', async ({ request }) => {
  for (const path of PUBLIC_PAGES) {
    const headers = (await request.get(path)).headers();
    expect(headers['content-security-policy'], path).toContain("default-src 'none'");
    expect(headers['content-security-policy'], path).not.toContain('unsafe');
    expect(headers['x-content-type-options'], path).toBe('nosniff');
  }
});
