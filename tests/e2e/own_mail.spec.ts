// SPDX-License-Identifier: Apache-2.0
// The mail address of an account: proved by a code, used for notices alone, and taken off again.
import {
  accountOf,
  enterCode,
  expect,
  expectAccessible,
  expectGoodLook,
  signIn,
  test,
} from './fixtures';

test('somebody adds a mail address, chooses what comes by it, and takes it off @phone @without-script', async ({
  page,
  ownService,
  javaScriptEnabled,
}) => {
  await signIn(page, ownService, await accountOf(ownService, 'demo02'));
  await page.goto(`${ownService.url}/account`);
  await page.locator('main .actions a[href="/account/mail"]').click();
  if (javaScriptEnabled) await expectAccessible(page);
  await expectGoodLook(page, javaScriptEnabled);

  await page.locator('#mail').fill('not an address');
  await page.locator('#form button.primary').click();
  await expect(page.locator('#mail')).toHaveAttribute('aria-invalid', 'true');
  await expect(page.locator('#mail')).toHaveValue('not an address');
  await page.locator('#mail').fill('demo.two@example.com');
  await page.locator('#form button.primary').click();
  await expect(page).toHaveURL(/\/account\/mail\/confirm$/);
  await expect(page.getByRole('main')).toContainText('d***@example.com');
  if (javaScriptEnabled) await expectAccessible(page);
  await enterCode(page, ownService, 'demo.two@example.com');

  await expect(page).toHaveURL(/\/account\/notifications$/);
  await expect(page.locator('#copy_ready')).toBeChecked();
  await expect(page.locator('#copy_ready_mail')).not.toBeChecked();
  await page.locator('#copy_ready').uncheck();
  await page.locator('#copy_ready_mail').check();
  await page.locator('#copy_verified_mail').check();
  await page.locator('form[action="/account/notifications"] button.primary').click();
  await page.goto(`${ownService.url}/account/notifications`);
  await expect(page.locator('#copy_ready')).not.toBeChecked();
  await expect(page.locator('#copy_ready_mail')).toBeChecked();
  await expect(page.locator('#copy_verified_mail')).toBeChecked();
  if (javaScriptEnabled) await expectAccessible(page);
  await expectGoodLook(page, javaScriptEnabled);

  await page.goto(`${ownService.url}/account/mail`);
  await page.locator('form[action="/account/mail/remove"] button').click();
  await expect(page).toHaveURL(/\/account$/);
  // What came by mail alone comes to the mobile, and nothing is lost.
  await page.goto(`${ownService.url}/account/notifications`);
  await expect(page.locator('#copy_ready_mail')).toHaveCount(0);
  await expect(page.locator('#copy_ready')).toBeChecked();
});
