// SPDX-License-Identifier: Apache-2.0
// People who check for an organisation, and the holder who reads about it.
import { type Browser, type Page } from '@playwright/test';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  CHECK_CODE,
  accountOf,
  enterCode,
  expect,
  expectAccessible,
  expectGoodLook,
  expectNoSidewaysScroll,
  languages,
  openCurrentCopy,
  signIn,
  test,
} from './fixtures';
import { Service, programPath } from './service';

const run = promisify(execFile);
const PASSWORD = 'seven quiet herons on the ice';
const NAME = '演示招标中心（演示）';
const USCC = '99000000MA00000011';
// What a spreadsheet would calculate must stay text.
const PURPOSE = '=1+1 招标资格审查';

let scratch = '';
test.beforeEach(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'yinxin-e2e-organisations-'));
});
test.afterEach(async () => rm(scratch, { recursive: true, force: true }));

interface Verifier {
  page: Page;
  mobile: string;
  loginName: string;
}

/** Somebody with a browser of his own who registers with a mobile and nothing else. */
async function verifier(
  browser: Browser,
  service: Service,
  loginName: string,
  mobile: string,
  hasScript = true,
): Promise<Verifier> {
  const context = await browser.newContext({ javaScriptEnabled: hasScript });
  const page = await context.newPage();
  await page.goto(`${service.url}/login`);
  await page.locator('main a[href="/register/verifier"]').click();
  await expectGoodLook(page, hasScript);
  await page.locator('#mobile').fill(mobile);
  await page.locator('#login_name').fill(loginName);
  await page.locator('#password').fill(PASSWORD);
  await page.locator('form[action="/register/verifier"] button.primary').click();
  await expect(page).toHaveURL(/\/register\/confirm$/);
  await enterCode(page, service, mobile);
  await expect(page).toHaveURL(/\/verify$/);
  return { page, mobile, loginName };
}

/** Opens a page behind the notice and agrees on the way. */
async function openAgreed(page: Page, address: string): Promise<void> {
  await page.goto(address);
  const agree = page.locator('form[action="/notice"] button.primary');
  if ((await agree.count()) > 0) await agree.click();
  await expect(page).toHaveURL(address);
}

/** Registers the organisation; comes back with its number. */
async function makeOrganisation(service: Service, { page }: Verifier): Promise<string> {
  await openAgreed(page, `${service.url}/organisations`);
  await page.locator('main a[href="/organisations/new"]').click();
  await page.locator('#name').fill(NAME);
  await page.locator('#uscc').fill(USCC.toLowerCase());
  await page.locator('#contact_name').fill('演示联系人');
  await page.locator('#contact_phone').fill('010-00000000');
  await page.locator('form[action="/organisations/new"] button.primary').click();
  await expect(page).toHaveURL(/\/organisations\/\d+$/);
  return /(\d+)$/.exec(page.url())?.[1] ?? '';
}

/** Makes an invitation; comes back with its code. */
async function invite(service: Service, { page }: Verifier, id: string): Promise<string> {
  await page.goto(`${service.url}/organisations/${id}/members`);
  await page.locator('form[action$="/invitations"] button').click();
  await expect(page.locator('main .flash')).toBeVisible();
  return (await page.locator('.big-code').first().innerText()).trim();
}

async function join_(service: Service, { page }: Verifier, code: string): Promise<void> {
  await openAgreed(page, `${service.url}/organisations`);
  await page.locator('#code').fill(code.toLowerCase().replaceAll('-', ' '));
  await page.locator('form[action="/organisations/join"] button').click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('加入单位');
  await page.locator('#form button.primary').click();
  await expect(page).toHaveURL(/\/organisations\/\d+$/);
}

async function savePurpose(service: Service, { page }: Verifier, id: string, words: string): Promise<void> {
  await page.goto(`${service.url}/organisations/${id}/purposes`);
  await page.locator('#purpose').fill(words);
  const bid = page.locator('#kind');
  if ((await bid.count()) > 0) await bid.check();
  await page.locator('#form button.primary').click();
  await expect(page.locator('main .rows')).toContainText(words);
}

/** The office decides, at the command line. */
async function office(service: Service, ...words: string[]): Promise<string> {
  return (await run(programPath(), ['organisation', ...words, '--data', service.data])).stdout;
}

