// SPDX-License-Identifier: Apache-2.0
// What people complain of in such services: each ends with their certificate, or with a date or a
// ticket and what comes next.
import { accountOf, enterCode, expect, expectGoodLook, logIn, signIn, test } from './fixtures';
import { newcomer, register, registerAndBind } from './people';

test('a forgotten user name is found, and the certificate with it @phone @without-script', async ({
  page,
  ownService,
  javaScriptEnabled,
}) => {
  const account = await accountOf(ownService, 'demo02');
  await page.goto(`${ownService.url}/login`);
  await page.locator('main a[href="/recover"]').first().click();
  await expectGoodLook(page, javaScriptEnabled);
  await page.locator('main a[href="/recover/name"]').click();
  await page.locator('#mobile').fill(account.mobile);
  await page.locator('#form button.primary').click();
  await enterCode(page, ownService, account.mobile);
  await expect(page.locator('main li .code')).toHaveText('demo02');
  await expectGoodLook(page, javaScriptEnabled);
  await page.locator('main a[href="/login"]').click();
  await logIn(page, ownService, account);
  await expect(page.locator('main .card').first()).toBeVisible();
});

test('who has lost the mobile gets a date, and a ticket at the office where nothing else is left', async ({
  page,
  ownService,
}) => {
  const account = await accountOf(ownService, 'demo02');
  const fresh = '19900008801';
  await page.goto(`${ownService.url}/recover/mobile`);
  await expectGoodLook(page, true);
  await page.locator('#mobile').fill(fresh);
  await page.locator('#way-password').check();
  await page.locator('#login_name').fill(account.loginName);
  await page.locator('#password').fill(account.password);
  await page.locator('#form button.primary').click();
  await enterCode(page, ownService, fresh);
  await expect(page.locator('#next')).toBeVisible();
  await expect(page.locator('main')).toContainText(/\d{4}年\d{1,2}月\d{1,2}日/);
  await expectGoodLook(page, true);

  await page.locator('main a[href="/recover/office"]').click();
  await page.locator('#mobile').fill('19900008802');
  await page.locator('#form button.primary').click();
  await enterCode(page, ownService, '19900008802');
  await page.locator('#id_number').fill('339999197001040459');
  await page.locator('#name').fill('演示甲');
  const issuer = page.locator('select[name="issuer"]');
  if (await issuer.isVisible()) await issuer.selectOption({ index: 1 });
  await page.locator('#text').fill('演示：手机已经停用，密码也忘记了。');
  await page.locator('#form button.primary').click();
  await expect(page.locator('main .code').first()).toHaveText(/^\d+$/);
  await expectGoodLook(page, true);
});

test('an identity card number of fifteen digits leads to the same certificate', async ({ page, ownService }) => {
  const { managementNumber, ...typed } = await newcomer(ownService);
  const old = typed.id_number.slice(0, 6) + typed.id_number.slice(8, 17);
  await registerAndBind(page, ownService, { ...typed, id_number: old }, managementNumber);
  await expect(page.locator('main .card')).toContainText(typed.name);
});

test('a number that has an account leads back into that account', async ({ page, browser, ownService }) => {
  const { managementNumber, ...typed } = await newcomer(ownService);
  await registerAndBind(page, ownService, typed, managementNumber);

  // Years later, in another browser, with the account forgotten.
  const later = await (await browser.newContext()).newPage();
  const other = '19900008803';
  await register(later, ownService, { ...typed, mobile: other, login_name: 'second.visit' });
  await enterCode(later, ownService, other);
  await expectGoodLook(later, true);
  await later.locator('main a[href="/recover"]').first().click();
  await later.locator('main a[href="/recover/name"]').click();
  await later.locator('#mobile').fill(typed.mobile);
  await later.locator('#form button.primary').click();
  await enterCode(later, ownService, typed.mobile);
  await expect(later.locator('main li .code')).toHaveText(typed.login_name);
  const known = await accountOf(ownService, 'demo02');
  await signIn(later, ownService, { ...known, loginName: typed.login_name, password: typed.password });
  await expect(later.locator('main .card')).toContainText(typed.name);
  await later.context().close();
});
