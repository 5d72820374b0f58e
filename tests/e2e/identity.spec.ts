// SPDX-License-Identifier: Apache-2.0
// 身份核实, walked to its end: what the code to a mobile cannot prove, two people of the office do, and
// the person ends with the certificate in hand or with a reason, a reference and the next step.
import { type Browser, type Page } from '@playwright/test';
import { fileURLToPath } from 'node:url';
import { accountOf, enterCode, expect, expectGoodLook, logIn, signIn, test } from './fixtures';
import { logInStaff } from './office';
import { PASSWORD, agree, newcomer, register, registerAndBind } from './people';
import type { Service } from './service';

const PICTURE = fileURLToPath(new URL('../unit/documents/data/portrait.jpg', import.meta.url));
const FRESH = '19900008811';
const ISSUER = 'demo_exam_centre';

async function another(browser: Browser): Promise<Page> {
  return (await browser.newContext({ locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })).newPage();
}

/** A clerk and an approver, both with their second factor shown, each at a computer of their own. */
async function openOffice(browser: Browser, service: Service): Promise<{ clerk: Page; approver: Page }> {
  const [clerk, approver] = await Promise.all([another(browser), another(browser)]);
  await Promise.all([logInStaff(clerk, service, 'clerk1'), logInStaff(approver, service, 'approver1')]);
  return { clerk, approver };
}

/** The rest of a form to the office: whom it is for, what is said, and a picture of the card. */
async function sendEvidence(page: Page, text: string): Promise<void> {
  const issuer = page.locator('select[name="issuer"]');
  if ((await issuer.count()) > 0) await issuer.selectOption(ISSUER);
  await page.locator('#text').fill(text);
  await page.locator('#file1').setInputFiles(PICTURE);
  await page.locator('#form button.primary').click();
}

/** The number to quote, from the page after a request was sent. */
async function referenceOn(page: Page): Promise<string> {
  const reference = page.locator('main .code', { hasText: /^\d{15,}$/ }).first();
  await expect(reference).toBeVisible();
  return (await reference.innerText()).trim();
}

