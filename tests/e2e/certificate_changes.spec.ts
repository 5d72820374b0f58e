// SPDX-License-Identifier: Apache-2.0
// The life of a certificate in the hands of two colleagues, and what everybody else sees of it.
import { type Browser, type Page } from '@playwright/test';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CHECK_CODE,
  accountOf,
  expect,
  expectAccessible,
  expectGoodLook,
  expectNoSidewaysScroll,
  openCurrentCopy,
  test,
} from './fixtures';
import { addClient } from './api_caller';
import { logInStaff } from './office';
import { type Service } from './service';

const ID_NUMBER = /(?<!\d)\d{17}[\dX](?!\d)/;
const PAGE = /\/office\/certificates\/\d+-\d+$/;
const REASON = '核查发现登记有误';
const DECISION = '演示人考〔2026〕12号';

let scratch = '';
test.beforeEach(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'yinxin-e2e-changes-'));
});
test.afterEach(async () => rm(scratch, { recursive: true, force: true }));

/** A holder who has a copy in its time, and everything a stranger may have of it. */
interface Subject {
  page: Page;
  copy: string;
  line: string;
  file: string;
  code: string;
  name: string;
  idNumber: string;
  managementNumber: string;
}

async function holderWithCopy(page: Page, service: Service): Promise<Subject> {
  const copy = await openCurrentCopy(page, service);
  const line = /\/certificates\/\d+/.exec(page.url())?.[0] ?? '';
  const code = CHECK_CODE.exec((await page.locator('main').textContent()) ?? '')?.[0] ?? '';
  const arriving = page.waitForEvent('download');
  await page.locator('main a[href$="/file"]').first().click();
  const file = join(scratch, 'copy.pdf');
  await (await arriving).saveAs(file);
  await page.goto(`${service.url}${copy}/view`);
  const lines = await page.locator('main dl > div').allTextContents();
  const idNumber = ID_NUMBER.exec(lines.join('\n'))?.[0] ?? '';
  await page.goto(`${service.url}${line}`);
  const main = (await page.locator('main').textContent()) ?? '';
  const managementNumber = /20\d{2}009999\d{10}/.exec(main)?.[0] ?? '';
  const { name } = await accountOf(service, 'demo02');
  expect([line, code, idNumber, managementNumber].every((each) => each !== '')).toBe(true);
  return { page, copy, line, file, code, name, idNumber, managementNumber };
}

/** Somebody of the office in a browser of his own. */
async function colleague(browser: Browser, service: Service, loginName: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await logInStaff(page, service, loginName);
  return page;
}

async function openCertificate(page: Page, service: Service, number: string): Promise<void> {
  await page.goto(`${service.url}/office/certificates`);
  await page.locator('#number').fill(number);
  await page.locator('#form button.primary').click();
  await expect(page).toHaveURL(PAGE);
}

/** Prepares a change of the certificate whose page is open. */
async function prepare(page: Page, change: string, decisionNo = ''): Promise<void> {
  await page.locator(`main a[href$="/${change}"]`).click();
  await expectAccessible(page);
  await page.locator('#reason').fill(REASON);
  await page.locator('#decision_no').fill(decisionNo);
  await page.locator('#form button.primary').click();
  await expect(page).toHaveURL(PAGE);
  await expect(page.locator('.flash')).toBeVisible();
}

/** Decides on the one thing that waits. */
async function approve(page: Page, service: Service): Promise<void> {
  await page.goto(`${service.url}/office/proposals`);
  await page.locator('main tbody a').first().click();
  await expectAccessible(page);
  await page.locator('button[value="approve"]').click();
  await expect(page.locator('.flash')).toBeVisible();
}