/** The copy of demo02 as a file, and its code. */
async function takeCopy(page: Page, service: Service): Promise<{ path: string; code: string }> {
  await openCurrentCopy(page, service);
  const code = CHECK_CODE.exec((await page.locator('main').textContent()) ?? '')?.[0] ?? '';
  const arriving = page.waitForEvent('download');
  await page.locator('main a[href$="/file"]').first().click();
  const path = join(scratch, 'copy.pdf');
  await (await arriving).saveAs(path);
  return { path, code };
}

async function typeCode(page: Page, service: Service, code: string): Promise<void> {
  await page.goto(`${service.url}/verify`);
  await page.locator('#code').fill(code);
  await page.locator('form[action="/verify/code"] button').click();
  await expect(page).toHaveURL(/\/v\/[\w-]{22}/);
}

/** Cells of a CSV, quotes undone. */
function cells(text: string): string[][] {
  return text.trim().split('\r\n').map((line) =>
    [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].slice(0, -1)
      .map(([, cell]) => cell.replace(/^"|"$/g, '').replaceAll('""', '"')));
}

async function download(page: Page, selector: string, name: string): Promise<string> {
  const arriving = page.waitForEvent('download');
  await page.locator(selector).click();
  const path = join(scratch, name);
  await (await arriving).saveAs(path);
  return path;
}

