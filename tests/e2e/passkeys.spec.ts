// SPDX-License-Identifier: Apache-2.0
// Passkeys of the office, judged by Chromium's own authenticator. Browsers have passkeys for names
// only, so that these tests come by http://localhost.
import { type CDPSession, type Page } from '@playwright/test';
import { expect, expectGoodLook, languages, open, test } from './fixtures';
import { letAnHourPass, logInStaff, showPassword } from './office';
import { Service } from './service';

function byName(service: Service): string {
  return service.url.replace('127.0.0.1', 'localhost');
}

async function addAuthenticator(page: Page, isVerifying = true):
Promise<{ session: CDPSession; id: string }> {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: isVerifying,
      automaticPresenceSimulation: true,
    },
  });
  return { session, id: authenticatorId };
}

async function register(page: Page, base: string, label: string): Promise<void> {
  await page.goto(`${base}/office/account/passkeys`);
  await page.locator('#label').fill(label);
  await page.locator('#passkey button.primary').click();
  await expect(page.locator('.flash')).toBeVisible();
  await expect(page.locator('table tbody tr', { hasText: label })).toHaveCount(1);
}

test('a passkey is added, ends a login, confirms again, and is removed', async ({
  page, ownService,
}) => {
  const base = byName(ownService);
  await logInStaff(page, ownService, 'clerk1', base);
  const { session, id } = await addAuthenticator(page);
  await register(page, base, '办公电脑');
  for (const language of languages) {
    await open(page, `${base}/office/account/passkeys`, language);
    await expectGoodLook(page, true);
  }
  // The same authenticator cannot be added twice.
  await page.locator('#label').fill('再来一次');
  await page.locator('#passkey button.primary').click();
  await expect(page.locator('[data-failed]')).toBeVisible();

  await page.locator('header form[action="/office/logout"] button').click();
  await showPassword(page, ownService, 'clerk1', base);
  await expectGoodLook(page, true);
  await page.locator('#passkey button').click();
  await expect(page).toHaveURL(/\/office$/);

  await letAnHourPass(ownService);
  await page.goto(`${base}/office/account/passkeys`);
  await expect(page).toHaveURL(/\/office\/confirm/);
  await page.locator('#passkey button').click();
  await expect(page).toHaveURL(/\/office\/account\/passkeys$/);

  // A copy of an authenticator is noticed by its counter.
  const { credentials } = await session.send('WebAuthn.getCredentials', { authenticatorId: id });
  await session.send('WebAuthn.removeCredential', {
    authenticatorId: id, credentialId: credentials[0].credentialId,
  });
  await session.send('WebAuthn.addCredential', {
    authenticatorId: id, credential: { ...credentials[0], signCount: 0 },
  });
  await letAnHourPass(ownService);
  await page.goto(`${base}/office/account/passkeys`);
  await page.locator('#passkey button').click();
  await expect(page.locator('.error-summary a[href="#passkey"]')).toBeVisible();
  await page.locator('#code').waitFor();
});

test('an authenticator that does not verify the person is not enough', async ({
  page, ownService,
}) => {
  const base = byName(ownService);
  await logInStaff(page, ownService, 'clerk1', base);
  await addAuthenticator(page, false);
  await page.goto(`${base}/office/account/passkeys`);
  await page.locator('#label').fill('没有解锁');
  await page.locator('#passkey button.primary').click();
  await expect(page.locator('[data-failed]')).toBeVisible({ timeout: 30_000 });
  await page.goto(`${base}/office/account/passkeys`);
  await expect(page.locator('table')).toHaveCount(0);
});

test('a removed passkey is not asked for any more', async ({ page, ownService }) => {
  const base = byName(ownService);
  await logInStaff(page, ownService, 'approver1', base);
  await addAuthenticator(page);
  await register(page, base, '旧手机');
  await page.locator('form[action$="/remove"] button').click();
  await expect(page.locator('table')).toHaveCount(0);
  await letAnHourPass(ownService);
  await page.goto(`${base}/office/account/passkeys`);
  await expect(page.locator('#passkey')).toHaveCount(0);
  await expect(page.locator('#code')).toBeVisible();
});

test('the page says where passkeys are kept, and works without script @without-script', async ({
  page, ownService, javaScriptEnabled,
}) => {
  await logInStaff(page, ownService, 'editor1');
  await page.goto(`${ownService.url}/office/account/passkeys`);
  if (javaScriptEnabled === false) {
    await expect(page.locator('[data-needs-script]')).toBeVisible();
  } else {
    await expect(page.locator('[data-elsewhere] a')).toHaveAttribute(
      'href', `${byName(ownService)}/office/account/passkeys`);
  }
  await expect(page.locator('#passkey')).toBeHidden();
});
