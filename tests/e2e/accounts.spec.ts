// SPDX-License-Identifier: Apache-2.0
// How people get an account and their certificates into it, and what happens when that is not smooth.
import {
  accountOf,
  enterCode,
  expect,
  expectAccessible,
  expectGoodLook,
  expectNoSidewaysScroll,
  logIn,
  newestCode,
  signIn,
  test,
} from './fixtures';
import { agree, newcomer, register } from './people';

test('somebody registers, binds the certificates, and sees them @phone @without-script', async ({
  page,
  ownService,
  javaScriptEnabled,
}) => {
  const looksGood = (): Promise<void> => expectGoodLook(page, javaScriptEnabled);
  const { managementNumber, ...typed } = await newcomer(ownService);
  await register(page, ownService, typed);
  await expect(page).toHaveURL(/\/register\/confirm$/);
  // Masked: what was typed is not shown back.
  await expect(page.getByRole('main')).not.toContainText(typed.mobile);
  await looksGood();
  await enterCode(page, ownService, typed.mobile);

  await agree(page);
  await page.goto(`${ownService.url}/certificates`);
  await expect(page.locator('main .is-empty a[href="/bind"]')).toBeVisible();
  await page.locator('main .is-empty a[href="/bind"]').click();
  await looksGood();
  await page.locator('#management_number').fill(managementNumber.toLowerCase());
  await page.locator('form[action="/bind"] button.primary').click();
  await expect(page).toHaveURL(/\/bind\/confirm$/);
  await looksGood();
  await enterCode(page, ownService, typed.mobile);

  await expect(page).toHaveURL(/\/certificates$/);
  await expect(page.locator('main .flash')).toBeVisible();
  await expect(page.locator('main .card')).toHaveCount(1);
  await expect(page.locator('main .card')).toContainText(typed.name);
});

test('a refused registration keeps what was typed and says what is wrong beside the field', async ({
  page,
  ownService,
}) => {
  const { managementNumber: _, ...typed } = await newcomer(ownService);
  const wrong = typed.id_number.replace(/.$/, typed.id_number.endsWith('1') ? '2' : '1');
  await register(page, ownService, { ...typed, id_number: wrong, password: 'short' });
  await expect(page).toHaveTitle(/^\u6709\u8bef/);
  await expect(page.locator('.error-summary li')).toHaveCount(2);
  await expect(page.locator('#id_number')).toHaveAttribute('aria-invalid', 'true');
  await expect(page.locator('#id_number')).toHaveValue(wrong);
  await expect(page.locator('#name')).toHaveValue(typed.name);
  await expect(page.locator('#password'), 'a password is never given back').toHaveValue('');
  await expectAccessible(page);
});

test('who cannot prove the mobile on the record is sent to the office', async ({ page, ownService }) => {
  const { managementNumber, ...person } = await newcomer(ownService);
  const stranger = '19900009999';
  await register(page, ownService, { ...person, mobile: stranger, login_name: 'not.the.holder' });
  await enterCode(page, ownService, stranger);
  await agree(page);
  await page.goto(`${ownService.url}/bind`);
  await page.locator('#management_number').fill(managementNumber);
  await page.locator('form[action="/bind"] button.primary').click();
  await expect(page).toHaveURL(/\/bind\/confirm$/);
  // The code went to the mobile on the record, which this visitor does not have.
  const guess = (await newestCode(page, ownService, person.mobile)) === '000000' ? '000001' : '000000';
  await page.locator('#code').fill(guess);
  await page.locator('#form button.primary').click();
  await expect(page.locator('#code')).toHaveAttribute('aria-invalid', 'true');

  await page.goto(`${ownService.url}/bind/office`);
  await page.locator('#text').fill('演示：报名时的手机已经停用，请核对身份证。');
  await page.locator('form[action="/bind/office"] button.primary').click();
  const reference = await page.locator('main dl .code').first().textContent();
  expect(reference).toMatch(/^\d+$/);
  await expectAccessible(page);
  await page.goto(`${ownService.url}/bind/office`);
  await expect(page.locator('main dl .code').first()).toHaveText(reference ?? '');
  await page.goto(`${ownService.url}/certificates`);
  await expect(page.locator('main .card')).toHaveCount(0);
});

