// SPDX-License-Identifier: Apache-2.0
// A clerk imports results: from the upload to the submission, and what becomes of bad files.
import { type Page } from '@playwright/test';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { expect, expectGoodLook, languages, open, test } from './fixtures';
import { approveFirst, logInStaff } from './office';
import { PASSWORD, registerAndBind } from './people';
import type { Service } from './service';

interface File { name: string; mimeType: string; buffer: Buffer }

const text = (name: string, content: string): File =>
  ({ name, mimeType: 'text/csv', buffer: Buffer.from(content) });

/** A resident number of a county that no province has, with its check character. */
function residentNumber(order: number): string {
  const body = `11999919900101${String(order).padStart(3, '0')}`;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((all, weight, at) => all + weight * Number(body[at]), 0);
  return body + '10X98765432'[sum % 11];
}

/** Rows of a table as a clerk would have it. */
function smallTable(rows: number): string[][] {
  const year = new Date().getFullYear();
  const table = [['姓名', '证件号码', '管理号', '专业', '批准日期']];
  for (let i = 1; i <= rows; ++i) {
    table.push(['王演示', residentNumber(i), `${year}0099970${String(i).padStart(7, '0')}`, '建筑工程',
      `${year}-01-05`]);
  }
  return table;
}

const asCsv = (rows: string[][]): string => rows.map((row) => row.join(',')).join('\r\n') + '\r\n';

/** Chooses files on the list page and uploads them. */
async function upload(page: Page, service: Service, sheet: File | string, photos?: File | string) {
  await page.goto(`${service.url}/office/imports`);
  await page.locator('#sheet').setInputFiles(sheet);
  if (photos) await page.locator('#photos').setInputFiles(photos);
  await page.locator('#form button.primary').click();
}

/** Takes the recognised columns and waits until the rows are checked. */
async function check(page: Page): Promise<void> {
  await expect(page).toHaveURL(/\/columns$/);
  const qualification = page.locator('#qualification_id');
  if ((await qualification.inputValue()) === '') await qualification.selectOption('constructor_1');
  await page.locator('#form button.primary').click();
  await expect(page.locator('.figures').first()).toBeVisible({ timeout: 45_000 });
}

/** The rows of a workbook's first sheet, cells as text, with a library that is not ours. */
async function rowsOf(workbook: string): Promise<string[][]> {
  const script = 'import json, re, sys, zipfile\n'
    + 'import xml.etree.ElementTree as tree\n'
    + 'space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"\n'
    + 'book = zipfile.ZipFile(sys.argv[1])\n'
    + 'whole = lambda item: "".join(t.text or "" for t in item.iter(space + "t"))\n'
    + 'shared = [whole(i) for i in tree.fromstring(book.read("xl/sharedStrings.xml"))]\n'
    + 'def column(name):\n'
    + '    at = 0\n'
    + '    for letter in re.match("[A-Z]+", name)[0]: at = at * 26 + ord(letter) - 64\n'
    + '    return at - 1\n'
    + 'def text(cell):\n'
    + '    value = cell.findtext(space + "v") or whole(cell)\n'
    + '    return shared[int(value)] if cell.get("t") == "s" else value\n'
    + 'rows = []\n'
    + 'for row in tree.fromstring(book.read("xl/worksheets/sheet1.xml")).iter(space + "row"):\n'
    + '    cells = {column(c.get("r")): text(c) for c in row.iter(space + "c")}\n'
    + '    rows.append([cells.get(i, "") for i in range(max(cells, default=-1) + 1)])\n'
    + 'print(json.dumps(rows))\n';
  const { stdout } = await promisify(execFile)('python3', ['-c', script, workbook],
    { maxBuffer: 64 * 1024 * 1024 });
  return JSON.parse(stdout) as string[][];
}

/** Somebody of the table whose row was imported, by the words of its head. */
async function somebodyOf(table: string, leftOut: string): Promise<Record<string, string>> {
  const [head, ...rows] = await rowsOf(table);
  const faulty = (await rowsOf(leftOut)).flat();
  const number = head.indexOf('证件号码');
  const mobile = head.indexOf('手机号码');
  expect([number, mobile, head.indexOf('管理号')]).not.toContain(-1);
  const found = rows.slice(500).find((row) =>
    /^\d{17}[\dX]$/.test(row[number]) && /^1\d{10}$/.test(row[mobile])
    && !faulty.includes(row[number]));
  if (!found) throw new Error('everybody was left out');
  return Object.fromEntries(head.map((name, i) => [name, found[i]]));
}

