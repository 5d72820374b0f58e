// SPDX-License-Identifier: Apache-2.0
// People of the demonstration's office, as the browser tests need them.
import { type Page, expect } from '@playwright/test';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Service } from './service';

export async function passwordOf(service: Service, loginName: string): Promise<string> {
  const text = await readFile(join(service.data, 'demo-staff.toml'), 'utf8');
  const table = text.split('[[staff]]').find((each) => each.includes(`login_name = "${loginName}"`));
  const password = /\bpassword = "([^"]+)"/.exec(table ?? '');
  if (!password) throw new Error(`nobody of the office is called ${loginName}`);
  return password[1];
}

/** User name and password; ends on the page for the second factor. */
export async function showPassword(page: Page, service: Service, loginName: string, base = service.url):
Promise<void> {
  await page.goto(`${base}/office/login`);
  await page.locator('#login_name').fill(loginName);
  await page.locator('#password').fill(await passwordOf(service, loginName));
  await page.locator('#form button.primary').click();
  await expect(page).toHaveURL(/\/office\/login\/code/);
}

/** Enters the code the demonstration shows; where this one was used up, waits for the next. */
export async function enterShownCode(page: Page): Promise<void> {
  const shown = page.locator('p.quiet .code');
  await expect(async () => {
    if ((await shown.count()) === 0) await page.reload();
    await expect(shown.first()).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 45_000, intervals: [1000] });
  await page.locator('#code').fill(await shown.first().innerText());
  await page.locator('#form button.primary').click();
}

/** Both factors; ends on the overview. */
export async function logInStaff(page: Page, service: Service, loginName: string, base = service.url):
Promise<void> {
  await showPassword(page, service, loginName, base);
  await enterShownCode(page);
  await expect(page).toHaveURL(/\/office$/);
}

/** Opens the first waiting proposal of a kind, in its Chinese words, and approves it. */
export async function approveFirst(page: Page, service: Service, kind: string): Promise<void> {
  await page.goto(`${service.url}/office/proposals`);
  await page.locator('main table a', { hasText: kind }).first().click();
  await page.locator('#form button[value="approve"]').click();
  await expect(page.locator('.flash')).toContainText('已批准');
}

/** Lets the second factor of everybody be an hour ago, as if the morning had passed. */
export async function letAnHourPass(service: Service): Promise<void> {
  await promisify(execFile)('python3', ['-c',
    'import sqlite3, sys\n'
    + 'database = sqlite3.connect(sys.argv[1], timeout=30)\n'
    + 'with database: database.execute("UPDATE staff_session SET confirmed_at = confirmed_at - 3600")\n',
    join(service.data, 'yinxin.sqlite')]);
}
