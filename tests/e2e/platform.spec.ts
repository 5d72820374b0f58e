// SPDX-License-Identifier: Apache-2.0
// Logging in with the accounts of an examination platform, a real OpenID provider.
import { type Page } from '@playwright/test';
import { accountOf, expect, expectAccessible, printedPerson, signIn, test } from './fixtures';
import { Platform } from './platform';

let platform: Platform;

test.beforeAll(async () => {
  platform = await Platform.start([{ login: 'nobody-in-particular' }]);
});
test.afterAll(async () => platform.stop());

test.beforeEach(async ({ page }) => {
  // The provider's own pages ask for fonts from elsewhere.
  await page.route(/fonts\.(googleapis|gstatic)\.com/, (route) => route.abort());
});

/** On the provider's page. */
async function logInThere(page: Page, login: string): Promise<void> {
  await expect(page).toHaveURL(new RegExp(`^${platform.url}/interaction/`));
  await page.locator('input[name="login"]').fill(login);
  await page.locator('input[name="password"]').fill('any password');
  await page.locator('button[type="submit"]').click();
}

/** Whoever is still logged in there comes back at once. */
async function logInThereIfAsked(page: Page, login: string): Promise<void> {
  await page.waitForURL((url) => /^\/(interaction|certificates|notice|account)/.test(url.pathname));
  if (page.url().startsWith(platform.url)) await logInThere(page, login);
}

async function begin(page: Page): Promise<void> {
  await page.goto(`${platform.service.url}/login`);
  await page.locator('form[action="/login/exam"] button').click();
}

test('who was verified there finds the certificates here, without registering', async ({ page }) => {
  const person = await printedPerson(platform.service);
  const own = await Platform.start([
    { login: 'holder', verified: { name: person.name, idNumber: person.idNumber } },
  ]);
  const shared = platform;
  platform = own;
  try {
    await page.goto(`${own.service.url}/login`);
    await expectAccessible(page);
    await begin(page);
    await logInThere(page, 'holder');
    await expect(page).toHaveURL(/\/notice/);
    await page.locator('form[action="/notice"] button.primary').click();
    await page.goto(`${own.service.url}/certificates`);
    await expect(page.locator('main .card').first()).toBeVisible();

    // The platform changes its keys; who logs in next sees nothing of it.
    await own.rotateKeys('second', 'ec');
    await page.locator('form[action="/logout"] button').first().click();
    await begin(page);
    await logInThereIfAsked(page, 'holder');
    await expect(page).toHaveURL(/\/certificates/);

    // Logging out there ends it here as well.
    await page.goto(`${own.url}/session/end`);
    await page.locator('button[name="logout"]').first().click();
    await expect(async () => {
      await page.goto(`${own.service.url}/certificates`);
      expect(new URL(page.url()).pathname).toBe('/login');
    }).toPass();
  } finally {
    platform = shared;
    await own.stop();
  }
});

test('an account here and one there are linked after a question', async ({ page }) => {
  const { service } = platform;
  await signIn(page, service, await accountOf(service, 'demo02'));
  await page.goto(`${service.url}/account`);
  await page.locator('form[action="/account/logins/exam"] button').click();
  await logInThere(page, 'nobody-in-particular');
  await expect(page).toHaveURL(/\/account\/link$/);
  await expectAccessible(page);
  await page.locator('form[action="/account/link"] button.primary').click();
  await expect(page).toHaveURL(/\/account$/);
  await page.locator('form[action="/logout"] button').first().click();

  await begin(page);
  await logInThereIfAsked(page, 'nobody-in-particular');
  await expect(page).toHaveURL(/\/certificates/);
  await page.goto(`${service.url}/account`);
  await expect(page.locator('main')).toContainText('demo02');

  await page.locator('form[action="/account/logins/exam/remove"] button').click();
  await expect(page.locator('form[action="/account/logins/exam"] button')).toBeVisible();
});

test('who says no there is told how to go on, and so is who comes when it is down', async ({ page }) => {
  const { service } = platform;
  await begin(page);
  await page.locator('a[href$="/abort"]').click();
  await expect(page).toHaveURL(new RegExp(`^${service.url}/login/exam/callback`));
  await expect(page.locator('form[action="/login/exam"] button')).toBeVisible();
  await expectAccessible(page);

  // An answer that was used leads nowhere.
  await page.reload();
  await expect(page.locator('form[action="/login/exam"] button')).toBeVisible();

  const dead = await Platform.start([]);
  try {
    await dead.close();
    await page.goto(`${dead.service.url}/login`);
    await page.locator('form[action="/login/exam"] button').click();
    await expect(page.locator('main a[href="/login"]')).toBeVisible();
  } finally {
    await dead.stop();
  }
});