const figure = (page: Page, at: number) => page.locator('.figures li b').nth(at);

test('a clerk takes a list of a thousand to issued certificates without a manual', async ({
  page, ownService, browser,
}) => {
  test.setTimeout(300_000);
  await logInStaff(page, ownService, 'clerk1');
  await page.getByRole('navigation').getByRole('link', { name: '导入' }).click();
  const [table] = await Promise.all([
    page.waitForEvent('download'), page.getByRole('link', { name: '名单（XLSX）' }).click(),
  ]);
  const [photos] = await Promise.all([
    page.waitForEvent('download'), page.getByRole('link', { name: '照片（ZIP）' }).click(),
  ]);
  await page.locator('#sheet').setInputFiles(await table.path());
  await page.locator('#photos').setInputFiles(await photos.path());
  await page.getByRole('button', { name: '上传并检查' }).click();

  await expect(page.locator('h1')).toHaveText('每一列是什么');
  await expect(page.locator('#qualification_id')).toHaveValue('constructor_1');
  for (const field of ['name', 'id_type', 'id_number', 'management_no', 'specialty', 'approved_on',
    'mobile', 'sex', 'qualification', 'former_names']) {
    await expect(page.locator(`#field_${field}`)).not.toHaveValue('');
  }
  await expect(page.locator('#sample_id_number')).toContainText(/\d{17}/);
  await page.getByRole('button', { name: '开始检查' }).click();
  await expect(figure(page, 0)).toHaveText('980', { timeout: 90_000 });
  await expect(figure(page, 1)).toHaveText('20');
  for (const language of languages) {
    await open(page, page.url().split('?')[0], language);
    await expectGoodLook(page, true);
  }
  await open(page, page.url().split('?')[0], 'zh');

  // One with a bracket: the character is offered.
  await page.getByRole('link', { name: '姓名用方括号代替生僻字' }).click();
  await expect(page.locator('.row-form')).toHaveCount(2);
  const offered = page.locator('.row-form').first().locator('.offer button').first();
  await expect(offered).toBeVisible();
  await expect(offered).toHaveText(/^王晓.$/u);
  for (const language of languages) {
    await open(page, page.url().split('?')[0], language);
    await expectGoodLook(page, true);
  }
  await open(page, page.url().split('?')[0] + '?problem=name_bracket', 'zh');
  await page.locator('.row-form').first().locator('.offer button').first().click();
  await expect(page.locator('.flash')).toContainText('没有问题了');
  await expect(page.locator('.row-form')).toHaveCount(1);

  // One typed wrongly again: it stays as it was typed, and says so.
  await page.goto(page.url().replace('problem=name_bracket', 'problem=mobile_invalid'));
  const mobile = page.locator('.row-form input[name=mobile]');
  await mobile.fill('12345');
  await page.getByRole('button', { name: '保存这一行' }).click();
  await expect(page.locator('.flash')).toContainText('还有问题');
  await expect(mobile).toHaveValue('12345');
  await mobile.fill('19900001234');
  await page.keyboard.press('Enter');
  await expect(page.locator('.flash')).toContainText('没有问题了');

  // The others wait for another time.
  await page.getByRole('button', { name: '有问题的行先不导入' }).click();
  await expect(figure(page, 0)).toHaveText('982');
  const [leftOut] = await Promise.all([
    page.waitForEvent('download'), page.getByRole('link', { name: '下载这些行' }).click(),
  ]);
  await page.getByRole('link', { name: '看样张' }).click();
  await expect(page.locator('.specimen svg')).not.toHaveCount(0);
  for (const language of languages) {
    await open(page, page.url().split('?')[0], language);
    await expectGoodLook(page, true);
  }
  await open(page, page.url().split('?')[0], 'zh');
  await page.getByRole('link', { name: '看过了' }).click();
  await page.getByRole('link', { name: '提交复核' }).click();
  await page.locator('#when-at_time').check();
  await page.getByRole('button', { name: '提交复核' }).click();
  await expect(page.locator('#release_at-error')).toBeVisible();
  for (const language of languages) {
    await open(page, page.url().split('?')[0], language);
    await expectGoodLook(page, true);
  }
  await open(page, page.url().split('?')[0], 'zh');
  await page.getByRole('button', { name: '提交复核' }).click();
  await expect(page.locator('.flash')).toContainText('已提交');
  await page.locator('dl.facts a', { hasText: '等待复核' }).click();
  await expect(page).toHaveURL(/\/office\/(proposals\/|confirm)/);

  // What was left out imports alone: the column of reasons is ignored, the rows are those.
  await upload(page, ownService, await leftOut.path());
  await check(page);
  await expect(figure(page, 1)).toHaveText('18');

  // A colleague approves, and a holder finds the certificate.
  const approver = await (await browser.newContext()).newPage();
  await logInStaff(approver, ownService, 'approver1');
  await approveFirst(approver, ownService, '批次制证');
  const person = await somebodyOf(await table.path(), await leftOut.path());
  const visitor = await (await browser.newContext()).newPage();
  await expect(async () => {
    await visitor.goto(`${ownService.url}/progress`);
    await expect(visitor.locator('tbody')).toContainText('已公布', { timeout: 500 });
  }).toPass({ timeout: 60_000 });
  await registerAndBind(visitor, ownService, {
    id_number: person['证件号码'], name: person['姓名'], mobile: person['手机号码'],
    login_name: 'newly.issued', password: PASSWORD,
  }, person['管理号']);
  await expect(visitor.locator('main .card')).toContainText(person['姓名']);
  for (const each of [approver, visitor]) await each.context().close();
});

