// SPDX-License-Identifier: Apache-2.0
// 批次: a clerk submits, a colleague approves, the holder sees; recall, restoration and stop take it
// from every door and give it back.
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Browser, Page } from '@playwright/test';
import {
  accountOf, expect, expectGoodLook, openCurrentCopy, test,
} from './fixtures';
import { approveFirst, logInStaff } from './office';
import type { Service } from './service';

const QUALIFICATION = '注册测绘师';
const REASON = '名单与公示不一致';

interface Person {
  name: string;
  idNumber: string;
}

/** Name and number of a holder, as the text of a copy says. */
async function personOn(page: Page, service: Service): Promise<Person> {
  await page.goto(`${service.url}${await openCurrentCopy(page, service)}/view`);
  const line = async (label: string): Promise<string> =>
    (await page.locator('dl.facts div', { hasText: label }).locator('dd').first().innerText()).trim();
  return { name: await line('姓名'), idNumber: await line('证件号码') };
}

/** A resident's number of nobody, with its check character. */
function idNumberOf(order: number): string {
  const body = `00000019900307${String(order).padStart(3, '0')}`.replace(/^000000/, '110105');
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((all, weight, i) => all + weight * Number(body[i]), 0);
  return body + '10X98765432'[sum % 11];
}

/** A table of three who passed, and their photos named by number. */
async function makeFiles(folder: string, holder: Person): Promise<{ sheet: string; photos: string }> {
  const people = [holder, { name: '周演示', idNumber: idNumberOf(11) },
    { name: '吴演示', idNumber: idNumberOf(12) }];
  const rows = people.map((each, i) =>
    [each.name, each.idNumber, `20260099990600009${100 + i}`, '2026-09-13'].join(','));
  const sheet = join(folder, 'passed.csv');
  await writeFile(sheet, `﻿姓名,证件号码,管理号,批准日期\r\n${rows.join('\r\n')}\r\n`);
  const photos = join(folder, 'photos.zip');
  const portrait = fileURLToPath(new URL('../unit/documents/data/portrait.jpg', import.meta.url));
  const pack = 'import sys, zipfile\nwith zipfile.ZipFile(sys.argv[1], "w") as z:\n'
    + '    [z.write(sys.argv[2], f"{n}.jpg") for n in sys.argv[3:]]';
  await promisify(execFile)('python3', ['-c', pack, photos, portrait,
    ...people.map((each) => each.idNumber)]);
  return { sheet, photos };
}

/** The clerk's way from two files to a submitted batch. */
async function submit(page: Page, service: Service, holder: Person): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'yinxin-e2e-batch-'));
  const files = await makeFiles(folder, holder);
  await page.goto(`${service.url}/office/imports`);
  await page.locator('#sheet').setInputFiles(files.sheet);
  await page.locator('#photos').setInputFiles(files.photos);
  await page.locator('form[action="/office/imports"] button.primary').click();
  await page.locator('#qualification_id').selectOption({ label: QUALIFICATION });
  await page.locator('#exam_year').fill('2026');
  await page.locator('form[action$="/columns"] button.primary').click();
  const next = page.locator('main a[href$="/submit"]');
  await expect(next).toBeVisible({ timeout: 20_000 });
  await next.click();
  await page.locator('#when-at_once').check();
  await page.locator('#reason').fill('成绩与资格已核对');
  await page.locator('form[action$="/submit"] button.primary').click();
  await expect(page.getByRole('main')).toContainText('等待');
  await rm(folder, { recursive: true, force: true });
}

/** The page of the one batch of the qualification. */
async function openBatch(page: Page, service: Service): Promise<void> {
  await page.goto(`${service.url}/office/batches?item=registered_surveyor&year=2026`);
  await page.locator('main table a', { hasText: QUALIFICATION }).first().click();
}

/** Fills the form of a wish about the batch and sends it. */
async function wish(page: Page, service: Service, what: string): Promise<void> {
  await openBatch(page, service);
  await page.locator(`main a[href$="/${what}"]`).click();
  await expectGoodLook(page, true);
  await page.locator('#form button:not(.linklike)').first().click();
  await expect(page.locator('#reason-error'), 'no reason, no proposal').toBeVisible();
  await page.locator('#reason').fill(REASON);
  await page.locator('#form button:not(.linklike)').first().click();
}

async function batchIs(page: Page, service: Service, state: string): Promise<void> {
  await expect(async () => {
    await openBatch(page, service);
    await expect(page.locator('.head .chip')).toContainText(state, { timeout: 500 });
  }).toPass({ timeout: 30_000 });
}

async function newPage(browser: Browser): Promise<Page> {
  return (await browser.newContext({ locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })).newPage();
}

/** The holder applies for a copy of the new certificate; comes back with its 核验码. */
async function takeCopy(page: Page, service: Service): Promise<string> {
  await page.goto(`${service.url}/certificates`);
  await page.locator('.card', { hasText: QUALIFICATION }).locator('a[href$="/endorse"]').first().click();
  await page.locator('#checked').check();
  await page.locator('form[action$="/checked"] button.primary').click();
  await page.locator('main a[href$="/apply"]').first().click();
  await page.locator('#days').fill('30');
  await page.locator('form[action$="/apply"] button.primary').click();
  await page.locator('form[action$="/apply"] button.primary').click();
  const view = page.locator('main a[href$="/view"]').first();
  await expect(view).toBeVisible({ timeout: 20_000 });
  await view.click();
  const code = await page.locator('dl.facts div', { hasText: '核验码' }).locator('dd').first().innerText();
  return code.trim();
}

async function compareSays(page: Page, service: Service, code: string, words: string): Promise<void> {
  await page.goto(`${service.url}/verify`);
  await page.locator('#code').fill(code);
  await page.locator('form:has(#code) button').first().click();
  await expect(page.getByRole('main')).toContainText(words);
}