test('two people check for their organisation, and the holder reads its name and why', async ({
  page,
  ownService,
  browser,
}) => {
  test.slow();
  const copy = await takeCopy(page, ownService);
  const owner = await verifier(browser, ownService, 'owner.one', '19900007001');
  const id = await makeOrganisation(ownService, owner);
  await expect(owner.page.locator('main')).toContainText('自称');
  await savePurpose(ownService, owner, id, PURPOSE);
  const code = await invite(ownService, owner, id);
  const member = await verifier(browser, ownService, 'member.two', '19900007002');
  await join_(ownService, member, code);

  // He chooses for whom and why, from the bar on the pages of checking.
  await member.page.goto(`${ownService.url}/verify`);
  await expect(member.page.locator('.acting-bar')).toContainText('以本人名义');
  await member.page.locator('.acting-bar a').click();
  await member.page.locator('main .rows a').click();
  await member.page.getByLabel(PURPOSE).check();
  await member.page.locator('#form button.primary').click();
  await expect(member.page).toHaveURL(/\/verify$/);
  await expect(member.page.locator('.acting-bar')).toContainText(NAME);
  await expect(member.page.locator('.acting-bar')).toContainText(PURPOSE);
  await expectGoodLook(member.page, true);
  await member.page.locator('#file').setInputFiles(copy.path);
  await member.page.locator('form:has(#file) button.primary').click();
  await expect(member.page).toHaveURL(/\/verify\/results\//);
  await typeCode(member.page, ownService, copy.code);
  await member.page.locator('#name').fill('不是他');
  await member.page.locator('#id_tail').fill('0000');
  await member.page.locator('form[action$="/match"] button').click();
  await expect(member.page.locator('.acting-bar')).toContainText(NAME);

  // The owner sees what the member did; nobody's name is whole.
  await owner.page.goto(`${ownService.url}/organisations/${id}/history`);
  await expect(owner.page.locator('tbody tr')).toHaveCount(3);
  await expect(owner.page.locator('tbody')).toContainText('member.two');
  const holder = await accountOf(ownService, 'demo02');
  await expect(owner.page.locator('tbody')).toContainText(`${holder.name[0]}**`);
  await expect(owner.page.locator('tbody')).not.toContainText(holder.name);
  await owner.page.locator('#door').selectOption('match');
  await owner.page.locator('#form button').click();
  await expect(owner.page.locator('tbody tr')).toHaveCount(1);
  await expect(owner.page).toHaveURL(/door=match/);
  await expect(owner.page.locator('tbody')).toContainText('不一致');
  await owner.page.goto(`${ownService.url}/organisations/${id}/history`);
  const rows = cells(await readFile(await download(owner.page, 'main a[href*=".csv"]', 'h.csv'), 'utf8'));
  expect(rows).toHaveLength(4);
  expect(rows[1][4]).toBe(`'${PURPOSE}`);
  const book = await download(owner.page, 'main a[href*=".xlsx"]', 'h.xlsx');
  const python = 'import sys,zipfile;z=zipfile.ZipFile(sys.argv[1]);' +
    'print("".join(z.read(n).decode() for n in z.namelist() if n.endswith(".xml")))';
  const { stdout } = await run('python3', ['-c', python, book]);
  expect(stdout).toContain(PURPOSE);
  expect(stdout).not.toMatch(/<f[ >]/);

  // The holder reads name, standing and purpose, and after the office has looked, that it has.
  await page.goto(`${ownService.url}/checks`);
  const told = page.locator('section', { hasText: '谁核验过我的证书' });
  await expect(told).toContainText(NAME);
  await expect(told).toContainText(PURPOSE);
  await expect(told).not.toContainText('member');
  await expect(told.locator('dd .chip')).toHaveText(['自称', '自称', '自称']);
  await expectAccessible(page);
  expect(await office(ownService, 'confirm', id)).toMatch(/^Would confirm/);
  await office(ownService, 'confirm', id, '--apply');
  await page.goto(`${ownService.url}/checks`);
  await expect(told.locator('dd .chip')).toHaveText(['已核实', '已核实', '已核实']);

  // Somebody put out checks for himself again, at once.
  await owner.page.goto(`${ownService.url}/organisations/${id}/members`);
  await owner.page.locator('tr', { hasText: 'member.two' }).locator('a').click();
  await owner.page.locator('section:has(#remove) button').click();
  await expect(owner.page.locator('tbody tr')).toHaveCount(1);
  await member.page.goto(`${ownService.url}/verify`);
  await expect(member.page.locator('.acting-bar')).toHaveCount(0);
  expect((await member.page.goto(`${ownService.url}/organisations/${id}/history`))?.status()).toBe(404);
});

test('a check during bid evaluation comes to the holder with its day', async ({
  page,
  ownService,
  browser,
}) => {
  test.slow();
  const { code } = await takeCopy(page, ownService);
  const owner = await verifier(browser, ownService, 'owner.one', '19900007001');
  const id = await makeOrganisation(ownService, owner);
  await owner.page.goto(`${ownService.url}/organisations/${id}/purposes`);
  await expect(owner.page.locator('#kind'), 'not before it is confirmed').toHaveCount(0);
  await office(ownService, 'confirm', id, '--apply');
  await savePurpose(ownService, owner, id, '评标委员会资格核验');
  await owner.page.goto(`${ownService.url}/acting/${id}`);
  await owner.page.getByLabel('评标委员会资格核验').check();
  const day = await owner.page.locator('#shown_from').getAttribute('min');
  const ahead = new Date(`${day}T00:00:00Z`);
  await owner.page.locator('#shown_from').fill('2099-01-01');
  await owner.page.locator('#form button.primary').click();
  await expect(owner.page.locator('#shown_from')).toHaveAttribute('aria-invalid', 'true');
  await expectGoodLook(owner.page, true);
  ahead.setUTCDate(ahead.getUTCDate() + 1);
  await owner.page.locator('#shown_from').fill(ahead.toISOString().slice(0, 10));
  await owner.page.locator('#form button.primary').click();
  await expect(owner.page.locator('.acting-bar')).toContainText('起可以看到');
  await typeCode(owner.page, ownService, code);
  await owner.page.goto(`${ownService.url}/organisations/${id}/history`);
  await expect(owner.page.locator('tbody tr')).toHaveCount(1);
  await expect(owner.page.locator('tbody')).toContainText('起可以看到');

  await page.goto(`${ownService.url}/checks`);
  const told = page.locator('section', { hasText: '谁核验过我的证书' });
  await expect(told).not.toContainText(NAME);
  await ownService.stop();
  const later = await Service.startAhead(ownService.data, '72h');
  try {
    const holder = await (await browser.newContext()).newPage();
    await signIn(holder, later, await accountOf(later, 'demo02'));
    await holder.goto(`${later.url}/checks`);
    await expect(holder.locator('section', { hasText: '谁核验过我的证书' })).toContainText(NAME);
    await holder.context().close();
  } finally {
    await later.stop();
  }
});

test('an organisation is made, shared and checked for without script @without-script', async ({
  ownService,
  browser,
}) => {
  const owner = await verifier(browser, ownService, 'owner.one', '19900007001', false);
  const id = await makeOrganisation(ownService, owner);
  const code = await invite(ownService, owner, id);
  const member = await verifier(browser, ownService, 'member.two', '19900007002', false);
  await join_(ownService, member, code);
  await member.page.goto(`${ownService.url}/acting/${id}`);
  await member.page.locator('#purpose').fill('招聘岗位资格核验');
  await member.page.locator('#form button.primary').click();
  await expect(member.page.locator('.acting-bar')).toContainText('招聘岗位资格核验');
});

test('what a program of the organisation asked is on its page, with its purpose', async ({
  ownService,
  browser,
}) => {
  const owner = await verifier(browser, ownService, 'owner.one', '19900007001');
  const id = await makeOrganisation(ownService, owner);
  const { stdout } = await run(programPath(), ['api-client', 'add', '--data', ownService.data,
    '--name', '演示人事系统', '--organisation', id, '--apply']);
  const key = /yx_test_\w+/.exec(stdout)?.[0] ?? '';
  for (const purpose of ['入职资格审核', '=1+1']) {
    const answer = await fetch(`${ownService.url}/api/v1/certificates/status`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json',
        'Yinxin-Purpose': encodeURIComponent(purpose) },
      body: JSON.stringify({ number: 'SANDBOX-M0001', name: '演示甲' }),
    });
    expect([200, 404]).toContain(answer.status);
  }
  await owner.page.goto(`${ownService.url}/organisations/${id}/clients`);
  await expect(owner.page.locator('main .rows')).toContainText('今天调用 2 次');
  await owner.page.locator('main .rows a').click();
  await expect(owner.page.locator('tbody tr')).toHaveCount(2);
  await expect(owner.page.locator('tbody')).toContainText('入职资格审核');
  await expect(owner.page.locator('main dl')).toContainText('2 次');
  await expectGoodLook(owner.page, true);
  const other = await verifier(browser, ownService, 'other.one', '19900007003');
  await openAgreed(other.page, `${ownService.url}/organisations`);
  expect((await other.page.goto(owner.page.url()))?.status()).toBe(404);
});

