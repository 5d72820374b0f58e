// SPDX-License-Identifier: Apache-2.0
// A holder lets an organisation fetch one copy with a code, sees that it did, and takes it back.
import { type Browser, type Page } from '@playwright/test';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { enterCode, expect, expectGoodLook, openCurrentCopy, test } from './fixtures';
import { Service, programPath } from './service';

const run = promisify(execFile);
const NAME = '演示招标中心（演示）';
const USCC = '99000000MA00000011';
const PURPOSE = '演示项目投标资格审查';
const CODE = /[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}/;

/** Somebody who registers for checking, with an organisation the office has confirmed. */
async function confirmedOrganisation(browser: Browser, service: Service): Promise<{ page: Page; id: string }> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${service.url}/register/verifier`);
  await page.locator('#mobile').fill('19900007011');
  await page.locator('#login_name').fill('bids.owner');
  await page.locator('#password').fill('seven quiet herons on the ice');
  await page.locator('form[action="/register/verifier"] button.primary').click();
  await enterCode(page, service, '19900007011');
  await page.goto(`${service.url}/organisations/new`);
  const agree = page.locator('form[action="/notice"] button.primary');
  if ((await agree.count()) > 0) await agree.click();
  await page.goto(`${service.url}/organisations/new`);
  await page.locator('#name').fill(NAME);
  await page.locator('#uscc').fill(USCC);
  await page.locator('#contact_name').fill('演示联系人');
  await page.locator('#contact_phone').fill('010-00000000');
  await page.locator('form[action="/organisations/new"] button.primary').click();
  await expect(page).toHaveURL(/\/organisations\/\d+$/);
  const id = /(\d+)$/.exec(page.url())?.[1] ?? '';
  await run(programPath(), ['organisation', 'confirm', id, '--data', service.data, '--apply']);
  return { page, id };
}

/** From the open page of a certificate's endorsement to the page that shows the code. */
async function authorise(page: Page, service: Service, line: string): Promise<string> {
  await page.goto(`${service.url}/certificates/${line}/endorse`);
  const tick = page.locator('#checked');
  if ((await tick.count()) > 0) {
    await tick.check();
    await page.locator('form[action$="/checked"] button').click();
  }
  await page.goto(`${service.url}/certificates/${line}/authorise`);
  await page.locator('#uscc').fill(USCC);
  await page.locator('#purpose').fill(PURPOSE);
  await page.locator('#days').fill('30');
  await expectGoodLook(page, true);
  await page.locator('#form button.primary').click();
  await expect(page.locator('main')).toContainText(NAME);
  await expectGoodLook(page, true);
  await page.locator('#form button.primary').click();
  const code = CODE.exec(await page.locator('.big-code').innerText())?.[0] ?? '';
  expect(code).not.toBe('');
  await expectGoodLook(page, true);
  return code;
}

async function redeem(page: Page, code: string): Promise<void> {
  await page.locator('#code').fill(code.toLowerCase().replaceAll('-', ' '));
  await page.locator('#form button.primary').click();
}

test('an organisation fetches a copy with a code, once, and the holder sees and ends it', async ({
  page,
  ownService,
  browser,
}) => {
  test.slow();
  await openCurrentCopy(page, ownService);
  const line = /certificates\/(\d+)/.exec(page.url())?.[1] ?? '';
  const organisation = await confirmedOrganisation(browser, ownService);

  // An organisation nobody has confirmed cannot be chosen.
  await page.goto(`${ownService.url}/certificates/${line}/authorise`);
  await page.locator('#uscc').fill('91000000MA00000000');
  await page.locator('#purpose').fill(PURPOSE);
  await page.locator('#form button.primary').click();
  await expect(page.locator('#uscc')).toHaveAttribute('aria-invalid', 'true');
  await expect(page.locator('#purpose')).toHaveValue(PURPOSE);

  const code = await authorise(page, ownService, line);
  await page.locator('main .actions a').click();
  await expect(page.locator('main .chip').first()).toHaveText('待取用');
  await expect(page.locator('main')).not.toContainText(code);
  const use = page.url();

  // A slip is told apart from a code that opens nothing.
  const theirs = organisation.page;
  await theirs.goto(`${ownService.url}/authorised-use`);
  await expect(theirs).toHaveURL(new RegExp(`/organisations/${organisation.id}/copies$`));
  await redeem(theirs, code.slice(0, -1) + (code.endsWith('0') ? '1' : '0'));
  await expect(theirs.locator('#code-error')).toContainText('输错');
  await expectGoodLook(theirs, true);
  await expect(async () => {
    await theirs.goto(`${ownService.url}/authorised-use`);
    await redeem(theirs, code);
    await expect(theirs.locator('main .flash')).toBeVisible({ timeout: 2000 });
  }).toPass({ timeout: 60_000, intervals: [7000] });
  await expect(theirs.locator('main .rows')).toContainText(PURPOSE);
  await expectGoodLook(theirs, true);
  const arriving = theirs.waitForEvent('download');
  await theirs.locator('main a[href*="format=pdf"]').click();
  expect((await arriving).suggestedFilename()).toMatch(/\.pdf$/);
  await redeem(theirs, code);
  await expect(theirs.locator('#code-error')).toContainText('已经用过');

  // The holder sees both, and is told by message.
  await page.goto(use);
  await expect(page.locator('main .chip').first()).toHaveText('已取用');
  await expect(page.locator('main')).toContainText('有 1 次没有取到');
  await page.goto(`${ownService.url}/certificates/${line}`);
  await expect(page.locator('section:has(#uses)')).toContainText(NAME);
  await page.goto(`${ownService.url}/account`);
  await expect(page.locator('section:has(#uses)')).toContainText('已取用');
  await page.goto(`${ownService.url}/demo/messages`);
  await expect(page.locator('main')).toContainText('已凭用证码取用');

  // Withdrawn with the copy: nothing more to download.
  await page.goto(use);
  await page.locator('#copy').check();
  await page.locator('#form button').click();
  await expect(page.locator('main .chip').first()).toHaveText('已撤回');
  await expectGoodLook(page, true);
  await theirs.goto(`${ownService.url}/organisations/${organisation.id}/copies`);
  await expect(theirs.locator('main a[href*="format=pdf"]')).toHaveCount(0);
});
