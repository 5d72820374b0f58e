// SPDX-License-Identifier: Apache-2.0
// A second factor for holders who want one, the list of logins, and the own mobile. What an
// authenticator app shows is computed here, passkeys are judged by Chromium's own authenticator.
import { type Browser, type Page } from '@playwright/test';
import { execFile } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  accountOf, enterCode, expect, expectGoodLook, languages, logIn, newestCode, open,
  openCurrentCopy, signIn, test,
} from './fixtures';
import type { Account, Service } from './service';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const STEP = 30;

/** RFC 6238 over HMAC-SHA-1, six digits. */
function totp(secret: string, step: number): string {
  const bits = [...secret.replace(/\s/g, '')]
    .map((letter) => ALPHABET.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((each) => parseInt(each, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', key).update(counter).digest();
  const number = mac.readUInt32BE(mac[19] & 0x0f) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, '0');
}

const stepNow = (): number => Math.floor(Date.now() / 1000 / STEP);

/** Nothing of the demonstration waits for a clock: what was long ago is written down so. */
async function change(service: Service, statement: string): Promise<void> {
  await promisify(execFile)('python3', ['-c',
    'import sqlite3, sys\n'
    + 'database = sqlite3.connect(sys.argv[1], timeout=30)\n'
    + 'with database: database.execute(sys.argv[2])\n',
    join(service.data, 'yinxin.sqlite'), statement]);
}

/** The token of the session, as the browser holds it. */
async function sessionOf(page: Page): Promise<string> {
  const cookies = await page.context().cookies();
  return cookies.find((each) => each.name.endsWith('session'))?.value ?? '';
}

/** From the page that asks for a confirmation to where one wanted to go. */
async function confirmByCode(page: Page, service: Service, account: Account): Promise<void> {
  await expect(page).toHaveURL(/\/account\/confirm\?/);
  await page.locator('#form button.primary').click();
  await expect(page).toHaveURL(/\/account\/confirm\/code$/);
  await enterCode(page, service, account.mobile);
}

/** An app is set up. @return its secret, and the recovery codes. */
async function setUpApp(page: Page, service: Service, account: Account):
Promise<{ secret: string; codes: string[]; step: number }> {
  await page.goto(`${service.url}/account/security/totp`);
  if (page.url().includes('/account/confirm')) await confirmByCode(page, service, account);
  await expect(page).toHaveURL(/\/account\/security\/totp$/);
  const secret = await page.locator('#secret').innerText();
  const step = stepNow();
  await page.locator('#totp').fill(totp(secret, step));
  const before = await sessionOf(page);
  await page.locator('#form button.primary').click();
  await expect(page.locator('ul.codes li')).toHaveCount(10);
  expect(await sessionOf(page), 'what opens the account changed').not.toBe(before);
  return { secret, step, codes: await page.locator('ul.codes li').allInnerTexts() };
}

async function elsewhere(browser: Browser): Promise<Page> {
  return (await browser.newContext()).newPage();
}

async function showSecond(page: Page, code: string): Promise<void> {
  await expect(page).toHaveURL(/\/login\/second(\?|$)/);
  await page.locator('#code').fill(code);
  await page.locator('#form button.primary').click();
}

test('an authenticator app is set up, asked for at login, and works once @without-script', async ({
  page, ownService, javaScriptEnabled,
}) => {
  const account = await accountOf(ownService, 'demo01');
  await signIn(page, ownService, account);
  for (const language of languages) {
    await open(page, `${ownService.url}/account/security`, language);
    await expectGoodLook(page, javaScriptEnabled);
    await open(page, `${ownService.url}/account/confirm?next=/account/security`, language);
    await expectGoodLook(page, javaScriptEnabled);
  }
  const { secret, step } = await setUpApp(page, ownService, account);
  await expectGoodLook(page, javaScriptEnabled);
  await page.goto(`${ownService.url}/account/security`);
  await expectGoodLook(page, javaScriptEnabled);
  await page.locator('form[action="/logout"] button').first().click();

  await logIn(page, ownService, account);
  for (const language of languages) {
    await open(page, `${ownService.url}/login/second`, language);
    await expectGoodLook(page, javaScriptEnabled);
  }
  // The code that set it up was used; the next one is not.
  await showSecond(page, totp(secret, step));
  await expect(page.locator('#code-error')).toBeVisible();
  await expect(page.locator('#code')).toHaveValue('');
  await page.goto(`${ownService.url}/certificates`);
  await expect(page, 'nothing is open yet').toHaveURL(/\/login/);
  await logIn(page, ownService, account);
  await showSecond(page, totp(secret, Math.max(step + 1, stepNow())));
  await expect(page).toHaveURL(/\/certificates$/);

  // A code by text message is the first factor as well, not both.
  await page.locator('form[action="/logout"] button').first().click();
  await page.goto(`${ownService.url}/login`);
  await page.locator('#mobile').fill(account.mobile);
  await page.locator('form[action="/login/code"] button').click();
  await enterCode(page, ownService, account.mobile);
  await expect(page).toHaveURL(/\/login\/second(\?|$)/);
});

test('a recovery code lets somebody in once', async ({ page, browser, ownService }) => {
  const account = await accountOf(ownService, 'demo01');
  await signIn(page, ownService, account);
  const { codes } = await setUpApp(page, ownService, account);
  // The page with the codes has the forms of the new session.
  await page.locator('form[action="/logout"] button').first().click();
  await expect(page).not.toHaveURL(/\/(logout|account)/);
  const other = await elsewhere(browser);
  await logIn(other, ownService, account);
  await showSecond(other, codes[0].toLowerCase().replace('-', ' '));
  await expect(other).toHaveURL(/\/certificates$/);
  const third = await elsewhere(browser);
  await logIn(third, ownService, account);
  await showSecond(third, codes[0]);
  await expect(third.locator('#code-error')).toBeVisible();
});

test('a passkey is added, named, ends a login, and is removed', async ({ page, ownService }) => {
  const service = ownService;
  const base = service.url.replace('127.0.0.1', 'localhost');
  const account = await accountOf(service, 'demo01');
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true,
      isUserVerified: true, automaticPresenceSimulation: true,
    },
  });
  const logInByName = async (): Promise<void> => {
    await page.goto(`${base}/login`);
    await page.locator('#login_name').fill(account.loginName);
    await page.locator('#password').fill(account.password);
    await page.locator('form[action="/login"] button.primary').click();
  };
  await logInByName();
  await page.goto(`${base}/account/confirm?next=/account/security`);
  await page.locator('#form button.primary').click();
  await page.locator('#code').fill(await newestCode(page, service, account.mobile));
  await page.locator('#form button.primary').click();
  await expect(page).toHaveURL(/\/account\/security$/);
  await page.locator('#label').fill('演示手机');
  await page.locator('#passkey button').click();
  await expect(page.locator('ul.codes li')).toHaveCount(10);
  await page.goto(`${base}/account/security`);
  // A name that is refused stays in its field, and what is wrong stands beside it.
  const long = '演'.repeat(41);
  // What the browser itself would not let anybody type.
  await page.locator('#name-1').evaluate((field) => field.removeAttribute('maxlength'));
  await page.locator('#name-1').fill(long);
  await page.locator('form[action$="/rename"] button').click();
  await expect(page.locator('#name-1-error')).toBeVisible();
  await expect(page.locator('#name-1')).toHaveValue(long);
  await expect(page.locator('ul.rows li b')).toHaveText('演示手机');
  await expectGoodLook(page, true);
  await page.locator('#name-1').fill('演示电脑');
  await page.locator('form[action$="/rename"] button').click();
  await expect(page.locator('.flash')).toBeVisible();
  await expect(page.locator('ul.rows li b')).toHaveText('演示电脑');
  for (const language of languages) {
    await open(page, `${base}/account/security`, language);
    await expectGoodLook(page, true);
  }

  await page.locator('form[action="/logout"] button').first().click();
  await logInByName();
  await expect(page).toHaveURL(/\/login\/second(\?|$)/);
  await expectGoodLook(page, true);
  await page.locator('#passkey button').click();
  await expect(page).not.toHaveURL(/\/login/);

  await page.goto(`${base}/account/security`);
  const before = await sessionOf(page);
  await page.locator('form[action$="/passkeys/remove"] button').click();
  await expect(page.locator('.flash')).toBeVisible();
  expect(await sessionOf(page)).not.toBe(before);
  await page.locator('form[action="/logout"] button').first().click();
  await logInByName();
  await expect(page, 'nothing is asked any more').not.toHaveURL(/\/login/);
});