test('every page of an organisation can be read by everybody, on a phone too', async ({
  ownService,
  browser,
}) => {
  test.slow();
  const owner = await verifier(browser, ownService, 'owner.one', '19900007001');
  const id = await makeOrganisation(ownService, owner);
  await office(ownService, 'confirm', id, '--apply');
  await savePurpose(ownService, owner, id, '评标委员会资格核验');
  const code = await invite(ownService, owner, id);
  const member = await verifier(browser, ownService, 'member.two', '19900007002');
  await openAgreed(member.page, `${ownService.url}/organisations`);
  const own = `/organisations/${id}`;
  await owner.page.goto(`${ownService.url}${own}/members`);
  const self = (await owner.page.locator('tbody a').first().getAttribute('href')) ?? '';
  await owner.page.goto(`${ownService.url}${own}/purposes`);
  const purpose = (await owner.page.locator('main .rows a').first().getAttribute('href')) ?? '';
  const ofOwner = ['/verify', '/query', '/acting', `/acting/${id}`, '/organisations',
    '/organisations/new', own, `${own}/details`, `${own}/members`, self, `${own}/purposes`, purpose,
    `${own}/history`, `${own}/clients`, '/account', '/checks'];
  const ofMember = ['/bind/person', '/certificates', `/organisations/join/${code}`,
    '/organisations/join/0000-0000-0000-0000'];
  for (const language of languages) {
    for (const [who, paths] of [[owner, ofOwner], [member, ofMember]] as const) {
      for (const path of paths) {
        await who.page.setViewportSize({ width: 1280, height: 900 });
        await who.page.goto(`${ownService.url}${path}?lang=${language === 'zh' ? 'zh-CN' : 'en'}`);
        await expect(who.page.getByRole('heading', { level: 1 })).toBeVisible();
        await expectAccessible(who.page);
        await who.page.setViewportSize({ width: 320, height: 700 });
        await expectNoSidewaysScroll(who.page);
        if (process.env.YX_ORGANISATION_PICTURES) {
          const name = `${language}-${path.replace(/\d{6,}/g, 'N').replaceAll('/', '_')}`;
          await who.page.screenshot({ path: join(process.env.YX_ORGANISATION_PICTURES, `${name}-phone.png`), fullPage: true });
          await who.page.setViewportSize({ width: 1280, height: 900 });
          await who.page.screenshot({ path: join(process.env.YX_ORGANISATION_PICTURES, `${name}.png`), fullPage: true });
        }
      }
    }
  }
});