test('bad files get a clear answer and change nothing', async ({ page, ownService }) => {
  await logInStaff(page, ownService, 'clerk1');
  const gb18030 = Buffer.from([0xd0, 0xd5, 0xc3, 0xfb, 0x2c, 0xff, 0xff, 0x0a]);
  const bad: [File, RegExp][] = [
    [{ name: 'a.csv', mimeType: 'text/csv', buffer: gb18030 }, /不是 UTF-8 也不是 GB 18030/],
    [{ name: 'a.xls', mimeType: 'application/vnd.ms-excel',
      buffer: Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0]) }, /旧版 Excel/],
    [text('a.csv', '姓名,证件号码,管理号\r\n'), /没有内容/],
    [text('a.csv', '姓名,证件号码\r\n"王,1\r\n'), /引号不成对/],
    [{ name: 'a.xlsx', mimeType: 'application/zip', buffer: Buffer.from('PK\u0003\u0004 broken') },
      /读不出来/],
    [{ name: 'a.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7') }, /读不出来/],
    [text('a.csv', `${'a,'.repeat(150)}\r\n1\r\n`), /超过 100 列/],
  ];
  for (const [file, message] of bad) {
    await upload(page, ownService, file);
    await expect(page.locator('#sheet-error'), file.name).toContainText(message);
    await expect(page.locator('.error-summary')).toBeVisible();
  }
  await expectGoodLook(page, true);
  await page.locator('#form button.primary').click();
  await expect(page.locator('#sheet-error')).toContainText('请选择文件');
  await upload(page, ownService, text('a.csv', asCsv(smallTable(1))), text('photos.zip', 'no zip'));
  await expect(page.locator('#photos-error')).toContainText('打不开');
  await page.goto(`${ownService.url}/office/imports`);
  await expect(page.getByText('还没有导入过。')).toBeVisible();
});

test('a table without a required column says which one is missing', async ({ page, ownService }) => {
  await logInStaff(page, ownService, 'clerk1');
  const rows = smallTable(1).map((row) => row.filter((_, at) => at !== 2));
  await upload(page, ownService, text('a.csv', asCsv(rows)));
  await page.locator('#qualification_id').selectOption('constructor_1');
  await page.locator('#exam_year').fill('26');
  await page.locator('#form button.primary').click();
  await expect(page.locator('#exam_year-error')).toBeVisible();
  await page.locator('#exam_year').fill(String(new Date().getFullYear()));
  await page.locator('#form button.primary').click();
  await expect(page.locator('#error_management_no')).toBeVisible();
  await expect(page.locator('#qualification_id')).toHaveValue('constructor_1');
  const address = page.url();
  for (const language of languages) {
    await open(page, address, language);
    await expectGoodLook(page, true);
  }
});