test('a login elsewhere is told, seen, and ended from here', async ({ page, browser, ownService }) => {
  const account = await accountOf(ownService, 'demo01');
  await signIn(page, ownService, account);
  const other = await elsewhere(browser);
  await logIn(other, ownService, account);
  await expect(other).not.toHaveURL(/\/login/);
  const told = await page.request.get(`${ownService.url}/demo/messages`);
  expect(await told.text()).toContain('新设备');
  await page.goto(`${ownService.url}/account`);
  const ends = page.locator('#sessions + p + ul form');
  await expect(ends).toHaveCount(1);
  await ends.locator('button').click();
  await expect(page.locator('.flash')).toBeVisible();
  await other.goto(`${ownService.url}/certificates`);
  await expect(other).toHaveURL(/\/login/);
  await page.goto(`${ownService.url}/certificates`);
  await expect(page).toHaveURL(/\/certificates$/);
});

test('at a new device a code is asked once before a copy leaves', async ({
  page, browser, ownService,
}) => {
  const account = await accountOf(ownService, 'demo02');
  const view = `${ownService.url}${await openCurrentCopy(page, ownService)}/view`;
  await page.goto(view);
  await expect(page, 'the first device is trusted').toHaveURL(/\/view$/);

  const other = await elsewhere(browser);
  await signIn(other, ownService, account);
  await other.goto(view);
  await expect(other, 'it logged in just now').toHaveURL(/\/view$/);
  await change(ownService, 'UPDATE session SET created_at = created_at - 900');
  await other.goto(view);
  await confirmByCode(other, ownService, account);
  await expect(other).toHaveURL(/\/view$/);
  await other.goto(view);
  await expect(other, 'once').toHaveURL(/\/view$/);
});

