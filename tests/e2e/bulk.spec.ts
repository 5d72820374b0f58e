// SPDX-License-Identifier: Apache-2.0
// 批量核验: a verifier with a list or an archive, one purpose, one code.
import { type Page } from '@playwright/test';
import { execFile } from 'node:child_process';
import { createHash, createPublicKey, verify } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import {
  type Asked,
  accountOf,
  enterCode,
  expect,
  expectGoodLook,
  languages,
  openCurrentCopy,
  printedPerson,
  signIn,
  test,
} from './fixtures';
import type { Service } from './service';

const run = promisify(execFile);
const PURPOSE = '2026 年投标人员资格核验';
const HEADER = '姓名,证件号码,管理号';
const ID_OF_NOBODY = '11010519491231002X';

let scratch = '';
test.beforeEach(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'yinxin-e2e-bulk-'));
});
test.afterEach(async () => rm(scratch, { recursive: true, force: true }));

async function aFile(name: string, content: string | Buffer): Promise<string> {
  const path = join(scratch, name);
  await writeFile(path, content);
  return path;
}

/** Packs files by another program's archiver. */
async function zipped(...paths: string[]): Promise<string> {
  const script = 'import sys,zipfile,os\nz=zipfile.ZipFile(sys.argv[1],"w",zipfile.ZIP_DEFLATED)\n' +
    'for p in sys.argv[2:]: z.write(p,os.path.basename(p))\nz.close()';
  const path = join(scratch, 'all.zip');
  await run('python3', ['-c', script, path, ...paths]);
  return path;
}

function row(person: Asked): string {
  return `${person.name},${person.idNumber},${person.managementNumber}`;
}

async function handIn(page: Page, service: Service, path: string): Promise<void> {
  await page.goto(`${service.url}/bulk`);
  await page.locator('#file').setInputFiles(path);
  await page.locator('form[action="/bulk"] button.primary').click();
}

/** From the first look to the finished result. */
async function start(page: Page, service: Service, mobile: string): Promise<void> {
  await page.locator('#purpose').fill(PURPOSE);
  await page.locator('form[action$="/start"] button.primary').click();
  await expect(page).toHaveURL(/\/bulk\/\d+\/confirm$/);
  await enterCode(page, service, mobile);
  await expect(page).toHaveURL(/\/bulk\/\d+$/);
}

async function untilFinished(page: Page, hasScript: boolean): Promise<void> {
  if (hasScript) {
    await expect(page.locator('#documents')).toBeVisible({ timeout: 30_000 });
    return;
  }
  await expect(async () => {
    await page.reload();
    expect(await page.locator('#documents').count()).toBe(1);
  }).toPass({ timeout: 30_000 });
}

async function save(page: Page, selector: string, name: string): Promise<string> {
  const arriving = page.waitForEvent('download');
  await page.locator(selector).first().click();
  const path = join(scratch, name);
  await (await arriving).saveAs(path);
  return path;
}

/** The cells of a workbook, read by Python alone. */
async function cellsOf(path: string): Promise<string[][]> {
  const script = `
import json,re,sys,zipfile,xml.etree.ElementTree as E
z=zipfile.ZipFile(sys.argv[1]); n='{http://schemas.openxmlformats.org/spreadsheetml/2006/main}'
t=[''.join(x.text or '' for x in s.iter(n+'t')) for s in E.fromstring(z.read('xl/sharedStrings.xml'))]
rows=[]
for r in E.fromstring(z.read('xl/worksheets/sheet1.xml')).iter(n+'row'):
    cells={}
    for c in r:
        assert c.get('t')=='s', 'every cell is text'
        cells[re.sub(r'[0-9]','',c.get('r'))]=t[int(c.find(n+'v').text)]
    rows.append(cells)
print(json.dumps([[r.get(chr(65+i),'') for i in range(17)] for r in rows]))`;
  return JSON.parse((await run('python3', ['-c', script, path])).stdout) as string[][];
}

/** One number out of the database. */
async function count(service: Service, statement: string): Promise<number> {
  const name = (await readdir(service.data)).find((each) => each.endsWith('.sqlite'));
  if (!name) throw new Error('no database');
  return Number((await run('sqlite3', [join(service.data, name), statement])).stdout.trim());
}

