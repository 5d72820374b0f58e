// SPDX-License-Identifier: Apache-2.0
// How somebody comes to an account and to certificates in it.
import { type Page, expect } from '@playwright/test';
import { enterCode } from './fixtures';
import { type Service, readAccounts } from './service';

/** What the form of registration asks for, by the names of its fields. */
export interface Registration {
  id_number: string;
  name: string;
  mobile: string;
  login_name: string;
  password: string;
}

export const PASSWORD = 'seven quiet herons on the ice';

/** The person whom the demonstration offers for registration. */
export async function newcomer(service: Service): Promise<Registration & { managementNumber: string }> {
  const person = (await readAccounts(service.data)).find((each) => each.loginName === '');
  const printed = /(\d{17}[\dX]).*management number (\w+)/.exec(person?.shows ?? '');
  if (!person || !printed) throw new Error('nobody waits to be registered');
  return {
    id_number: printed[1],
    name: person.name,
    mobile: person.mobile,
    login_name: 'first.visit',
    password: PASSWORD,
    managementNumber: printed[2],
  };
}

export async function register(page: Page, service: Service, typed: Registration): Promise<void> {
  await page.goto(`${service.url}/register`);
  await page.locator('#id_type').selectOption('resident_identity_card');
  for (const [field, value] of Object.entries(typed)) await page.locator(`#${field}`).fill(value);
  await page.locator('form[action="/register"] button.primary').click();
}

export async function agree(page: Page): Promise<void> {
  await expect(page).toHaveURL(/\/notice$/);
  await page.locator('form[action="/notice"] button.primary').click();
}

/** From the registration to the list with the certificate of a management number in it. */
export async function registerAndBind(page: Page, service: Service, typed: Registration,
  managementNumber: string): Promise<void> {
  await register(page, service, typed);
  await enterCode(page, service, typed.mobile);
  await agree(page);
  await page.goto(`${service.url}/bind`);
  await page.locator('#management_number').fill(managementNumber);
  await page.locator('form[action="/bind"] button.primary').click();
  await expect(page).toHaveURL(/\/bind\/confirm$/);
  await enterCode(page, service, typed.mobile);
  await expect(page).toHaveURL(/\/certificates$/);
}
