// SPDX-License-Identifier: Apache-2.0
// The people of the office: login, invitation, roles, step-up, recovery.
import { type Browser, type Page } from '@playwright/test';
import { expect, expectGoodLook, languages, open, test } from './fixtures';
import { enterShownCode, letAnHourPass, logInStaff, passwordOf, showPassword } from './office';
import { Service } from './service';

const goodPassword = 'violet kettle hums at noon';

/** Another person at another computer. */
async function another(browser: Browser): Promise<Page> {
  return (await browser.newContext({ locale: 'zh-CN' })).newPage();
}

/** Takes an invitation: code, authenticator, password; comes back with the recovery codes. */
async function accept(page: Page, service: Service, code: string): Promise<string[]> {
  await page.goto(`${service.url}/office/enrol`);
  await page.locator('#invitation').fill(code);
  await page.locator('#form button.primary').click();
  await page.locator('#password').fill(goodPassword);
  await page.locator('#totp').fill(await page.locator('p.quiet .code').first().innerText());
  await page.locator('#form button.primary').click();
  await expect(page.locator('ul.codes li')).toHaveCount(10);
  return page.locator('ul.codes li').allInnerTexts();
}

test('login asks for two factors and says what is wrong @phone @without-script', async ({
  page, ownService, javaScriptEnabled,
}) => {
  const hasScript = javaScriptEnabled !== false;
  for (const language of languages) {
    await open(page, `${ownService.url}/office/login`, language);
    await expectGoodLook(page, hasScript);
  }
  await page.locator('#login_name').fill('clerk1');
  await page.locator('#password').fill('not the password');
  await page.locator('#form button.primary').click();
  await expect(page.locator('.error-summary')).toBeVisible();
  await expect(page.locator('#login_name')).toHaveValue('clerk1');
  await expectGoodLook(page, hasScript);
  await page.locator('#password').fill(await passwordOf(ownService, 'clerk1'));
  await page.locator('#form button.primary').click();
  for (const language of languages) {
    await open(page, `${ownService.url}/office/login/code`, language);
    await expectGoodLook(page, hasScript);
  }
  // The password alone opens nothing.
  await page.goto(`${ownService.url}/office/account`);
  await expect(page).toHaveURL(/\/office\/login\/code/);
  await page.locator('#code').fill('000000');
  await page.locator('#form button.primary').click();
  await expect(page.locator('#code-error')).toBeVisible();
  await enterShownCode(page);
  await expect(page).toHaveURL(/\/office\/account$/);
  for (const language of languages) {
    await open(page, `${ownService.url}/office/account`, language);
    await expectGoodLook(page, hasScript);
  }
});

test('an invitation makes a colleague, who sees what the roles allow', async ({
  page, browser, ownService,
}) => {
  await logInStaff(page, ownService, 'secadmin1');
  for (const language of languages) {
    await open(page, `${ownService.url}/office/staff/invite`, language);
    await expectGoodLook(page, true);
  }
  await page.locator('#form button.primary').click();
  await expect(page.locator('.error-summary')).toBeVisible();
  await page.locator('[name="login_name"]').fill('newclerk');
  await page.locator('[name="name"]').fill('演示新人');
  await page.locator('[name="role_clerk"]').check();
  await page.locator('#form button.primary').click();
  const code = (await page.locator('main .code').first().innerText()).trim();
  await expectGoodLook(page, true);

  const colleague = await another(browser);
  await accept(colleague, ownService, code);
  await expectGoodLook(colleague, true);
  await colleague.goto(`${ownService.url}/office`);
  await expect(colleague.locator('nav.menu a[href="/office/staff"]')).toHaveCount(0);
  // What is not for this role is refused inside the office's own frame.
  const refused = await colleague.goto(`${ownService.url}/office/staff`);
  expect(refused?.status()).toBe(403);
  await expect(colleague.locator('nav.menu a[href="/office/account"]')).toBeVisible();
  await expectGoodLook(colleague, true);
  const missing = await colleague.goto(`${ownService.url}/office/proposals/4711`);
  expect(missing?.status()).toBe(404);
  await expect(colleague.locator('body.office')).toBeVisible();
  // A second use of the code is refused.
  const stranger = await another(browser);
  await stranger.goto(`${ownService.url}/office/enrol`);
  await stranger.locator('#invitation').fill(code);
  await stranger.locator('#form button.primary').click();
  await expect(stranger.locator('.error-summary')).toBeVisible();
});