test('every page is whole without script and on a phone @phone @without-script', async ({
  page, ownService, javaScriptEnabled,
}) => {
  test.setTimeout(120_000);
  const hasScript = javaScriptEnabled !== false;
  await logInStaff(page, ownService, 'clerk1');
  const rows = smallTable(3);
  rows[1][0] = '王晓[沛]';
  rows[2][1] = '119999199001010021';
  await upload(page, ownService, text('名单.csv', asCsv(rows)));
  await expectGoodLook(page, hasScript);
  await expect(page).toHaveURL(/\/columns$/);
  await page.locator('#qualification_id').selectOption('constructor_1');
  await page.locator('#form button.primary').click();
  // Without script the page loads itself again until the work is done.
  await expect(page.locator('.figures').first()).toBeVisible({ timeout: 45_000 });
  await expect(figure(page, 1)).toHaveText('2');
  await expectGoodLook(page, hasScript);
  const url = page.url().split('?')[0];
  await page.goto(`${url}/rows`);
  await expectGoodLook(page, hasScript);
  await page.locator('.row-form .offer button').first().click();
  await expect(page.locator('.row-form')).toHaveCount(1);
  await page.goto(`${url}/photos`);
  await expectGoodLook(page, hasScript);
  await page.goto(`${url}/specimens`);
  await expectGoodLook(page, hasScript);
  await page.goto(`${url}/submit`);
  await expectGoodLook(page, hasScript);
  await page.goto(url);
  await page.locator('details summary').click();
  await page.getByRole('button', { name: '放弃并删除' }).click();
  await expect(page.locator('.flash')).toBeVisible();
  await page.goto(`${ownService.url}/office/imports`);
  await expect(page.locator('tbody tr')).toContainText('已放弃');
  await expectGoodLook(page, hasScript);
});

test('who saves a row somebody else has changed sees both', async ({ page, ownService, context }) => {
  await logInStaff(page, ownService, 'clerk1');
  const rows = smallTable(2);
  rows[1][0] = '王3';
  await upload(page, ownService, text('名单.csv', asCsv(rows)));
  await check(page);
  const url = `${page.url().split('?')[0]}/rows`;
  await page.goto(url);
  const other = await context.newPage();
  await other.goto(url);
  await page.locator('input[name=name]').fill('王甲');
  await page.getByRole('button', { name: '保存这一行' }).click();
  await expect(page.locator('.flash')).toBeVisible();
  await other.locator('input[name=name]').fill('王乙');
  await other.getByRole('button', { name: '保存这一行' }).click();
  await expect(other.locator('.error-summary')).toContainText('其他人已经修改过');
  await expect(other.locator('input[name=name]')).toHaveValue('王乙');
  await expectGoodLook(other, true);
});

test('the template opens in a reader of others and imports as it is', async ({ page, ownService }) => {
  await logInStaff(page, ownService, 'clerk1');
  await page.goto(`${ownService.url}/office/imports`);
  const [template] = await Promise.all([
    page.waitForEvent('download'), page.getByRole('link', { name: '下载模板' }).click(),
  ]);
  expect(template.suggestedFilename()).toBe('合格人员导入模板.xlsx');
  const path = await template.path();
  // Python's zipfile and XML reader judge what we wrote.
  const { stdout } = await promisify(execFile)('python3', ['-c',
    'import sys, zipfile, xml.etree.ElementTree as x\n'
    + 'z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None\n'
    + '[x.fromstring(z.read(n)) for n in z.namelist() if n.endswith((".xml", ".rels", ".vml"))]\n'
    + 't = z.read("xl/sharedStrings.xml").decode(); print("证件号码*" in t, "样例：" in t)', path]);
  expect(stdout.trim()).toBe('True True');
  await upload(page, ownService,
    { name: 't.xlsx', mimeType: 'application/zip', buffer: await readFile(path) });
  await expect(page.locator('#sheet-error')).toContainText('没有内容');
});