test('a wrong management number looks the same, and no code will do', async ({ page, ownService }) => {
  const account = await accountOf(ownService, 'demo11');
  await signIn(page, ownService, account);
  const before = await (await page.request.get(`${ownService.url}/demo/messages`)).text();
  await page.goto(`${ownService.url}/bind`);
  await page.locator('#exam_year').fill('1999');
  await page.locator('form[action="/bind"] button.primary').click();
  await expect(page).toHaveURL(/\/bind\/confirm$/);
  expect(await (await page.request.get(`${ownService.url}/demo/messages`)).text()).toBe(before);
});

test('after a correction the empty list leads to binding again @phone', async ({ page, ownService }) => {
  const account = await accountOf(ownService, 'demo08');
  const corrected = /\(([^,()]+), (\d{17}[\dX])\)/.exec(account.shows);
  await logIn(page, ownService, account);
  // The first thing after login is the reason and the way out of it.
  await expect(page).toHaveURL(/\/certificates$/);
  const first = page.locator('main .is-empty li').first();
  await expect(first.locator('a')).toHaveAttribute('href', '/rebind');
  await expectAccessible(page);
  await first.locator('a').click();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await page.locator('#name').fill(corrected?.[1] ?? '');
  await page.locator('#id_number').fill(corrected?.[2] ?? '');
  await page.locator('form[action="/rebind"] button.primary').click();
  await expect(page).toHaveURL(/\/bind\/confirm$/);
  await enterCode(page, ownService, account.mobile);
  await expect(page).toHaveURL(/\/certificates$/);
  await expect(page.locator('main .card')).toHaveCount(1);
  await expect(page.locator('main .card')).toContainText(corrected?.[1] ?? '');
});

test('a one-time code opens the same account as its password', async ({ page, ownService }) => {
  const account = await accountOf(ownService, 'demo02');
  await page.goto(`${ownService.url}/login`);
  await page.locator('#mobile').fill(account.mobile);
  await page.locator('form[action="/login/code"] button').click();
  await expect(page).toHaveURL(/\/login\/code\/confirm$/);
  await expectAccessible(page);
  const code = await newestCode(page, ownService, account.mobile);
  await page.locator('#code').fill(code === '123456' ? '654321' : '123456');
  await page.locator('#form button.primary').click();
  await expect(page.locator('#code')).toHaveAttribute('aria-invalid', 'true');
  await enterCode(page, ownService, account.mobile);
  await expect(page).toHaveURL(/\/certificates$/);
  await expect(page.locator('header .who')).toContainText('demo02');
});

test('a new version of the notice is asked for before anything else', async ({ page, ownService }) => {
  await logIn(page, ownService, await accountOf(ownService, 'demo12'));
  await expect(page).toHaveURL(/\/notice$/);
  await page.goto(`${ownService.url}/endorsements`);
  await expect(page, 'nothing behind it is reachable').toHaveURL(/\/notice$/);
  await expectAccessible(page);
  await agree(page);
  await expect(page).toHaveURL(/\/certificates$/);
  expect(await page.locator('main .card').count()).toBeGreaterThan(5);
  // Both versions, each with its time, stay with the account.
  await page.goto(`${ownService.url}/account`);
  await expect(page.locator('section[aria-labelledby=consents] dl > div')).toHaveCount(2);
  await page.goto(`${ownService.url}/notice`);
  await expect(page.locator('form[action="/notice"]')).toHaveCount(0);
});

test('who does not agree is logged out and nothing is recorded', async ({ page, ownService }) => {
  await logIn(page, ownService, await accountOf(ownService, 'demo01'));
  await page.locator('main form[action="/logout"] button').click();
  await expect(page).toHaveURL(`${ownService.url}/`);
  await page.goto(`${ownService.url}/certificates`);
  await expect(page).toHaveURL(/\/login\?next=\/certificates$/);
});