async function expectEvidence(page: Page): Promise<void> {
  const picture = page.locator('img.attached').first();
  await picture.scrollIntoViewIfNeeded();
  await expect(picture).toHaveJSProperty('complete', true);
  expect(await picture.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(0);
}

async function openCase(page: Page, service: Service, reference: string): Promise<void> {
  await page.goto(`${service.url}/office/identity`);
  await page.locator('main tbody tr', { hasText: reference }).locator('a').click();
  await expect(page).toHaveURL(new RegExp(`/office/identity/${reference}$`));
}

/** The clerk says what the evidence shows; nothing comes of it yet. */
async function prepare(clerk: Page, decision: 'confirm' | 'refuse', reason: string): Promise<void> {
  if (decision === 'confirm') await clerk.locator('#choice input').first().check();
  await clerk.locator('#reason').fill(reason);
  await clerk.locator(`#form button[value="${decision}"]`).click();
  await expect(clerk.locator('.flash')).toContainText('已经提交复核');
  await expect(clerk.locator('main h1 ~ p .chip')).toHaveText('待复核');
}

/** The second person opens what waits, looks at the evidence again, and decides. */
async function decide(approver: Page, service: Service, reason: string): Promise<void> {
  await approver.goto(`${service.url}/office/proposals`);
  await approver.locator('main table a', { hasText: '身份核实' }).first().click();
  await expect(approver.locator('main')).toContainText(reason);
  const proposal = approver.url();
  await approver.locator('main dl a[href^="/office/identity/"]').click();
  await expectEvidence(approver);
  await approver.goto(proposal);
  await approver.locator('#form button[value="approve"]').click();
  await expect(approver.locator('.flash')).toContainText('已批准');
}

/** How a request of somebody without a login stands: by its number and its mobile. */
async function lookAtCase(page: Page, service: Service, reference: string, mobile: string): Promise<void> {
  await page.goto(`${service.url}/recover/office/state`);
  await page.locator('#reference').fill(reference);
  await page.locator('#form button.primary').click();
  await enterCode(page, service, mobile);
  await expect(page).toHaveURL(/\/recover\/office\/case$/);
}

/** The newest message to a mobile. */
async function newestMessage(page: Page, service: Service, mobile: string): Promise<string> {
  const answer = await page.request.get(`${service.url}/demo/messages`);
  const all = (await answer.text()).split('<li class="panel">').slice(1);
  return all.find((each) => each.includes(`>${mobile}<`)) ?? '';
}

/** The card leads to the certificate, with its picture. */
async function expectCertificate(page: Page, service: Service, name: string): Promise<void> {
  await page.goto(`${service.url}/certificates`);
  const card = page.locator('main .card');
  await expect(card).toHaveCount(1);
  await expect(card).toContainText(name);
  await card.locator('a[href^="/certificates/"]:not([href$="/endorse"])').first().click();
  const picture = page.locator('main img[src$="picture.svg"], main img.sheet').first();
  await expect(picture).toHaveJSProperty('complete', true);
  expect(await picture.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(0);
}

test('the office confirms who somebody is, and the certificate is in the account', async ({
  page, ownService, browser,
}) => {
  const { managementNumber: _, ...typed } = await newcomer(ownService);
  await register(page, ownService, { ...typed, mobile: FRESH });
  await enterCode(page, ownService, FRESH);
  await agree(page);
  await page.goto(`${ownService.url}/certificates`);
  await page.locator('main .is-empty a[href="/bind"]').click();
  await page.locator('main a[href="/bind/office"]').first().click();
  await sendEvidence(page, '演示：报名时的手机已经停用，身份证照片见附件。');
  const reference = await referenceOn(page);
  await expect(page.locator('section:has(#state)')).toContainText('待核实');

  const { clerk, approver } = await openOffice(browser, ownService);
  await openCase(clerk, ownService, reference);
  await expectEvidence(clerk);
  await expect(clerk.locator('section:has(#registered)')).toContainText('与所填一致');
  // One person may ask; the applicant answers with another file.
  await clerk.locator('#question').fill('请补充身份证背面的照片。');
  await clerk.locator('form[action$="/ask"] button').click();
  await expect(clerk.locator('.flash')).toBeVisible();
  expect(await newestMessage(page, ownService, FRESH)).toContain('需要您补充材料');
  await page.goto(`${ownService.url}/certificates`);
  await page.locator('main a[href="/bind/office"]').first().click();
  await expect(page.locator('.thread li.of-office')).toContainText('身份证背面');
  await page.locator('details.more summary').click();
  await sendEvidence(page, '演示：背面在附件里。');
  await expect(page.locator('.thread li')).toHaveCount(3);

  await openCase(clerk, ownService, reference);
  await expect(clerk.locator('img.attached')).toHaveCount(2);
  await clerk.locator('#reason').fill('已核对');
  await clerk.locator('#form button[value="confirm"]').click();
  await expect(clerk.locator('#choice-error'), 'whom, is not left open').toBeVisible();
  await expect(clerk.locator('#reason')).toHaveValue('已核对');
  await prepare(clerk, 'confirm', '已核对身份证正反面与登记照片');
  await clerk.goto(`${ownService.url}/office/proposals`);
  await clerk.locator('main table a', { hasText: '身份核实' }).first().click();
  await expect(clerk.locator('button[value="approve"]'), 'not one\'s own').toHaveCount(0);
  await page.goto(`${ownService.url}/certificates`);
  await expect(page.locator('main .card'), 'one is not enough').toHaveCount(0);

  await decide(approver, ownService, '已核对身份证正反面与登记照片');
  expect(await newestMessage(page, ownService, FRESH)).toContain('身份核实已经通过');
  await expectCertificate(page, ownService, typed.name);
  for (const each of [clerk, approver]) await each.context().close();
});

test('who has lost everything is refused with a reason, asks again, and holds the certificate', async ({
  page, ownService, browser,
}) => {
  test.slow();
  const { managementNumber, ...typed } = await newcomer(ownService);
  const before = await another(browser);
  await registerAndBind(before, ownService, typed, managementNumber);

  const ask = async (text: string): Promise<string> => {
    await page.goto(`${ownService.url}/recover`);
    await page.locator('main a[href="/recover/office"]').click();
    await page.locator('#mobile').fill(FRESH);
    await page.locator('#form button.primary').click();
    await enterCode(page, ownService, FRESH);
    await page.locator('#id_number').fill(typed.id_number);
    await page.locator('#name').fill(typed.name);
    await sendEvidence(page, text);
    return referenceOn(page);
  };
  const first = await ask('演示：手机丢了，用户名和密码也不记得。');
  const { clerk, approver } = await openOffice(browser, ownService);
  const why = '照片看不清号码，请重新拍摄身份证正面后再申请';
  await openCase(clerk, ownService, first);
  await expectEvidence(clerk);
  await prepare(clerk, 'refuse', why);
  await decide(approver, ownService, why);

  expect(await newestMessage(page, ownService, FRESH)).toContain('没有通过');
  await lookAtCase(page, ownService, first, FRESH);
  await expect(page.locator('section:has(#state) .chip')).toHaveText('未通过');
  await expect(page.locator('section:has(#state)')).toContainText('重新申请');
  await expect(page.locator('section:has(#thread)')).toContainText(why);
  await expectGoodLook(page, true);
  await page.locator('main a.button[href="/recover"]').click();

  const second = await ask('演示：重新拍了身份证正面。');
  expect(second).not.toBe(first);
  await openCase(clerk, ownService, second);
  await expectEvidence(clerk);
  await prepare(clerk, 'confirm', '身份证与登记照片一致');
  await decide(approver, ownService, '身份证与登记照片一致');

  await lookAtCase(page, ownService, second, FRESH);
  await expect(page.locator('section:has(#state)')).toContainText('现在可以用申请时的手机');
  await page.locator('main a.button[href="/recover"]').click();
  await page.locator('main a[href="/recover/name"]').click();
  await page.locator('#mobile').fill(FRESH);
  await page.locator('#form button.primary').click();
  await enterCode(page, ownService, FRESH);
  await expect(page.locator('main li .code')).toHaveText(typed.login_name);

  await page.goto(`${ownService.url}/recover/password`);
  await page.locator('#login_name').fill(typed.login_name);
  await page.locator('#id_number').fill(typed.id_number);
  await page.locator('#name').fill(typed.name);
  await page.locator('#form button.primary').click();
  const password = 'nine calm otters in the reeds';
  await page.locator('#password').fill(password);
  await enterCode(page, ownService, FRESH);
  await expect(page).toHaveURL(/\/login$/);
  const known = await accountOf(ownService, 'demo02');
  await signIn(page, ownService, { ...known, loginName: typed.login_name, password });
  await expectCertificate(page, ownService, typed.name);

  // Whoever had the old password and the old mobile has the account no more.
  await before.goto(`${ownService.url}/certificates`);
  await expect(before).toHaveURL(/\/login/);
  await logIn(before, ownService, { ...known, loginName: typed.login_name, password: PASSWORD });
  await expect(before.locator('.error-summary')).toBeVisible();
  expect(await newestMessage(before, ownService, typed.mobile), 'the old mobile was told').not.toBe('');
  for (const each of [before, clerk, approver]) await each.context().close();
});

test('an agent\'s authority is confirmed by two, and the person sees what was done', async ({
  page, ownService, browser,
}) => {
  const { managementNumber, ...typed } = await newcomer(ownService);
  const person = await another(browser);
  await registerAndBind(person, ownService, typed, managementNumber);

  const mobile = '19900008812';
  await page.goto(`${ownService.url}/recover`);
  await page.locator('main a[href="/agent"]').click();
  await page.locator('#mobile').fill(mobile);
  await page.locator('#form button.primary').click();
  await enterCode(page, ownService, mobile);
  await page.locator('#kind').selectOption('agent_view');
  await page.locator('#agent_number').fill('110105900307123');
  await page.locator('#agent_name').fill('李演示');
  await page.locator('#id_number').fill(typed.id_number);
  await page.locator('#name').fill(typed.name);
  await sendEvidence(page, '演示：受本人委托查阅数据，委托书见附件。');
  const reference = await referenceOn(page);

  const { clerk, approver } = await openOffice(browser, ownService);
  await openCase(clerk, ownService, reference);
  await expect(clerk.locator('section:has(#stated)')).toContainText('李演示');
  await expectEvidence(clerk);
  await expect(clerk.locator('a[href$="/data.pdf"]'), 'nothing is handed over yet').toHaveCount(0);
  await prepare(clerk, 'confirm', '委托书与双方证件齐全');
  await decide(approver, ownService, '委托书与双方证件齐全');

  await lookAtCase(page, ownService, reference, mobile);
  await expect(page.locator('section:has(#state)')).toContainText('到发证机关领取数据');
  await openSettled(clerk, ownService, reference);
  const arriving = clerk.waitForEvent('download');
  await clerk.locator('a[href$="/data.pdf"]').click();
  expect((await arriving).suggestedFilename()).toBe(`yinxin-data-${reference}.pdf`);

  // The person reads it on the telephone and in the account: who looked, and why.
  expect(await newestMessage(person, ownService, typed.mobile)).toContain('持您的书面委托');
  await person.goto(`${ownService.url}/account/data`);
  await expect(person.locator('section:has(#seen)')).toContainText('委托书与双方证件齐全');
  await expectGoodLook(person, true);
  for (const each of [person, clerk, approver]) await each.context().close();
});

/** A request that is done stands on a list of its own. */
async function openSettled(page: Page, service: Service, reference: string): Promise<void> {
  await page.goto(`${service.url}/office/identity?show=settled`);
  await page.locator('main tbody tr', { hasText: reference }).locator('a').click();
  await expect(page).toHaveURL(new RegExp(`/office/identity/${reference}$`));
}