test('a list from upload to sealed summary, found again from elsewhere @phone @without-script', async ({
  page,
  ownService,
  browser,
  javaScriptEnabled,
}) => {
  test.slow();
  const hasScript = javaScriptEnabled !== false;
  const verifier = await accountOf(ownService, 'demo09');
  await signIn(page, ownService, verifier);
  const person = await printedPerson(ownService);
  await page.goto(`${ownService.url}/verify`);
  await page.locator('a[href="/bulk"]').click();
  await expectGoodLook(page, hasScript);

  const list = await aFile('人员名单.csv', [HEADER, row(person),
    `${person.name},${person.idNumber},20230099990300000099`,
    `=王演示,${ID_OF_NOBODY},A1`, `李演示,110105194912310020,A2`, ''].join('\n'));
  await handIn(page, ownService, list);
  await expect(page.locator('h1')).toHaveText('核对名单');
  const main = page.getByRole('main');
  await expect(main).toContainText('2 行读不出来');
  await expect(main).toContainText('第 5 行：');
  await expectGoodLook(page, hasScript);
  expect(await count(ownService, 'SELECT COUNT(*) FROM certificate_check')).toBe(0);

  // No purpose: what is wrong stands beside its field.
  await page.locator('form[action$="/start"] button.primary').click();
  await expect(page.locator('#purpose')).toHaveAttribute('aria-invalid', 'true');
  await expectGoodLook(page, hasScript);
  await start(page, ownService, verifier.mobile);
  await untilFinished(page, hasScript);
  await expectGoodLook(page, hasScript);
  const address = page.url();

  // What needs care comes first.
  const verdicts = page.locator('tbody th .chip');
  await expect(verdicts).toHaveText(['没有查到', '读不出来', '读不出来', '有效']);
  await expect(main).not.toContainText(ID_OF_NOBODY);
  await page.locator('.filters a', { hasText: '需要处理' }).click();
  await expect(verdicts).toHaveCount(3);
  await page.locator('.filters a', { hasText: '有效 1' }).click();
  await expect(verdicts).toHaveText(['有效']);
  await expectGoodLook(page, hasScript);
  await page.goto(address);

  const xlsx = await save(page, 'a[href$="/result.xlsx"]', 'result.xlsx');
  const cells = await cellsOf(xlsx);
  expect(cells).toHaveLength(5);
  expect(cells[0][6]).toBe('结论');
  expect(cells.slice(1).map((each) => each[16])).toEqual(
    ['VALID', 'NOT_FOUND', 'UNREADABLE', 'UNREADABLE']);
  expect(cells[1][3]).toBe(person.name);
  const csv = await save(page, 'a[href$="/result.csv"]', 'result.csv');
  const text = await readFile(csv, 'utf8');
  expect(text.startsWith('\uFEFF')).toBe(true);
  expect(text).toContain("'=王演示");
  expect(text, 'ID numbers are hidden').not.toContain(person.idNumber);

  const pdf = await save(page, 'a[href$="/summary.pdf"]', 'summary.pdf');
  const seal = (await run('pdfsig', ['-nocert', pdf])).stdout;
  expect(seal).toContain('Signature is Valid.');
  expect(seal).toContain('Total document signed');
  const words = (await run('pdftotext', [pdf, '-'])).stdout.replaceAll(/\s/g, '');
  expect(words).toContain('共4条结果，其中3条需要处理');
  const json = JSON.parse(await readFile(
    await save(page, 'a[href$="/summary.json"]', 'summary.json'), 'utf8')) as Record<string, string>;
  const pem = await (await page.request.get(`${ownService.url}/verify/receipts.pem`)).text();
  const key = { key: createPublicKey(pem), dsaEncoding: 'ieee-p1363' as const };
  const signed = Buffer.from(`${json.protected}.${json.payload}`);
  expect(verify('sha256', signed, key, Buffer.from(json.signature, 'base64url'))).toBe(true);
  const payload = Buffer.from(json.payload, 'base64url').toString('utf8');
  for (const path of [xlsx, csv]) {
    expect(payload).toContain(createHash('sha256').update(await readFile(path)).digest('hex'));
  }
  expect(payload).not.toContain(person.name);

  // /verify knows the summary and the table again, from anybody.
  const asking = await (await browser.newContext({ javaScriptEnabled: hasScript })).newPage();
  for (const path of [pdf, xlsx]) {
    await asking.goto(`${ownService.url}/verify`);
    await asking.locator('#file').setInputFiles(path);
    await asking.locator('form:has(#file) button.primary').click();
    await expect(asking.locator('.verdict')).toHaveClass(/is-summary/);
    await expect(asking.getByRole('main')).toContainText('一个字节也没有改动');
  }
  await expectGoodLook(asking, hasScript);

  // The holder can see it, and the batch is found after logging out, from another device.
  expect(await count(ownService,
    "SELECT COUNT(*) FROM certificate_check WHERE door = 'bulk' AND outcome = 'VALID'")).toBe(1);
  await page.locator('form[action="/logout"] button').click();
  await signIn(asking, ownService, verifier);
  await asking.goto(`${ownService.url}/bulk`);
  await asking.locator('tbody a').click();
  expect(asking.url()).toBe(address);
  await asking.goto(`${ownService.url}/checks`);
  await expect(asking.getByRole('main')).toContainText(PURPOSE);
  await asking.goto(address);
  await asking.locator('details.more summary').click();
  await asking.locator('form[action$="/forget"] button').click();
  await expect(asking.locator('.flash')).toContainText('已经删除');
  expect((await asking.request.get(address)).status()).toBe(404);
  await expectGoodLook(asking, hasScript);
  await asking.context().close();
});

