// SPDX-License-Identifier: Apache-2.0
// Every page of docs/office-pages.md that can be opened, in both languages, in large type and on a
// small phone; and the queue of 身份核实 with nothing but a keyboard.
import type { Browser, Page } from '@playwright/test';
import { fileURLToPath } from 'node:url';
import { enterCode, expect, test } from './fixtures';
import { type Visit, expectGoodLooks, firstLink } from './looks';
import { logInStaff } from './office';
import { newcomer } from './people';
import type { Service } from './service';

const PICTURE = fileURLToPath(new URL('../unit/documents/data/portrait.jpg', import.meta.url));

/** A request without a login, with evidence; comes back with its number. */
async function askOffice(browser: Browser, service: Service): Promise<string> {
  const page = await (await browser.newContext({ locale: 'zh-CN' })).newPage();
  const { id_number: number, name } = await newcomer(service);
  await page.goto(`${service.url}/recover/office`);
  await page.locator('#mobile').fill('19900008821');
  await page.locator('#form button.primary').click();
  await enterCode(page, service, '19900008821');
  await page.locator('#id_number').fill(number);
  await page.locator('#name').fill(name);
  await page.locator('select[name="issuer"]').selectOption('demo_exam_centre');
  await page.locator('#text').fill('演示：手机丢了，身份证照片见附件。');
  await page.locator('#file1').setInputFiles(PICTURE);
  await page.locator('#form button.primary').click();
  const reference = (await page.locator('main .code').first().innerText()).trim();
  await page.context().close();
  return reference;
}

/** The address of the newcomer's certificate. */
async function findCertificate(page: Page, service: Service): Promise<string> {
  await page.goto(`${service.url}/office/certificates`);
  await page.locator('#number').fill((await newcomer(service)).managementNumber);
  await page.locator('#form button.primary').click();
  await expect(page).toHaveURL(/\/office\/certificates\/\d+-\d+$/);
  return new URL(page.url()).pathname;
}

test('pages of a clerk', async ({ page, ownService, browser }) => {
  test.slow();
  const { url } = ownService;
  const request = `/office/identity/${await askOffice(browser, ownService)}`;
  await logInStaff(page, ownService, 'clerk1');
  const certificate = await findCertificate(page, ownService);
  const batch = await firstLink(page, `${url}/office/batches?state=released`, /^\/office\/batches\/\d+$/);
  const doubt = await firstLink(page, `${url}/office/doubts?show=open`, /^\/office\/doubts\/\d+$/);
  const paper = await firstLink(page, `${url}/office/paper`, /^\/office\/paper\/\d+-\d+$/);
  const visits: Visit[] = [
    '/office', '/office/identity', '/office/identity?show=settled', request,
    '/office/proposals', '/office/certificates', certificate, `${certificate}/correct`,
    `${certificate}/suspend`, `${certificate}/person`, '/office/counter', '/office/imports',
    '/office/batches', batch, `${batch}/recall`, '/office/doubts', doubt, '/office/doubts/directory',
    '/office/paper', paper, '/office/paper/batch', '/office/account', '/office/account/password',
    '/office/account/authenticator', '/office/account/recovery-codes', '/office/account/passkeys',
    '/office/account/keys', '/office/confirm',
    { path: '/office/staff', status: 403 }, { path: '/office/proposals/4711', status: 404 },
  ];
  await expectGoodLooks(page, url, visits);
});

