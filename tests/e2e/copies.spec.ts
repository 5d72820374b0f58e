// SPDX-License-Identifier: Apache-2.0
// What becomes of a copy that exists: handed over, compared, withdrawn.
import { faultsOf } from './ofd_seal';
import { CHECK_CODE, accountOf, expect, expectAccessible, openCurrentCopy, test } from './fixtures';

const WECHAT =
  'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 ' +
  'Chrome/120.0 Mobile Safari/537.36 MicroMessenger/8.0.44';
const ID_NUMBER = /\d{17}[\dX]/;

test('a file name says what is inside', async ({ page, ownService }) => {
  const copy = await openCurrentCopy(page, ownService);
  const number = /YX\d{8}-\d{12}/.exec((await page.locator('main').textContent()) ?? '')?.[0];
  const account = await accountOf(ownService, 'demo02');
  const arriving = page.waitForEvent('download');
  await page.locator('main a[href$="/file"]').first().click();
  const parts = (await arriving).suggestedFilename().replace(/\.pdf$/, '').split('_');
  // Qualification, specialty if there is one, name, valid until, copy number.
  expect(parts[0]).toMatch(/^[\u4e00-\u9fff]+$/);
  expect(parts.slice(-3)).toEqual([
    account.name,
    expect.stringMatching(/^\u6709\u6548\u81f3\d{4}-\d\d-\d\d$/),
    number,
  ]);
  const header = (await page.request.get(`${ownService.url}${copy}/file`)).headers();
  // RFC 6266: a name for programs that read ASCII only, and the right one.
  expect(header['content-disposition']).toMatch(
    /^attachment; filename="[\w.-]+"; filename\*=UTF-8''[\w.%~-]+$/,
  );
  expect(header['cache-control']).toBe('no-store');
});

test('a copy comes as OFD too, is judged as the PDF is, and the choice is remembered', async ({
  page,
  ownService,
}) => {
  await openCurrentCopy(page, ownService);
  const buttons = page.locator('main .actions a[href*="/file"]');
  await expect(buttons).toHaveCount(2);
  expect(await buttons.first().getAttribute('href')).toMatch(/\/file$/);
  const arriving = page.waitForEvent('download');
  await buttons.last().click();
  const download = await arriving;
  expect(download.suggestedFilename()).toMatch(/_YX\d{8}-\d{12}\.ofd$/);
  const number = /YX\d{8}-\d{12}/.exec(download.suggestedFilename())?.[0] ?? '';
  expect(await faultsOf(await download.path())).toEqual([]);

  await page.reload();
  expect(await buttons.first().getAttribute('href'), 'remembered').toMatch(/\?format=ofd$/);
  await expectAccessible(page);

  await page.goto(`${ownService.url}/verify`);
  await page.locator('#file').setInputFiles(await download.path());
  await page.locator('form[enctype="multipart/form-data"] button').first().click();
  await expect(page.locator('main .verdict')).toHaveClass(/is-genuine/);
  await expect(page.locator('main')).toContainText(number);
});

test('the copy can be looked at where no PDF viewer is', async ({ page, ownService, browser }) => {
  const copy = await openCurrentCopy(page, ownService);
  await page.goto(`${ownService.url}${copy}/view`);
  await expect(page.locator('main iframe')).toHaveCount(1);
  const inApp = await (await browser.newContext({ userAgent: WECHAT })).newPage();
  await openCurrentCopy(inApp, ownService);
  await inApp.goto(`${ownService.url}${copy}/view`);
  await expect(inApp.locator('main svg').first()).toBeVisible();
  await expect(inApp.locator('main iframe')).toHaveCount(0);
  await inApp.context().close();
});

test('inside WeChat a download goes over to another browser, once', async ({ ownService, browser }) => {
  const inApp = await (await browser.newContext({ userAgent: WECHAT })).newPage();
  const copy = await openCurrentCopy(inApp, ownService);
  await inApp.goto(`${ownService.url}${copy}/file`);
  await expect(inApp).toHaveURL(/\/handover$/);
  await inApp.locator('form[action$="/handover"] button').click();
  await expect(inApp).toHaveURL(/\/d\/[\w-]{22}$/);
  const link = inApp.url();

  // Another browser, without the cookie.
  const outside = await (await browser.newContext({ acceptDownloads: true })).newPage();
  expect((await outside.goto(link))?.status()).toBe(200);
  await expectAccessible(outside);
  const arriving = outside.waitForEvent('download');
  await outside.locator('form[action^="/d/"] button').click();
  expect((await arriving).suggestedFilename()).toMatch(/\.pdf$/);

  expect((await outside.goto(link))?.status(), 'a second use').toBe(410);
  await expect(outside.locator('form[action^="/d/"]')).toHaveCount(0);
  await inApp.context().close();
  await outside.context().close();
});

test('a stranger with the paper compares it, and a withdrawn copy says so', async ({
  page,
  ownService,
  browser,
}) => {
  const copy = await openCurrentCopy(page, ownService);
  const code = CHECK_CODE.exec((await page.locator('main').textContent()) ?? '')?.[0] ?? '';
  expect(code).not.toBe('');
  await page.goto(`${ownService.url}${copy}/view`);
  const lines = await page.locator('main dl > div').allTextContents();
  const number = ID_NUMBER.exec(lines.join('\n'))?.[0] ?? '';
  const name = (await page.locator('main dl > div').first().locator('dd').textContent()) ?? '';
  expect(number).not.toBe('');

  const stranger = await (await browser.newContext()).newPage();
  const compare = async (): Promise<void> => {
    await stranger.goto(`${ownService.url}/verify`);
    await stranger.locator('#code').fill(code.toLowerCase().replaceAll('-', ' '));
    await stranger.locator('form[action="/verify/code"] button').click();
    await expect(stranger).toHaveURL(/\/v\/[\w-]{22}\?by=code$/);
  };
  const match = async (tail: string): Promise<void> => {
    await stranger.locator('#name').fill(name);
    await stranger.locator('#id_tail').fill(tail);
    await stranger.locator('form[action$="/match"] button').click();
  };
  await compare();
  await expectAccessible(stranger);
  const shown = (await stranger.locator('main').textContent()) ?? '';
  expect(shown, 'the number is masked').not.toContain(number);
  expect(shown, 'the name is masked').not.toContain(name);
  await match(number.slice(-4) === '0000' ? '1111' : '0000');
  await expect(stranger.locator('main img.portrait')).toHaveCount(0);
  await match(number.slice(-4).toLowerCase());
  await expect(stranger.locator('main img.portrait')).toBeVisible();

  await page.goto(`${ownService.url}${copy}/withdraw`);
  await page.locator('form[action$="/withdraw"] button').click();
  await expect(page).toHaveURL(/\/endorse$/);
  await compare();
  await expect(stranger.locator('main .is-withdrawn').first()).toBeVisible();
  expect((await page.request.get(`${ownService.url}${copy}/file`)).status()).toBeGreaterThanOrEqual(400);
  await stranger.context().close();
});