test('columns that are not known are chosen @phone @without-script', async ({
  page,
  ownService,
  javaScriptEnabled,
}) => {
  const hasScript = javaScriptEnabled !== false;
  const verifier = await accountOf(ownService, 'demo09');
  await signIn(page, ownService, verifier);
  const person = await printedPerson(ownService);
  const list = await aFile('list.csv',
    `部门,谁,证,编\n工程部,${person.name},${person.idNumber},${person.managementNumber}\n`);
  await handIn(page, ownService, list);
  await expect(page.getByRole('main')).toContainText('没有认出三列');
  await expectGoodLook(page, hasScript);
  await page.locator('form[action$="/columns"] button').click();
  await expect(page.locator('.error-summary')).toContainText('三列要各不相同');
  await page.locator('#name-1').selectOption({ label: 'B 列 谁' });
  await page.locator('#id_number-1').selectOption({ label: 'C 列 证' });
  await page.locator('#management_number-1').selectOption({ label: 'D 列 编' });
  await page.locator('form[action$="/columns"] button').click();
  await expect(page.getByRole('main')).toContainText('三列已经认出来了');
  await start(page, ownService, verifier.mobile);
  await untilFinished(page, hasScript);
  await expect(page.locator('h1')).toHaveText('全部有效');
  await expectGoodLook(page, hasScript);
});

test('an archive of copies, scans and a list is one check', async ({ page, ownService }) => {
  test.slow();
  await openCurrentCopy(page, ownService);
  const copy = await save(page, 'main a[href$="/file"]', 'copy.pdf');
  await run('pdftoppm', ['-r', '150', '-png', '-singlefile', copy, join(scratch, 'scan')]);
  const edited = await aFile('edited.pdf', Buffer.concat([await readFile(copy), Buffer.from('%\n')]));
  const inner = await aFile('inner.zip', Buffer.from('PK\x03\x04', 'latin1'));
  const person = await printedPerson(ownService);
  const list = await aFile('list.csv', `${HEADER}\n${row(person)}\n`);
  const archive = await zipped(list, copy, join(scratch, 'scan.png'), edited, inner);
  await page.locator('form[action="/logout"] button').click();
  const verifier = await accountOf(ownService, 'demo09');
  await signIn(page, ownService, verifier);
  await handIn(page, ownService, archive);
  await expect(page.getByRole('main')).toContainText('文件（4 个）');
  await expect(page.getByRole('main')).toContainText('压缩包里还有压缩包');
  await expectGoodLook(page, true);
  await start(page, ownService, verifier.mobile);
  await untilFinished(page, true);
  const verdicts = page.locator('tbody th .chip');
  await expect(verdicts).toHaveText(['被改动', '打不开', '请比对', '有效', '有效']);
  await expectGoodLook(page, true);
  await page.getByRole('link', { name: '去逐项核对' }).click();
  await expect(page).toHaveURL(/\/v\/[\w-]{22}$/);
});