/** The newest message to a mobile says so; notices of a batch are written after it. */
async function isTold(page: Page, service: Service, mobile: string, words: string) {
  await expect(async () => {
    await page.goto(`${service.url}/demo/messages`);
    await expect(page.locator('li.panel', { hasText: mobile }).first())
      .toContainText(words, { timeout: 500 });
  }).toPass({ timeout: 30_000 });
}

test('a batch appears for its holder by two people, and vanishes everywhere by two or one', async ({
  ownService, browser,
}) => {
  test.setTimeout(240_000);
  const holder = await newPage(browser);
  const clerk = await newPage(browser);
  const approver = await newPage(browser);
  const stranger = await newPage(browser);
  const person = await personOn(holder, ownService);
  await logInStaff(clerk, ownService, 'clerk1');
  await logInStaff(approver, ownService, 'approver1');

  await submit(clerk, ownService, person);
  await openBatch(clerk, ownService);
  await expect(clerk.locator('.head .chip')).toContainText('等待复核');
  await expectGoodLook(clerk, true);

  // Nothing of it is visible before the second person has decided.
  await holder.goto(`${ownService.url}/certificates`);
  await expect(holder.getByRole('main')).not.toContainText(QUALIFICATION);
  await approver.goto(`${ownService.url}/office/proposals`);
  await approver.locator('main table a', { hasText: '批次制证' }).first().click();
  await expect(approver.locator('.sample-list img')).toHaveCount(3);
  for (const picture of await approver.locator('.sample-list img').all()) {
    await picture.scrollIntoViewIfNeeded();
    await expect(picture).toHaveJSProperty('complete', true);
    expect(await picture.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(0);
  }
  await expectGoodLook(approver, true);
  await approveFirst(approver, ownService, '批次制证');
  await batchIs(clerk, ownService, '已发布');
  await expectGoodLook(clerk, true);

  await holder.goto(`${ownService.url}/certificates`);
  await expect(holder.locator('.card', { hasText: QUALIFICATION })).toBeVisible();
  const mobile = (await accountOf(ownService, 'demo02')).mobile;
  await isTold(stranger, ownService, mobile, '已经公布');
  const code = await takeCopy(holder, ownService);
  await compareSays(stranger, ownService, code, QUALIFICATION);
  await stranger.goto(`${ownService.url}/progress`);
  await expect(stranger.locator('tr', { hasText: QUALIFICATION })).toContainText('已公布');

  // Two people recall it.
  await wish(clerk, ownService, 'recall');
  await expect(clerk.locator('.head .chip')).toContainText('已发布');
  await approveFirst(approver, ownService, '召回批次');
  await holder.goto(`${ownService.url}/certificates`);
  await expect(holder.locator('.card', { hasText: QUALIFICATION })).toHaveCount(0);
  await expect(holder.locator('.note', { hasText: QUALIFICATION })).toContainText('已召回');
  await expectGoodLook(holder, true);
  await compareSays(stranger, ownService, code, '这批证书已由发证机关召回');
  await stranger.goto(`${ownService.url}/progress`);
  await expect(stranger.locator('tr', { hasText: QUALIFICATION })).not.toContainText('已公布');
  await isTold(stranger, ownService, mobile, '核查');

  // Two people give it back.
  await wish(clerk, ownService, 'restore');
  await approveFirst(approver, ownService, '恢复批次');
  await holder.goto(`${ownService.url}/certificates`);
  await expect(holder.locator('.card', { hasText: QUALIFICATION })).toBeVisible();
  await compareSays(stranger, ownService, code, QUALIFICATION);

  // One person stops it.
  await wish(approver, ownService, 'stop');
  await expect(approver.locator('.head .chip')).toContainText('已停用');
  await holder.goto(`${ownService.url}/certificates`);
  await expect(holder.locator('.card', { hasText: QUALIFICATION })).toHaveCount(0);
  await expect(holder.locator('.note', { hasText: QUALIFICATION })).toContainText('停用核实');
  await compareSays(stranger, ownService, code, '这批证书已由发证机关停用');

  // Everything that happened stands on one page.
  await openBatch(clerk, ownService);
  for (const step of ['上传名单', '提交批次', '批准制证', '制证完成', '发布', '提请召回', '批准召回',
    '提请恢复', '批准恢复', '紧急停用']) {
    await expect(clerk.locator('.trail')).toContainText(step);
  }
  await expect(clerk.locator('.trail')).toContainText(REASON);
  await expectGoodLook(clerk, true);
  for (const page of [holder, clerk, approver, stranger]) await page.context().close();
});

test('lists and forms of batches are good on a phone and without script @phone @without-script', async ({
  page, ownService, javaScriptEnabled, isMobile,
}) => {
  await logInStaff(page, ownService, 'clerk1');
  await page.goto(`${ownService.url}/office/batches`);
  await expect(page.locator('main table tbody tr')).not.toHaveCount(0);
  await expectGoodLook(page, javaScriptEnabled);
  await page.locator('#state').selectOption('released');
  await page.locator('form.filters button').click();
  await expect(page).toHaveURL(/state=released/);
  // On a phone the table is a list of cards, without a head to sort by.
  if (!isMobile) {
    await page.locator('th a.sort').first().click();
    await expect(page).toHaveURL(/sort=exam.*/);
  }
  await page.locator('main table tbody a').first().click();
  await expectGoodLook(page, javaScriptEnabled);
  await page.locator('main a[href$="/recall"]').click();
  await expectGoodLook(page, javaScriptEnabled);
  await page.goto(`${ownService.url}/progress`);
  await expectGoodLook(page, javaScriptEnabled);
});
