// SPDX-License-Identifier: Apache-2.0
// 反映信息有误, from both sides: a holder and a correspondent, each in a browser of their own.
import { type Page } from '@playwright/test';
import { fileURLToPath } from 'node:url';
import { accountOf, expect, expectGoodLook, languages, signIn, test } from './fixtures';
import { logInStaff } from './office';
import { type Service } from './service';

const PORTRAIT = fileURLToPath(new URL('../unit/documents/data/portrait.jpg', import.meta.url));

/** The way a holder finds the form: from the data of a certificate. Ends on it; comes back with its path. */
async function openForm(page: Page, service: Service, loginName = 'demo02'): Promise<string> {
  await signIn(page, service, await accountOf(service, loginName));
  await page.locator('main a[href$="/endorse"]').first().click();
  await page.locator('main a[href$="/doubt"]').click();
  await expect(page).toHaveURL(/\/doubt$/);
  return new URL(page.url()).pathname.replace(/\/doubt$/, '');
}

async function report(page: Page, text: string): Promise<string> {
  await page.locator('#field-name').check();
  await page.locator('#text').fill(text);
  await page.locator('#form button.primary').click();
  await expect(page).toHaveURL(/\/doubts\/\d+$/);
  return page.url();
}

/** The queue's line of a doubt, opened. */
async function openInOffice(page: Page, service: Service, doubt: string): Promise<void> {
  await page.goto(`${service.url}/office/doubts?order=newest`);
  await page.locator(`main table a[href$="/${doubt.split('/').pop() ?? ''}"]`).click();
  await expect(page.locator('main .thread')).toBeVisible();
}

test('a refused report loses neither words nor files @phone @without-script', async ({
  page,
  ownService,
}) => {
  const certificate = await openForm(page, ownService);
  await page.locator('#field-birth_month').check();
  await page.locator('#file1').setInputFiles(PORTRAIT);
  await page.locator('#text').fill('早了');
  await page.locator('#form button.primary').click();
  await expect(page.locator('#text')).toHaveAttribute('aria-invalid', 'true');
  await expect(page.locator('#text')).toHaveValue('早了');
  await expect(page.locator('#field-birth_month')).toBeChecked();
  await expect(page.locator('.kept'), 'the file is kept').toContainText('portrait.jpg');
  await expect(page.locator('#file3'), 'and there is room for two more').toBeVisible();

  await page.locator('#text').fill('出生月份早了一个月，见身份证。');
  await page.locator('#form button.primary').click();
  await expect(page).toHaveURL(/\/doubts\/\d+$/);
  const doubt = page.url();
  await expect(page.locator('main .thread')).toContainText('portrait.jpg');
  await expect(page.locator('main .thread img')).toBeVisible();

  // From the certificate's page, and whoever wants to report again, comes here.
  await page.goto(`${ownService.url}${certificate}`);
  await page.locator('#doubts a').click();
  await expect(page).toHaveURL(doubt);
  await page.goto(`${ownService.url}${certificate}/doubt`);
  await expect(page).toHaveURL(doubt);

  await page.locator('form[action$="/withdraw"] button').click();
  await expect(page.locator('main h1 ~ p .chip')).toHaveClass(/is-withdrawn/);
  await page.goto(`${ownService.url}${certificate}/doubt`);
  await expect(page.locator('#field-name')).toBeVisible();
});

test('a correspondent asks, the holder replies, and the answer is read by the holder', async ({
  page,
  ownService,
  browser,
}) => {
  const certificate = await openForm(page, ownService);
  const doubt = await report(page, '姓名第二个字应为“喆”，见身份证。');

  const office = await (await browser.newContext({ locale: 'zh-CN' })).newPage();
  await logInStaff(office, ownService, 'correspondent1');
  await office.locator('main a[href="/office/doubts"]').click();
  await openInOffice(office, ownService, doubt);
  await expect(office.locator('img.sheet')).toBeVisible();
  await office.locator('form[action$="/take"] button').click();
  await office.locator('#question').fill('请补充身份证正面的照片。');
  await office.locator('form[action$="/ask"] button').click();
  await expect(office.locator('main .thread li')).toHaveCount(2);

  await page.goto(doubt);
  await expect(page.locator('main .thread li.of-office')).toContainText('身份证正面');
  await page.locator('details.more summary').click();
  await page.locator('#file1').setInputFiles(PORTRAIT);
  await page.locator('#text').fill('照片在附件里。');
  await page.locator('#form button').last().click();
  await expect(page.locator('main .thread li')).toHaveCount(3);

  await office.reload();
  await expect(office.locator('main .thread img.attached')).toBeVisible();
  await office.locator('#answer').fill('经核实属实，将更正后重新制发。');
  await office.locator('button[value="accept"]').click();
  await expect(office.locator('main h1 ~ p .chip')).toHaveClass(/is-making/);

  await page.goto(`${ownService.url}${certificate}`);
  await expect(page.locator('#doubts')).toContainText('将更正后重新制发');
  const messages = await page.request.get(`${ownService.url}/demo/messages`);
  expect(await messages.text()).toContain('发证机关已经答复');

  // A clerk finds it as something to correct, one click from the form.
  const clerk = await (await browser.newContext({ locale: 'zh-CN' })).newPage();
  await logInStaff(clerk, ownService, 'clerk1');
  await clerk.locator('main a[href="/office/doubts?show=accepted"]').click();
  await clerk.locator(`main table a[href$="/${doubt.split('/').pop() ?? ''}"]`).click();
  await expect(clerk.locator('main .note a.button.primary')).toHaveAttribute(
    'href', new RegExp(`/correct\\?doubt=${doubt.split('/').pop() ?? ''}$`));
  await office.context().close();
  await clerk.context().close();
});

