// SPDX-License-Identifier: Apache-2.0
// What a holder wants to be told by text message.
import { accountOf, expect, expectAccessible, expectGoodLook, signIn, test } from './fixtures';

test('somebody chooses what to be told of, and the choice stays @phone @without-script', async ({
  page,
  ownService,
  javaScriptEnabled,
}) => {
  await signIn(page, ownService, await accountOf(ownService, 'demo02'));
  await page.goto(`${ownService.url}/account`);
  await page.locator('main a[href="/account/notifications"]').click();
  await expect(page.locator('#certificate_issued')).toBeChecked();
  await expect(page.locator('#endorsement_ending')).toBeChecked();
  await expect(page.locator('#copy_verified')).not.toBeChecked();
  if (javaScriptEnabled) await expectAccessible(page);
  await expectGoodLook(page, javaScriptEnabled);

  await page.locator('#certificate_issued').uncheck();
  await page.locator('#copy_verified').check();
  await page.locator('#language').selectOption('en');
  await page.locator('form[action="/account/notifications"] button.primary').click();
  await expect(page).toHaveURL(/\/account\/notifications$/);
  await expect(page.locator('main, [role="status"]').first()).toBeVisible();
  await page.goto(`${ownService.url}/account/notifications`);
  await expect(page.locator('#certificate_issued')).not.toBeChecked();
  await expect(page.locator('#copy_verified')).toBeChecked();
  await expect(page.locator('#language')).toHaveValue('en');
});
