// SPDX-License-Identifier: Apache-2.0
// The human check of a door under pressure (docs/abuse.md): a script does the work while the person
// types, without script a sum in words does; either way the person comes in at the first try.
import { type Page } from '@playwright/test';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import {
  CHECK_CODE, accountOf, enterCode, expect, expectGoodLook, openCurrentCopy, test,
} from './fixtures';
import { newcomer, register } from './people';
import { Service } from './service';

const WORDS = fileURLToPath(new URL('../../web/messages/zh-CN/query.toml', import.meta.url));

/** The same demonstration, where a second try at a door within five minutes is too many. */
async function servePressed(untouched: Service, doors: string[]): Promise<Service> {
  await untouched.stop();
  const path = join(untouched.data, 'yinxin.toml');
  let text = await readFile(path, 'utf8');
  for (const door of doors) {
    const before = text;
    text = text.replace(new RegExp(`(\\n\\[pressure\\][^[]*?\\n${door} = )\\d+`), '$11');
    expect(text, door).not.toBe(before);
  }
  await writeFile(path, text.replace(/\nlogins_per_minute = \d+/, '\nlogins_per_minute = 1000'));
  return Service.start(untouched.data);
}

/** The sum that the page asks for in words. */
async function sumOn(page: Page): Promise<string> {
  const asked = /(.)加(.)等于几/.exec(await page.locator('.entry-check label').first().innerText());
  const table = (await readFile(WORDS, 'utf8')).split('[query_number]')[1] ?? '';
  const number = (word?: string): number =>
    Number(new RegExp(`(\\d+) = "${word}"`).exec(table)?.[1] ?? Number.NaN);
  return String(number(asked?.[1]) + number(asked?.[2]));
}

/** Opens a page again until its form asks for the check: doors are counted together every two seconds. */
async function untilAsked(page: Page, address: string): Promise<void> {
  await expect(async () => {
    await page.goto(address);
    await expect(page.locator('.entry-check').first()).toBeAttached({ timeout: 100 });
  }).toPass({ timeout: 15_000, intervals: [200] });
}

/** Answers in words where there is no script, after a look at what is asked. */
async function answer(page: Page, hasScript: boolean): Promise<void> {
  const field = page.locator('.entry-check input[name="answer"]').first();
  if ((await page.locator('.entry-check').count()) === 0) return;
  if (hasScript) await expect(field, 'nothing to answer').toHaveCount(0);
  else await field.fill(await sumOn(page));
}

test('a pressed login lets its owner in at once @without-script', async ({
  page, ownService, javaScriptEnabled,
}) => {
  const hasScript = javaScriptEnabled !== false;
  const service = await servePressed(ownService, ['login']);
  try {
    const account = await accountOf(service, 'demo02');
    // Somebody fails twice; a form from before that is still open elsewhere.
    const older = await page.context().newPage();
    await older.goto(`${service.url}/login`);
    await expect(older.locator('.entry-check'), 'a quiet door asks for nothing').toHaveCount(0);
    for (let tries = 0; tries < 4; tries += 1) {
      await page.goto(`${service.url}/login`);
      await page.locator('#login_name').fill(`stranger-${tries}`);
      await page.locator('#password').fill('wrong horse battery');
      await page.locator('form[action="/login"] button.primary').click();
    }
    await untilAsked(page, `${service.url}/login`);
    await expectGoodLook(page, hasScript);

    // The older form comes back with the name and with the question.
    const type = async (on: Page): Promise<void> => {
      await on.locator('#login_name').fill(account.loginName);
      await on.locator('#password').fill(account.password);
    };
    await type(older);
    await older.locator('form[action="/login"] button.primary').click();
    await expect(older.locator('.error-summary')).toContainText('人机校验');
    await expect(older.locator('#login_name')).toHaveValue(account.loginName);
    await expectGoodLook(older, hasScript);
    await older.close();

    await untilAsked(page, `${service.url}/login`);
    await type(page);
    // The script works while somebody types; pressed before it is done, the form goes by itself then.
    if (hasScript) await expect(page.locator('form[action="/login"] [data-state]')).not.toBeEmpty();
    await answer(page, hasScript);
    await page.locator('form[action="/login"] button.primary').click();
    await expect(page).toHaveURL(/\/(certificates|notice)$/, { timeout: 20_000 });
  } finally {
    await service.stop();
  }
});

test('pressed doors of registration, recovery and comparison open to whoever does the work @without-script', async ({
  page, ownService, browser, javaScriptEnabled,
}) => {
  test.slow();
  const hasScript = javaScriptEnabled !== false;
  // What a holder handed out, before the crowd comes.
  const holder = await (await browser.newContext()).newPage();
  await holder.goto(`${ownService.url}${await openCurrentCopy(holder, ownService)}/view`);
  const facts = (await holder.locator('main dl > div').allTextContents()).join('\n');
  const code = CHECK_CODE.exec(facts)?.[0] ?? '';
  const tail = /(?<!\d)\d{14}(\d{3}[\dX])(?!\d)/.exec(facts)?.[1] ?? '';
  const name = (await accountOf(ownService, 'demo02')).name;
  await holder.context().close();
  const service = await servePressed(ownService, ['register', 'recover', 'match', 'login_code']);
  try {
    const { managementNumber: _, ...typed } = await newcomer(service);
    for (const taken of ['one', 'two']) {
      await register(page, service, { ...typed, mobile: '19900008831', login_name: `pressing.${taken}` });
      await page.goto(`${service.url}/recover/name`);
      await page.locator('#mobile').fill('19900008832');
      await page.locator('#form button.primary').click();
    }
    await untilAsked(page, `${service.url}/register`);
    await expectGoodLook(page, hasScript);
    await page.locator('#id_type').selectOption('resident_identity_card');
    for (const [field, value] of Object.entries(typed)) await page.locator(`#${field}`).fill(value);
    await answer(page, hasScript);
    await page.locator('form[action="/register"] button.primary').click();
    await expect(page).toHaveURL(/\/register\/confirm$/, { timeout: 20_000 });
    await enterCode(page, service, typed.mobile);
    await expect(page).toHaveURL(/\/notice$/);

    await page.context().clearCookies();
    await untilAsked(page, `${service.url}/recover/name`);
    await expectGoodLook(page, hasScript);
    await page.locator('#mobile').fill(typed.mobile);
    await answer(page, hasScript);
    await page.locator('#form button.primary').click();
    await expect(page).toHaveURL(/\/recover\/name\/confirm$/, { timeout: 20_000 });
    await enterCode(page, service, typed.mobile);
    await expect(page.locator('main li .code')).toHaveText(typed.login_name);

    // A stranger with the paper.
    const compare = async (digits: string): Promise<void> => {
      await page.locator('#name').fill(name);
      await page.locator('#id_tail').fill(digits);
      await answer(page, hasScript);
      await page.locator('form[action$="/match"] button').click();
    };
    await page.goto(`${service.url}/verify`);
    await page.locator('#code').fill(code);
    await page.locator('form[action="/verify/code"] button').click();
    const address = page.url();
    for (let tries = 0; tries < 2; tries += 1) {
      await page.goto(address);
      await compare(tail === '0000' ? '0001' : '0000');
      // The pressure may come between the page and the answer: then the form comes back with the question.
      await expect(page.locator('.verdict.is-nomatch, .error-summary').first()).toBeVisible({ timeout: 20_000 });
    }
    await untilAsked(page, address);
    await expectGoodLook(page, hasScript);
    await compare(tail);
    await expect(page.locator('.verdict.is-match')).toBeVisible({ timeout: 20_000 });
  } finally {
    await service.stop();
  }
});