test('5,000 rows show their progress, can be left, cancelled and found again', async ({
  page,
  ownService,
}) => {
  test.slow();
  const verifier = await accountOf(ownService, 'demo09');
  await signIn(page, ownService, verifier);
  const rows = Array.from({ length: 5000 }, (_, i) => `王演示,P${100000 + i},N${i}`);
  await handIn(page, ownService, await aFile('long.csv', [HEADER, ...rows].join('\n')));
  await start(page, ownService, verifier.mobile);
  const cancel = page.locator('form[action$="/cancel"] button');
  await expect(page.locator('progress')).toBeVisible();
  // Five thousand rows are answered in seconds.
  await cancel.click();
  await untilFinished(page, true);
  await expect(page.getByRole('main')).toContainText('提前取消');
  expect(await count(ownService, 'SELECT COUNT(*) FROM bulk_item')).toBe(0);
  const answered = await count(ownService, 'SELECT COUNT(*) FROM bulk_answer');
  expect(answered).toBeLessThan(5000);
  await expect(page.locator('.pager')).toHaveCount(answered > 50 ? 1 : 0);
  await page.goto(`${ownService.url}/bulk`);
  await expect(page.locator('tbody')).toContainText('已取消');
  await expectGoodLook(page, true);
});

test('what cannot be opened gets a clear answer and changes nothing', async ({ page, ownService }) => {
  const verifier = await accountOf(ownService, 'demo09');
  await signIn(page, ownService, verifier);
  const vector = (name: string): string =>
    fileURLToPath(new URL(`../vectors/sheets/${name}`, import.meta.url));
  const cases: [string, string][] = [
    [vector('infozip_encrypted.zip'), '压缩包设了密码'],
    [vector('infozip_link.zip'), '为了安全没有打开'],
    [await aFile('a.xls', Buffer.from('d0cf11e0a1b11ae1', 'hex')), '旧版 Excel'],
    [await aFile('a.csv', Buffer.from('01020304', 'hex')), '文字读不出来'],
    [await aFile('b.csv', '姓名,"证件号码\n'), '引号不成对'],
    [await aFile('c.csv', '\n\n'), '没有可以核验的内容'],
    [await aFile('d.csv', [HEADER, ...Array<string>(5001).fill('王,1,2')].join('\n')), '最多 5000 项'],
  ];
  for (const [path, words] of cases) {
    await handIn(page, ownService, path);
    await expect(page.locator('#file-error')).toContainText(words);
    await expect(page.locator('#file-error')).not.toContainText('{');
  }
  await expectGoodLook(page, true);
  expect(await count(ownService, 'SELECT COUNT(*) FROM bulk_check')).toBe(0);
});

for (const language of languages) {
  test(`the page to hand in and an empty table in ${language} @phone @without-script`, async ({
    page,
    ownService,
    javaScriptEnabled,
  }) => {
    await signIn(page, ownService, await accountOf(ownService, 'demo09'));
    await page.goto(`${ownService.url}/bulk?lang=${language}`);
    await expectGoodLook(page, javaScriptEnabled !== false);
    // The empty table is one we understand.
    const path = await save(page, 'a[href="/bulk/template.csv"]', 'empty.csv');
    await writeFile(path, `${await readFile(path, 'utf8')}王演示,${ID_OF_NOBODY},A1\r\n`);
    await handIn(page, ownService, path);
    await expect(page.locator('h1')).toHaveText(
      language === 'zh' ? '核对名单' : 'Look through your list');
    await expect(page.locator('details[open]')).toHaveCount(0);
    await expectGoodLook(page, javaScriptEnabled !== false);
  });
}