test('pages of everybody else in the office', async ({ page, ownService }) => {
  test.slow();
  const article = /^\/office\/texts\/articles\/(?!new_)[\w-]+$/;
  const seal = /^\/office\/seals\/(?!new)[a-z_]+$/;
  for (const [who, paths, list, thing] of [
    ['secadmin1', ['/office', '/office/staff', '/office/staff/invite', '/office/erasures', '/office/doors',
      '/office/doors?door=login&hours=168', '/office/proposals'], '/office/staff', /^\/office\/staff\/\d+$/],
    ['sysadmin1', ['/office', '/office/service', '/office/messages', '/office/seals', '/office/seals/new'],
      '/office/seals', seal],
    ['editor1', ['/office/texts', '/office/texts/articles/new_faq', '/office/texts/articles/new_announcement',
      '/office/texts/notice', '/office/texts/privacy', '/office/rules', '/office/rules/policies/standard',
      '/office/rules/qualifications/constructor_1', '/office/rules/footer'], '/office/texts', article],
    ['auditadmin1', ['/office/audit'], '', null],
    ['statistics1', ['/office/statistics'], '', null],
  ] as const) {
    await page.context().clearCookies();
    await logInStaff(page, ownService, who);
    const found = thing ? [await firstLink(page, `${ownService.url}${list}`, thing)] : [];
    await expectGoodLooks(page, ownService.url, [...paths, ...found]);
  }
});

/** Presses Tab until the focus is on what is looked for; every stop on the way can be seen. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate((wanted) => {
      const at = document.activeElement;
      if (!at || at === document.body) return null;
      const style = getComputedStyle(at);
      const shown = (style.outlineStyle !== 'none' && style.outlineWidth !== '0px') || style.boxShadow !== 'none';
      return { is: at.matches(wanted), shown, what: at.outerHTML.slice(0, 120) };
    }, selector);
    if (!stop) continue;
    expect(stop.shown, `the focus cannot be seen on ${stop.what}`).toBe(true);
    if (stop.is) return;
  }
  throw new Error(`the keyboard does not come to ${selector} on ${page.url()}`);
}

/** As many stops as there are things to use, and a way out behind the last. */
async function expectKeyboardThrough(page: Page): Promise<void> {
  const wanted = await page.evaluate(() => {
    const all = Array.from(
      document.querySelectorAll<HTMLElement>('a[href], button, input, select, textarea, summary'));
    const usable = all.filter((each) => each.tabIndex >= 0 && each.checkVisibility()
      && !(each as HTMLInputElement).disabled && (each as HTMLInputElement).type !== 'hidden');
    usable.forEach((each, at) => each.setAttribute('data-stop', String(at)));
    return usable.length;
  });
  const seen = new Set<string>();
  // A field for a day has several stops of its own.
  for (let presses = 0; presses < wanted + 10; presses += 1) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(() => document.activeElement?.getAttribute('data-stop'));
    if (stop) seen.add(stop);
  }
  expect(seen.size, `stops of the keyboard on ${page.url()}`).toBe(wanted);
}

test('a request is found, looked at and prepared with the keyboard alone', async ({
  page, ownService, browser,
}) => {
  const reference = await askOffice(browser, ownService);
  await logInStaff(page, ownService, 'clerk1');
  await page.goto(`${ownService.url}/office/identity`);
  await tabTo(page, 'a.skip');
  await page.keyboard.press('Enter');
  await tabTo(page, `main tbody a[href$="${reference}"]`);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`${reference}$`));
  await tabTo(page, 'a.file-name');
  await tabTo(page, '#reason');
  // Nothing chosen yet: the page says so, and the error leads to the choice.
  await page.keyboard.type('照片看不清号码，请重新拍摄');
  await tabTo(page, '#form button[value="confirm"]');
  await page.keyboard.press('Enter');
  await expect(page.locator('.error-summary')).toBeFocused();
  await tabTo(page, '.error-summary a');
  await tabTo(page, '#reason');
  await expect(page.locator('#reason')).toHaveValue('照片看不清号码，请重新拍摄');
  await tabTo(page, '#form button[value="refuse"]');
  await page.keyboard.press('Enter');
  await expect(page.locator('.flash')).toContainText('已经提交复核');
});

test('the keyboard comes to everything on the new pages, and out again', async ({ page, ownService }) => {
  await logInStaff(page, ownService, 'secadmin1');
  for (const path of ['/office/doors', '/office/erasures']) {
    await page.goto(`${ownService.url}${path}`);
    await expectKeyboardThrough(page);
  }
  await page.context().clearCookies();
  await logInStaff(page, ownService, 'sysadmin1');
  await page.goto(`${ownService.url}/office/messages`);
  await expectKeyboardThrough(page);
});