test('what is settled while somebody writes is there to be copied', async ({
  page,
  ownService,
  browser,
}) => {
  await openForm(page, ownService);
  const doubt = await report(page, '姓名第二个字应为“喆”，见身份证。');
  await page.locator('#text').fill('写到一半的补充说明。');
  const office = await (await browser.newContext({ locale: 'zh-CN' })).newPage();
  await logInStaff(office, ownService, 'correspondent1');
  await openInOffice(office, ownService, doubt);
  await office.locator('form[action$="/take"] button').click();
  await office.locator('#answer').fill('经核实，现有信息无误。');
  await office.locator('button[value="refuse"]').click();
  await page.locator('#form button').last().click();
  await expect(page.locator('[aria-labelledby="unsent"]')).toContainText('写到一半');
  await office.context().close();
});

test('an editor divides the work, a second person decides, and open doubts move', async ({
  ownService,
  browser,
}) => {
  const editor = await (await browser.newContext({ locale: 'zh-CN' })).newPage();
  await logInStaff(editor, ownService, 'editor1');
  const address = `${ownService.url}/office/doubts/directory?issuer=demo_exam_centre`;
  await editor.goto(address);
  await editor.locator('#desks').fill('全国组 | Everybody | | \n甲 | 乙');
  await editor.locator('#reason').fill('演示：合并为一组');
  await editor.locator('#form button.primary').click();
  await expect(editor.locator('#desks-error')).toContainText('2');
  await expect(editor.locator('#desks')).toHaveValue(/全国组/);
  await editor.locator('#desks').fill('全国组 | Everybody | | ');
  await editor.locator('#form button.primary').click();
  await expect(editor).toHaveURL(/\/office\/(proposals\/\d+|confirm)/);

  const chief = await (await browser.newContext({ locale: 'zh-CN' })).newPage();
  await logInStaff(chief, ownService, 'chief1');
  await chief.goto(`${ownService.url}/office/proposals`);
  await chief.locator('main table a').first().click();
  await expect(chief.locator('main')).toContainText('全国组');
  await chief.locator('button[value="approve"]').click();
  await chief.goto(`${ownService.url}/office/doubts?show=open`);
  await expect(chief.locator('main tbody td[data-label]').last()).toContainText('全国组');
  await editor.context().close();
  await chief.context().close();
});

for (const language of languages) {
  test(`the pages of doubts are good to look at in ${language} @phone`, async ({
    page,
    ownService,
    browser,
    javaScriptEnabled,
  }) => {
    const look = async (on: Page, path: string): Promise<void> => {
      await on.goto(`${ownService.url}${path}${path.includes('?') ? '&' : '?'}lang=${language}`);
      await expectGoodLook(on, javaScriptEnabled ?? true);
    };
    // The demonstration has a question for demo05.
    await signIn(page, ownService, await accountOf(ownService, 'demo05'));
    const links = page.locator('main .card a[href^="/certificates/"]:not([href$="/endorse"])');
    const addresses = await links.evaluateAll((all) => all.map((each) => each.getAttribute('href')));
    for (const address of new Set(addresses)) {
      await page.goto(`${ownService.url}${address}`);
      if ((await page.locator('#doubts a').count()) > 0) break;
    }
    await look(page, new URL(page.url()).pathname);
    await page.locator('#doubts a').click();
    await look(page, new URL(page.url()).pathname);
    await page.goto(`${ownService.url}/certificates`);
    const fresh = (await page.locator('main a[href$="/endorse"]').last().getAttribute('href')) ?? '';
    await look(page, fresh.replace('/endorse', '/doubt'));
    await page.locator('#form button.primary').click();
    await expectGoodLook(page, javaScriptEnabled ?? true);

    const office = await (await browser.newContext({
      locale: 'zh-CN',
      viewport: page.viewportSize(),
    })).newPage();
    await logInStaff(office, ownService, 'correspondent1');
    await look(office, '/office/doubts');
    const first = (await office.locator('main tbody a').first().getAttribute('href')) ?? '';
    await look(office, first);
    await look(office, '/office/doubts?show=settled');
    await look(office, '/office/doubts/directory');
    await office.context().close();
  });
}