test('a role taken away and a person shut out are noticed at the next click', async ({
  page, browser, ownService,
}) => {
  await logInStaff(page, ownService, 'secadmin1');
  const clerk = await another(browser);
  await logInStaff(clerk, ownService, 'correspondent1');
  await page.goto(`${ownService.url}/office/staff`);
  await page.getByRole('link', { name: 'correspondent1' }).click();
  await page.locator('[name="role_correspondent"]').uncheck();
  await page.locator('[name="role_statistics_reader"]').check();
  await page.locator('form[action$="/roles"] button').click();
  await expect(page.locator('.flash')).toBeVisible();
  await clerk.goto(`${ownService.url}/office/account`);
  await expect(clerk.locator('main')).toContainText('统计');
  await page.locator('form[action$="/state"] button').click();
  await expect(page.locator('.flash')).toBeVisible();
  await clerk.goto(`${ownService.url}/office/account`);
  await expect(clerk).toHaveURL(/\/office\/login/);
});

test('a dangerous form sent too late asks who it is and loses nothing @without-script', async ({
  page, ownService, javaScriptEnabled,
}) => {
  const hasScript = javaScriptEnabled !== false;
  await logInStaff(page, ownService, 'secadmin1');
  await page.goto(`${ownService.url}/office/staff/invite`);
  await page.locator('[name="login_name"]').fill('lateclerk');
  await page.locator('[name="name"]').fill('演示晚到');
  await page.locator('[name="role_clerk"]').check();
  await letAnHourPass(ownService);
  await page.locator('#form button.primary').click();
  await expect(page.locator('h1')).toContainText('请先确认身份');
  await expectGoodLook(page, hasScript);
  await page.locator('#code').fill('000000');
  await page.locator('#form button.primary').click();
  await expect(page.locator('#code-error')).toBeVisible();
  await enterShownCode(page);
  await expect(page.locator('h1')).toContainText('继续提交');
  await expectGoodLook(page, hasScript);
  await page.locator('#form button.primary').click();
  await expect(page.locator('main .code').first()).toHaveText(/^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/);
});

test('somebody who lost the authenticator comes back by an invitation', async ({
  page, browser, ownService,
}) => {
  await logInStaff(page, ownService, 'secadmin2');
  const clerk = await another(browser);
  await logInStaff(clerk, ownService, 'clerk1');
  await page.goto(`${ownService.url}/office/staff`);
  await page.getByRole('link', { name: 'clerk1' }).click();
  await page.locator('form[action$="/recover"] button').click();
  const code = (await page.locator('main .code').first().innerText()).trim();
  // Until it is used the old way stays open.
  await clerk.goto(`${ownService.url}/office/account`);
  await expect(clerk).toHaveURL(/\/office\/account$/);
  const back = await another(browser);
  const codes = await accept(back, ownService, code);
  await clerk.goto(`${ownService.url}/office/account`);
  await expect(clerk).toHaveURL(/\/office\/login/);
  // One of the new recovery codes stands in for the authenticator, once.
  const again = await another(browser);
  await again.goto(`${ownService.url}/office/login`);
  await again.locator('#login_name').fill('clerk1');
  await again.locator('#password').fill(goodPassword);
  await again.locator('#form button.primary').click();
  await again.locator('#code').fill(codes[0].toLowerCase());
  await again.locator('#form button.primary').click();
  await expect(again).toHaveURL(/\/office$/);
});

test('keys of signed requests say what is wrong and keep what was typed @phone', async ({
  page, ownService,
}) => {
  await logInStaff(page, ownService, 'clerk1');
  for (const language of languages) {
    await open(page, `${ownService.url}/office/account/keys`, language);
    await expectGoodLook(page, true);
  }
  await page.locator('#label').fill('导出程序');
  await page.locator('#pem').fill('-----BEGIN PUBLIC KEY-----');
  await page.locator('#form button.primary').click();
  await expect(page.locator('#pem-error')).toBeVisible();
  await expect(page.locator('#label')).toHaveValue('导出程序');
  await page.locator('#pem').fill('-----BEGIN PUBLIC KEY-----\n'
    + 'MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n-----END PUBLIC KEY-----');
  await page.locator('#form button.primary').click();
  await expect(page.locator('table tbody tr')).toHaveCount(1);
  await expectGoodLook(page, true);
});

test('the half session of a password opens no page of the office', async ({ page, ownService }) => {
  await showPassword(page, ownService, 'auditadmin1');
  for (const path of ['/office', '/office/staff', '/office/confirm', '/office/account/keys']) {
    await page.goto(`${ownService.url}${path}`);
    await expect(page).toHaveURL(/\/office\/login\/code/);
  }
});
