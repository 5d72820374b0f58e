// SPDX-License-Identifier: Apache-2.0
// What somebody sees whose copy is not there at once: too late, given up, and made after all.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { accountOf, expect, expectAccessible, expectNoSidewaysScroll, signIn, test } from './fixtures';
import { Service, freePorts } from './service';

// CJK Extension I: a Han character like any other, and in none of the fonts.
const UNPRINTABLE = '\u{2ebf0}';

/** Changes settings in the file an operator edits; section.key -> the value as TOML. */
async function configure(data: string, changes: Record<string, string>): Promise<void> {
  const path = join(data, 'yinxin.toml');
  let section = '';
  const lines = (await readFile(path, 'utf8')).split('\n').map((line) => {
    section = /^\[(\w+)\]$/.exec(line)?.[1] ?? section;
    const value = changes[`${section}.${line.split(' = ')[0]}`];
    return value === undefined ? line : `${line.split(' = ')[0]} = ${value}`;
  });
  await writeFile(path, lines.join('\n'));
}

/** From the list to the submitted application of the first certificate. */
async function apply(page: Page, service: Service, recipient: string): Promise<void> {
  await page.goto(`${service.url}/certificates`);
  await page.locator('main a[href$="/endorse"]').first().click();
  const check = page.locator('#checked');
  if ((await check.count()) > 0) {
    await check.check();
    await page.locator('form[action$="/checked"] button.primary').click();
  }
  await page.locator('main a[href$="/apply"]').first().click();
  await page.locator('#recipient').fill(recipient);
  await page.locator('form[action$="/apply"] button.primary').click();
  await page.locator('form[action$="/apply"] button.primary').click();
}

test('past 24 hours the page itself says so, and the copy still comes @phone @without-script', async ({
  page,
  ownService,
  javaScriptEnabled,
}) => {
  test.slow();
  await ownService.stop();
  // A timestamp authority that nobody answers for; the outage outlasts the promise.
  await configure(ownService.data, {
    'timestamp.url': JSON.stringify(`http://127.0.0.1:${(await freePorts(1))[0]}`),
    'timestamp.certificates': '"keys/issuing.crt"',
    'press.promise': '"7d"',
  });
  const today = await Service.start(ownService.data);
  await signIn(page, today, await accountOf(today, 'demo01'));
  await apply(page, today, '');
  await expect(page).toHaveURL(/\/endorsements\/\d+$/);
  await expect(page.locator('main [data-follow=generating]')).toBeVisible();
  const path = new URL(page.url()).pathname;
  await today.stop();

  const tomorrow = await Service.startAhead(ownService.data, '25h');
  // The session is over by then: people log in again and come back to where they were.
  await signIn(page, tomorrow, await accountOf(tomorrow, 'demo01'));
  await page.goto(`${tomorrow.url}${path}`);
  await expect(page.locator('main .chip.is-overdue')).toHaveText('\u5df2\u8d85\u65f6');
  if (javaScriptEnabled) {
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
  }
  await page.goto(`${tomorrow.url}/certificates`);
  await expect(page.locator('main .card .chip.is-overdue')).toHaveCount(1);
  await tomorrow.stop();

  await configure(ownService.data, { 'timestamp.url': '"demo"', 'timestamp.certificates': '""' });
  const healed = await Service.startAhead(ownService.data, '25h');
  await signIn(page, healed, await accountOf(healed, 'demo01'));
  await expect(async () => {
    await page.goto(`${healed.url}${path}`);
    await expect(page.locator('main a[href$="/view"]').first()).toBeVisible({ timeout: 1000 });
  }).toPass({ timeout: 30_000 });
  await healed.stop();
});

test('an application that fails for good says why, costs nothing, and can be made again @phone', async ({
  page,
  ownService,
}) => {
  await signIn(page, ownService, await accountOf(ownService, 'demo01'));
  await apply(page, ownService, `\u6f14\u793a${UNPRINTABLE}\u6709\u9650\u516c\u53f8`);
  const verdict = page.locator('main .verdict.is-failed');
  await expect(verdict).toBeVisible({ timeout: 20_000 });
  await expect(verdict.locator('h1')).toHaveText('\u52a0\u6ce8\u672a\u6210\u529f');
  expect((await verdict.locator('p').first().textContent())?.length, 'a reason').toBeGreaterThan(8);
  await expect(verdict.locator('.button')).toHaveCount(1);
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);

  // The one button leads to the form, and this is again the first of three.
  await verdict.locator('.button').click();
  await expect(page).toHaveURL(/\/apply$/);
  await page.locator('form[action$="/apply"] button.primary').click();
  await page.locator('form[action$="/apply"] button.primary').click();
  await expect(page.locator('main a[href$="/view"]').first()).toBeVisible({ timeout: 20_000 });
  await expect(page.locator('main .slot.used')).toHaveCount(1);
  await page.goto(`${ownService.url}/endorsements`);
  await expect(page.locator('main .chip.is-failed')).toHaveCount(1);
});
