// SPDX-License-Identifier: Apache-2.0
// Who cannot log in, or acts for somebody, asks the office, sees how it stands, and adds to it.
import { fileURLToPath } from 'node:url';
import { enterCode, expect, expectGoodLook, languages, open, test } from './fixtures';

const PICTURE = fileURLToPath(new URL('../unit/documents/data/portrait.jpg', import.meta.url));

test('the ways to the office are there in both languages', async ({ page }) => {
  for (const language of languages) {
    for (const path of ['/agent', '/recover/office/state']) {
      await open(page, path, language);
      await expectGoodLook(page, true);
    }
    await open(page, '/recover', language);
    await expect(page.locator('main a[href="/agent"]')).toBeVisible();
    await expect(page.locator('main a[href="/recover/office/state"]')).toBeVisible();
    await expectGoodLook(page, true);
  }
});

test('an agent asks for a person, keeps what was typed, and sees how it stands', async ({ page, ownService }) => {
  const mobile = '19900007301';
  await page.goto(`${ownService.url}/agent`);
  await page.locator('#mobile').fill(mobile);
  await page.locator('#form button.primary').click();
  await expect(page).toHaveURL(/\/agent\/confirm$/);
  await expectGoodLook(page, true);
  await enterCode(page, ownService, mobile);
  await expect(page).toHaveURL(/\/agent\/form$/);
  await expectGoodLook(page, true);
  await page.locator('#kind').selectOption('agent_view');
  await page.locator('#agent_number').fill('110105900307123');
  await page.locator('#agent_name').fill('李演示');
  await page.locator('#id_number').fill('11010519491231002X');
  await page.locator('#name').fill('王演示');
  await page.locator('#text').fill('演示：受本人委托查阅数据，见委托书。');
  await page.locator('#form button.primary').click();
  // Nothing was attached: what was typed is still there, and the summary says what is missing.
  await expect(page.locator('.error-summary')).toContainText('委托书');
  await expect(page.locator('#agent_name')).toHaveValue('李演示');
  await expectGoodLook(page, true);
  await page.locator('#file1').setInputFiles(PICTURE);
  await page.locator('#form button.primary').click();
  const reference = (await page.locator('main .code').first().textContent())?.trim() ?? '';
  expect(reference).toMatch(/^\d{15,}$/);
  await expectGoodLook(page, true);

  await page.locator('main a[href="/recover/office/state"]').click();
  await page.locator('#reference').fill(reference);
  await page.locator('#form button.primary').click();
  await expect(page).toHaveURL(/\/recover\/office\/state\/confirm$/);
  await expectGoodLook(page, true);
  await enterCode(page, ownService, mobile);
  await expect(page).toHaveURL(/\/recover\/office\/case$/);
  await expect(page.locator('section:has(#state)')).toContainText('待核实');
  await expect(page.locator('section:has(#thread)')).toContainText('受本人委托');
  await expectGoodLook(page, true);
  await page.locator('#text').fill('演示：再补充一句。');
  await page.locator('#form button').last().click();
  await expect(page.locator('section:has(#thread)')).toContainText('再补充一句');
});