/** The class of the answer to the uploaded file. */
async function upload(page: Page, service: Service, file: string): Promise<string> {
  await page.goto(`${service.url}/verify`);
  await page.locator('#file').setInputFiles(file);
  await page.locator('form:has(#file) button.primary').click();
  await expect(page).toHaveURL(/\/verify\/results\//);
  const classes = (await page.locator('.verdict').getAttribute('class')) ?? '';
  return /is-([\w]+)/.exec(classes)?.[1] ?? '';
}

/** Whether the compare page behind the code shows this state. */
async function expectCompared(page: Page, service: Service, code: string, state: string):
Promise<void> {
  await page.goto(`${service.url}/verify`);
  await page.locator('#code').fill(code);
  await page.locator('form[action="/verify/code"] button').click();
  await expect(page.locator(`main .is-${state}`).first()).toBeVisible();
}

/** What the API says of a number to a client of the operator's. */
async function statusByApi(service: Service, subject: Subject): Promise<string> {
  const { key } = await addClient(service, '--scopes', 'status', '--live');
  const answer = await fetch(`${service.url}/api/v1/certificates/status`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${key}`,
      'Content-Type': 'application/json',
      'Yinxin-Purpose': encodeURIComponent('入职资格审核'),
    },
    body: JSON.stringify({ number: subject.managementNumber, name: subject.name }),
  });
  return ((await answer.json()) as { status: string }).status;
}

test('a name is corrected by two colleagues, old copies are superseded, the holder takes the name over', async ({
  page,
  ownService,
  browser,
}) => {
  test.setTimeout(120_000);
  const holder = await holderWithCopy(page, ownService);
  const corrected = `${holder.name.slice(0, 1)}改正`;

  const clerk = await colleague(browser, ownService, 'clerk1');
  await openCertificate(clerk, ownService, holder.managementNumber);
  expect(clerk.url(), 'no number in an address').not.toContain(holder.managementNumber);
  await expectGoodLook(clerk, true);
  await clerk.locator('main a[href$="/correct"]').click();
  await expect(clerk.locator('#name')).toHaveValue(holder.name);
  await expectGoodLook(clerk, true);
  // Nothing changed, no reason: both are said, and what was typed stays.
  await clerk.locator('#form button.primary').click();
  await expect(clerk.locator('.error-summary')).toBeVisible();
  await clerk.locator('#name').fill(corrected);
  await clerk.locator('#form button.primary').click();
  await expect(clerk.locator('#reason-error')).toBeVisible();
  await expect(clerk.locator('#name')).toHaveValue(corrected);
  await expectGoodLook(clerk, true);
  await clerk.locator('#reason').fill(REASON);
  await clerk.locator('#form button.primary').click();
  await expect(clerk).toHaveURL(PAGE);

  const approver = await colleague(browser, ownService, 'approver1');
  await approver.goto(`${ownService.url}/office/proposals`);
  await approver.locator('main tbody a').first().click();
  await expect(approver.locator('del')).toHaveText(holder.name);
  await expect(approver.locator('ins')).toHaveText(corrected);
  for (const picture of await approver.locator('img.sheet').all()) {
    expect(await picture.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(0);
  }
  await expectGoodLook(approver, true);
  await approver.locator('button[value="approve"]').click();
  await expect(approver.locator('.flash')).toBeVisible();

  const stranger = await (await browser.newContext()).newPage();
  expect(await upload(stranger, ownService, holder.file)).toBe('superseded');
  await expectCompared(stranger, ownService, holder.code, 'superseded');
  expect((await page.request.get(`${ownService.url}${holder.copy}/file`)).status()).toBe(404);

  // The holder's own list says what was corrected, and asks for one word.
  await page.goto(`${ownService.url}/certificates`);
  await expect(page.locator('main')).toContainText(corrected);
  await page.locator('form[action="/rebind/follow"] button').click();
  await expect(page).toHaveURL(/\/certificates$/);
  await page.goto(`${ownService.url}${holder.line}`);
  await expect(page.locator('main')).toContainText(corrected);
  await expect(page.locator('main table')).toContainText(REASON);
  await expectGoodLook(page, true);

  // The office sees both versions, linked.
  await clerk.reload();
  await clerk.locator('main a[href$="?v=1"]').click();
  await expect(clerk.locator('main .chip.is-superseded').first()).toBeVisible();
  await expectGoodLook(clerk, true);
  for (const each of [clerk, approver, stranger]) await each.context().close();
});

test('two colleagues revoke a certificate, and every door says so at the next request', async ({
  page,
  ownService,
  browser,
}) => {
  test.setTimeout(120_000);
  const holder = await holderWithCopy(page, ownService);
  expect(await statusByApi(ownService, holder)).toBe('valid');
  const clerk = await colleague(browser, ownService, 'clerk1');
  await openCertificate(clerk, ownService, holder.managementNumber);
  await clerk.locator('main a[href$="/revoke"]').click();
  await clerk.locator('#reason').fill(REASON);
  await clerk.locator('#form button.primary').click();
  await expect(clerk.locator('#decision_no-error')).toBeVisible();
  await expect(clerk.locator('#reason')).toHaveValue(REASON);
  await clerk.locator('#decision_no').fill(DECISION);
  await clerk.locator('#attachment').setInputFiles({
    name: 'decision.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7\n'),
  });
  await clerk.locator('#form button.primary').click();
  await expect(clerk).toHaveURL(PAGE);

  const approver = await colleague(browser, ownService, 'approver1');
  await approve(approver, ownService);

  await page.goto(`${ownService.url}/certificates`);
  await expect(page.locator('main .chip.is-revoked').first()).toBeVisible();
  await page.goto(`${ownService.url}${holder.line}`);
  await expect(page.locator('main')).toContainText(DECISION);
  await expect(page.locator('main')).toContainText(REASON);
  for (const door of ['file', 'view']) {
    const answer = await page.request.get(`${ownService.url}${holder.copy}/${door}`);
    expect(answer.status(), door).toBeGreaterThanOrEqual(400);
  }
  const stranger = await (await browser.newContext()).newPage();
  expect(await upload(stranger, ownService, holder.file)).toBe('revoked');
  await expectCompared(stranger, ownService, holder.code, 'revoked');
  expect(await statusByApi(ownService, holder)).toBe('revoked');
  await page.goto(`${ownService.url}/demo/messages`);
  await expect(page.locator('main')).toContainText('变更');

  // Nothing follows, and the page says why.
  await clerk.reload();
  await expect(clerk.locator('.options a')).toHaveCount(0);
  for (const each of [clerk, approver, stranger]) await each.context().close();
});

test('one stops at once, another confirms, and restoring takes two', async ({
  page,
  ownService,
  browser,
}) => {
  test.setTimeout(120_000);
  const holder = await holderWithCopy(page, ownService);
  const stranger = await (await browser.newContext()).newPage();
  const approver = await colleague(browser, ownService, 'approver1');
  await openCertificate(approver, ownService, holder.managementNumber);
  await approver.locator('main a[href$="/stop"]').click();
  await expectGoodLook(approver, true);
  await approver.locator('#form button.primary').click();
  await expect(approver.locator('#reason-error')).toBeVisible();
  await approver.locator('#reason').fill('电话反映冒名取得');
  await approver.locator('#form button.primary').click();
  await expect(approver).toHaveURL(PAGE);
  await expect(approver.locator('.chip.is-suspended').first()).toBeVisible();
  expect(await upload(stranger, ownService, holder.file)).toBe('suspended');
  await expectCompared(stranger, ownService, holder.code, 'suspended');
  await page.goto(`${ownService.url}/certificates`);
  await expect(page.locator('main .chip.is-suspended').first()).toBeVisible();

  // His own stop is not his to confirm.
  await approver.goto(`${ownService.url}/office/proposals`);
  await approver.locator('main tbody a').first().click();
  await expect(approver.locator('button[value="approve"]')).toHaveCount(0);
  const chief = await colleague(browser, ownService, 'chief1');
  await approve(chief, ownService);
  expect(await upload(stranger, ownService, holder.file), 'confirming changes nothing').toBe('suspended');

  const clerk = await colleague(browser, ownService, 'clerk1');
  await openCertificate(clerk, ownService, holder.managementNumber);
  await prepare(clerk, 'restore');
  expect(await upload(stranger, ownService, holder.file), 'one is not enough').toBe('suspended');
  await approve(approver, ownService);
  expect(await upload(stranger, ownService, holder.file)).toBe('genuine');
  expect((await page.request.get(`${ownService.url}${holder.copy}/file`)).status()).toBe(200);
  for (const each of [approver, chief, clerk, stranger]) await each.context().close();
});

test('on the telephone: what the caller sees and why, and nothing of other authorities @phone', async ({
  page,
  ownService,
  browser,
}) => {
  test.setTimeout(120_000);
  const caller = await accountOf(ownService, 'demo08');
  const number = ID_NUMBER.exec(caller.shows)?.[0] ?? '';
  expect(number).not.toBe('');
  await logInStaff(page, ownService, 'correspondent1');
  await page.goto(`${ownService.url}/office/counter`);
  await page.locator('#id_number').fill(number);
  await page.locator('#form button.primary').click();
  await expect(page.locator('#reason-error')).toBeVisible();
  await expect(page.locator('#id_number')).toHaveValue(number);
  await expectGoodLook(page, true);
  await page.locator('#reason').fill('本人来电，称证书列表为空');
  await page.locator('#form button.primary').click();
  await expect(page).toHaveURL(/\/office\/counter\/\d+-\d+$/);
  const shown = page.locator('main');
  await expect(shown).toContainText('重新关联');
  expect(await shown.textContent()).not.toMatch(ID_NUMBER);
  await expectGoodLook(page, true);
  await page.goto(`${page.url()}?lang=en`);
  await expect(shown).toContainText('bound again');
  await expectGoodLook(page, true);
  const look = page.url();
  const other = await colleague(browser, ownService, 'clerk2');
  await other.goto(look);
  await expect(other, 'a look is for who opened it').toHaveURL(/\/office\/counter$/);
  await other.locator('#id_number').fill(number);
  await other.locator('#reason').fill('来电');
  await other.locator('#form button.primary').click();
  await expect(other.locator('#id_number-error')).toBeVisible();
  await other.context().close();
});

test('the pages of a certificate speak English and fit a phone @phone', async ({
  page,
  ownService,
  browser,
}) => {
  test.setTimeout(120_000);
  const holder = await holderWithCopy(await (await browser.newContext()).newPage(), ownService);
  await logInStaff(page, ownService, 'clerk1');
  await page.goto(`${ownService.url}/office/certificates?lang=en`);
  await expectGoodLook(page, true);
  await openCertificate(page, ownService, holder.managementNumber);
  await expect(page.getByRole('heading', { name: 'What may be done' })).toBeVisible();
  await expectGoodLook(page, true);
  const address = page.url();
  for (const form of ['correct', 'suspend', 'revoke', 'cancel', 'stop']) {
    await page.goto(`${address}/${form}`);
    await expectGoodLook(page, true);
    await expectNoSidewaysScroll(page);
  }
  // What the status does not allow leads back.
  await page.goto(`${address}/restore`);
  await expect(page).toHaveURL(address);
  await expect(page.locator('.flash')).toBeVisible();
  await holder.page.context().close();
});
