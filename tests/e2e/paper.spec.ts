// SPDX-License-Identifier: Apache-2.0
// 纸质证书登记: a clerk keeps the register, the holder reads what became of the paper.
import { type Page } from '@playwright/test';
import { accountOf, expect, expectGoodLook, languages, signIn, test } from './fixtures';
import { logInStaff } from './office';
import { type Service } from './service';

test('a paper is handed out, lost, and not made again @without-script', async ({
  page,
  ownService,
}) => {
  await logInStaff(page, ownService, 'clerk1');
  await page.goto(`${ownService.url}/office/paper?state=printed`);
  await page.locator('main tbody a').first().click();
  await page.locator('form[action$="/state"] button.primary').click();
  await expect(page.locator('#collector-error')).toBeVisible();
  await page.locator('#by-holder').check();
  await page.locator('#note').fill('上午窗口');
  await page.locator('form[action$="/state"] button.primary').click();
  await expect(page.locator('main h1 ~ p .chip')).toHaveClass(/is-valid/);
  await expect(page.locator('main tbody tr').first()).toContainText('上午窗口');

  await page.locator('#end-lost').check();
  await page.locator('form[action$="/state"] button').click();
  await expect(page.locator('main h1 ~ p .chip')).toHaveClass(/is-revoked/);
  await expect(page.locator('main .note:not(.flash)')).toContainText('同等法律效力');
  await expect(page.locator('form[action$="/print"]')).toHaveCount(0);

  await page.locator('details summary').last().click();
  await page.locator('#reason').fill('登记错了人');
  await page.locator('form[action$="/undo"] button').click();
  await expect(page.locator('main h1 ~ p .chip')).toHaveClass(/is-valid/);
  await expect(page.locator('main tbody tr'), 'nothing leaves the history').toHaveCount(4);
});

/** The management number of a certificate of demo02 that has no paper yet. */
async function numberWithoutPaper(page: Page, service: Service): Promise<string> {
  await signIn(page, service, await accountOf(service, 'demo02'));
  const links = page.locator('main .card a[href^="/certificates/"]:not([href$="/endorse"])');
  const addresses = await links.evaluateAll((all) => all.map((each) => each.getAttribute('href')));
  for (const address of new Set(addresses)) {
    await page.goto(`${service.url}${address}`);
    const paper = (await page.locator('[aria-labelledby="paper"]').textContent()) ?? '';
    if (!paper.includes('没有制作')) continue;
    const number = page.locator('dl.facts > div', { hasText: '管理号' }).locator('.code');
    return (await number.first().textContent()) ?? '';
  }
  throw new Error('every certificate of demo02 has a paper');
}

test('a list is pasted, looked at, corrected and registered', async ({
  page,
  ownService,
  browser,
}) => {
  const holder = await (await browser.newContext({ locale: 'zh-CN' })).newPage();
  const number = await numberWithoutPaper(holder, ownService);
  await logInStaff(page, ownService, 'clerk1');
  await page.goto(`${ownService.url}/office/paper/batch`);
  await page.locator('#rows').fill(
    `管理号\t编号\t地点\t截止\n${number}\tE2E-1\t演示窗口\t2020-01-01\n000\tE2E-2\t演示窗口\t2027-12-31\n`);
  await page.locator('button[value="look"]').click();
  await expect(page.locator('main tbody tr')).toHaveCount(2);
  await expect(page.locator('button[value="enter"]'), 'nothing is good yet').toHaveCount(0);
  const soon = new Date(Date.now() + 60 * 86_400_000).toISOString().slice(0, 10);
  const typed = await page.locator('#rows').inputValue();
  await page.locator('#rows').fill(typed.replace('2020-01-01', soon));
  await page.locator('button[value="look"]').click();
  await expect(page.locator('main tbody tr')).toHaveCount(1);
  await page.locator('button[value="enter"]').click();
  await expect(page.locator('main .flash')).toContainText('1');
  await expect(page.locator('#rows'), 'what was not registered is still there').toHaveValue(/E2E-2/);

  await page.goto(`${ownService.url}/office/paper`);
  await page.locator('#number').fill('e2e-1');
  await page.locator('form[action="/office/paper/find"] button').click();
  await expect(page.locator('main')).toContainText('E2E-1');

  // The holder reads at once where it waits and until when.
  await holder.reload();
  await expect(holder.locator('[aria-labelledby="paper"]')).toContainText('演示窗口');
  await holder.context().close();
});

for (const language of languages) {
  test(`the pages of the paper register are good to look at in ${language} @phone`, async ({
    page,
    ownService,
    javaScriptEnabled,
  }) => {
    await logInStaff(page, ownService, 'clerk1');
    const look = async (path: string): Promise<void> => {
      await page.goto(`${ownService.url}${path}${path.includes('?') ? '&' : '?'}lang=${language}`);
      await expectGoodLook(page, javaScriptEnabled ?? true);
    };
    await look('/office/paper');
    for (const state of ['printed', 'handed_out', 'lost']) {
      await look(`/office/paper?state=${state}`);
      await look((await page.locator('main tbody a').first().getAttribute('href')) ?? '');
    }
    await look('/office/paper/batch');
    await page.locator('#rows').fill('1,2,3,4\n');
    await page.locator('button[value="look"]').click();
    await expectGoodLook(page, javaScriptEnabled ?? true);
  });
}
