// SPDX-License-Identifier: Apache-2.0
// 证书查询: a verifier with three fields of a certificate, a purpose, a human check and a code.
import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import {
  type Asked,
  accountOf,
  enterCode,
  expect,
  expectGoodLook,
  printedPerson,
  signIn,
  test,
} from './fixtures';
import type { Service } from './service';

const run = promisify(execFile);
const PURPOSE = '招聘岗位资格核验';
const NUMBERS = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

async function ask(page: Page, service: Service, asked: Asked, hasScript: boolean): Promise<void> {
  await page.goto(`${service.url}/query`);
  await expectGoodLook(page, hasScript);
  await page.locator('#name').fill(asked.name);
  await page.locator('#id_number').fill(asked.idNumber);
  await page.locator('#management_number').fill(asked.managementNumber);
  await page.locator('#purpose').fill(PURPOSE);
  if (!hasScript) {
    const question = await page.locator('label[for="answer"]').innerText();
    const [, first, second] = /^(.)加(.)等于几/.exec(question) ?? [];
    await page.locator('#answer').fill(String(NUMBERS.indexOf(first) + NUMBERS.indexOf(second)));
  }
  await page.locator('form[action="/query"] button.primary').click();
  await expect(page).toHaveURL(/\/query\/confirm$/);
}

/** Clicks what downloads a file and keeps it for this test. */
async function save(page: Page, selector: string): Promise<string> {
  const arriving = page.waitForEvent('download');
  await page.locator(selector).first().click();
  return (await arriving).path();
}

/** The kept checks, as the database has them. */
async function keptChecks(service: Service): Promise<string> {
  const name = (await readdir(service.data)).find((each) => each.endsWith('.sqlite'));
  if (!name) throw new Error('no database');
  const statement = 'SELECT door, outcome FROM certificate_check ORDER BY at';
  return (await run('sqlite3', [join(service.data, name), statement])).stdout;
}

test('who knows the three fields learns how the certificate stands @phone @without-script', async ({
  page,
  ownService,
  browser,
  javaScriptEnabled,
}) => {
  const verifier = await accountOf(ownService, 'demo09');
  await signIn(page, ownService, verifier);
  const person = await printedPerson(ownService);

  await ask(page, ownService, person, javaScriptEnabled);
  await expectGoodLook(page, javaScriptEnabled);
  const before = await page.getByRole('main').innerText();
  await enterCode(page, ownService, verifier.mobile);
  const answer = page.getByRole('main');
  await expect(page).toHaveURL(/\/query\/results\/[\w-]{43}$/);
  const address = page.url();
  await expect(answer).toContainText('有效');
  await expect(answer).toContainText(person.managementNumber);
  await expect(answer).toContainText(PURPOSE);
  await expect(answer.locator('img')).toHaveAttribute('src', /^data:image\/jpeg;base64,/);
  await expectGoodLook(page, javaScriptEnabled);
  expect(await keptChecks(ownService)).toBe('query|VALID\n');
  await page.goto(`${ownService.url}/checks`);
  await expect(page.locator('section', { hasText: '我核验过的证书' })).toContainText(PURPOSE);
  await expectGoodLook(page, javaScriptEnabled);

  // The answer has a page of its own, for this account alone, and a receipt.
  await page.goto(address);
  await page.locator('form[action$="/receipt"] button').click();
  await expect(page).toHaveURL(address);
  await expectGoodLook(page, javaScriptEnabled);
  const receipt = await save(page, 'a[href$="/receipt.pdf"]');
  const seal = (await run('pdfsig', ['-nocert', receipt])).stdout;
  expect(seal).toContain('Signature is Valid.');
  const words = (await run('pdftotext', [receipt, '-'])).stdout.replaceAll(/\s/g, '');
  for (const each of ['查询回执', '证书有效', person.name, person.managementNumber, PURPOSE])
    expect(words).toContain(each);
  expect(words, 'the number is masked').not.toContain(person.idNumber);
  const other = await (await browser.newContext()).newPage();
  expect((await other.goto(address))?.url()).toContain('/login');
  await signIn(other, ownService, await accountOf(ownService, 'demo02'));
  expect((await other.goto(address))?.status()).toBe(404);
  expect((await other.request.get(`${address}/receipt.pdf`)).status()).toBe(404);
  await other.goto(`${ownService.url}/verify`);
  await other.locator('#file').setInputFiles(receipt);
  await other.locator('form:has(#file) button.primary').click();
  await expect(other.locator('.verdict')).toHaveClass(/is-receipt/);
  await expect(other.locator('.verdict')).toContainText('证书有效');
  await expect(other.locator('main')).not.toContainText(person.managementNumber);
  await expectGoodLook(other, javaScriptEnabled);
  await other.context().close();

  // One digit is another's: the same way, word for word, and then the reasons.
  await ask(page, ownService, { ...person, managementNumber: '20220099990300000031' },
    javaScriptEnabled);
  expect(await page.getByRole('main').innerText()).toBe(before);
  await enterCode(page, ownService, verifier.mobile);
  await expect(answer).toContainText('没有查询到');
  await expect(answer.locator('ol > li')).toHaveCount(3);
  await expectGoodLook(page, javaScriptEnabled);
  expect(await keptChecks(ownService)).toBe('query|VALID\n');
});

test('the query speaks English', async ({ page, ownService }) => {
  await signIn(page, ownService, await accountOf(ownService, 'demo09'));
  await page.goto(`${ownService.url}/query?lang=en`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Look up a certificate');
  await expectGoodLook(page, true);
});