test('another mobile takes effect at once for who confirms, and waits for who does not', async ({
  page, ownService,
}) => {
  const account = await accountOf(ownService, 'demo01');
  await signIn(page, ownService, account);
  for (const language of languages) {
    await open(page, `${ownService.url}/account/mobile`, language);
    await expectGoodLook(page, true);
  }
  await open(page, `${ownService.url}/account/mobile`, 'zh');
  await page.locator('#mobile').fill('1390');
  await page.locator('#form button.primary').click();
  await expect(page.locator('#mobile-error')).toBeVisible();
  await expect(page.locator('#mobile')).toHaveValue('1390');
  await page.locator('#mobile').fill('13900008801');
  await page.locator('#form button.primary').click();
  await enterCode(page, ownService, '13900008801');
  await expect(page.locator('#mobile-change')).toBeVisible();

  await page.goto(`${ownService.url}/account/mobile`);
  await page.locator('a[href^="/account/confirm"]').click();
  await confirmByCode(page, ownService, account);
  await page.locator('#mobile').fill('13900008802');
  await page.locator('#form button.primary').click();
  await enterCode(page, ownService, '13900008802');
  await expect(page).toHaveURL(/\/account$/);
  await expect(page.locator('#mobile-change'), 'what waited is replaced').toHaveCount(0);
  await expect(page.locator('main')).toContainText('8802');
});

test('whoever has lost everything ends at the office with a reference', async ({
  page, browser, ownService,
}) => {
  const account = await accountOf(ownService, 'demo01');
  await signIn(page, ownService, account);
  await setUpApp(page, ownService, account);
  const other = await elsewhere(browser);
  await logIn(other, ownService, account);
  await expect(other).toHaveURL(/\/login\/second(\?|$)/);
  await other.locator('a[href="/recover/office"]').click();
  await other.locator('#mobile').fill('13900008803');
  await other.locator('#form button.primary').click();
  await expect(other).toHaveURL(/\/recover\/office\/confirm$/);
  await enterCode(other, ownService, '13900008803');
  await expect(other).toHaveURL(/\/recover\/office\/form$/);
  await other.locator('#id_type').selectOption('resident_identity_card');
  await other.locator('#id_number').fill('11010519491231002X');
  await other.locator('#name').fill('王演示');
  await other.locator('#issuer').selectOption({ index: 1 });
  await other.locator('#text').fill('演示：手机、验证器和备用码都丢了。');
  await other.locator('#form button.primary').click();
  await expect(other.locator('main .code').first()).toBeVisible();
});
