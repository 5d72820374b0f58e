// SPDX-License-Identifier: Apache-2.0
// What every spec imports instead of @playwright/test.
import { type Page, expect, test as base } from '@playwright/test';
import type { Result } from 'axe-core';
import { readFileSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Account, Service, readAccounts } from './service';

type Language = 'zh' | 'en';
/** 核验码, as it stands on a copy. */
export const CHECK_CODE = /[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}/;
export const languages: Language[] = ['zh', 'en'];

interface Fixtures {
  /** Fails the test afterwards if a page threw, logged an error, or asked for something missing. */
  quietPage: Page;
  /** A service of this test alone, on a fresh copy of the demonstration. Use absolute addresses. */
  ownService: Service;
}

interface WorkerFixtures {
  /** Where tests take services of their own from. */
  services: Services;
}

/** A service on a fresh copy of the demonstration, and the folder it goes away with. */
interface Own {
  service: Service;
  scratch: string;
}

async function startOwn(): Promise<Own> {
  const scratch = await mkdtemp(join(tmpdir(), 'yinxin-e2e-own-'));
  const data = join(scratch, 'demo');
  await cp(process.env.YX_UNTOUCHED ?? '', data, { recursive: true });
  return { service: await Service.start(data), scratch };
}

/** While one test runs the service of the next one starts and the one of the last one ends: nobody waits. */
class Services {
  private spare: Promise<Own> | undefined;
  private readonly ending: Promise<unknown>[] = [];

  async take(): Promise<Own> {
    const own = this.spare ?? startOwn();
    this.spare = undefined;
    const taken = await own;
    this.spare = startOwn();
    // Whoever takes it is told; until then a failure is nobody's.
    this.spare.catch(() => {});
    return taken;
  }

  giveBack({ service, scratch }: Own): void {
    const ended = service.stop().then(() => rm(scratch, { recursive: true, force: true }));
    ended.catch(() => {});
    this.ending.push(ended);
  }

  async close(): Promise<void> {
    if (this.spare) this.giveBack(await this.spare);
    await Promise.all(this.ending);
  }
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  services: [async ({}, use) => {
    const services = new Services();
    await use(services);
    await services.close();
  }, { scope: 'worker' }],
  quietPage: async ({ page }, use) => {
    const noise: string[] = [];
    page.on('pageerror', (error) => noise.push(`threw ${error.message}`));
    page.on('console', (line) => {
      if (line.type() === 'error') noise.push(`console: ${line.text()}`);
    });
    page.on('requestfailed', (request) => {
      const reason = request.failure()?.errorText ?? '';
      // Leaving a page or taking a download ends its requests; that is nobody's fault.
      if (!reason.includes('ERR_ABORTED')) noise.push(`${request.url()} failed: ${reason}`);
    });
    await use(page);
    expect(noise).toEqual([]);
  },
  ownService: async ({ services }, use, testInfo) => {
    const own = await services.take();
    await use(own.service);
    if (testInfo.status !== testInfo.expectedStatus) {
      await testInfo.attach('service', { body: own.service.output(), contentType: 'text/plain' });
    }
    services.giveBack(own);
  },
});

/** One of the printed accounts, `demo01` and so on. */
export async function accountOf(service: Service, loginName: string): Promise<Account> {
  const found = (await readAccounts(service.data)).find((each) => each.loginName === loginName);
  if (!found) throw new Error(`there is no account ${loginName}`);
  return found;
}

/** What a verifier knows of a certificate. */
export interface Asked {
  name: string;
  idNumber: string;
  managementNumber: string;
}

/** The person whose number and management number the demonstration prints. */
export async function printedPerson(service: Service): Promise<Asked> {
  const waiting = (await readAccounts(service.data)).find((each) => each.loginName === '');
  const printed = /number (\d{17}[\dX]), .*number (\d+)/.exec(waiting?.shows ?? '');
  if (!waiting || !printed) throw new Error('no printed person');
  return { name: waiting.name, idNumber: printed[1], managementNumber: printed[2] };
}

/** The newest code that the demonstration's message page shows for a mobile. */
export async function newestCode(page: Page, service: Service, mobile: string): Promise<string> {
  const answer = await page.request.get(`${service.url}/demo/messages`);
  // Newest first; a message is one list item with its mobile and its text.
  const messages = (await answer.text()).split('<li class="panel">').slice(1);
  // Others may have come after it: what is told of without asking has no code.
  const code = messages
    .filter((each) => each.includes(`>${mobile}<`))
    .map((each) => /\D(\d{6})\D/.exec(each.split('</p>')[1] ?? ''))
    .find((found) => found !== null);
  if (!code) throw new Error(`no message with a code for ${mobile}`);
  return code[1];
}

/** Enters the newest code of a mobile on the page that asks for one. */
export async function enterCode(page: Page, service: Service, mobile: string): Promise<void> {
  await page.locator('#code').fill(await newestCode(page, service, mobile));
  await page.locator('#form button.primary').click();
}

/** Gives user name and password and nothing else. */
export async function logIn(page: Page, service: Service, account: Account): Promise<void> {
  await page.goto(`${service.url}/login`);
  await page.locator('#login_name').fill(account.loginName);
  await page.locator('#password').fill(account.password);
  await page.locator('form[action="/login"] button.primary').click();
}

/** Logs in and agrees to the notice if it is asked for; ends on the certificate list. */
export async function signIn(page: Page, service: Service, account: Account): Promise<void> {
  await logIn(page, service, account);
  if (new URL(page.url()).pathname === '/notice') {
    await page.locator('form[action="/notice"] button.primary').click();
    await page.goto(`${service.url}/certificates`);
  }
  await expect(page).toHaveURL(/\/certificates$/);
}

/** Opens the page of a certificate that has a copy in its time; comes back with that copy's path. */
export async function openCurrentCopy(page: Page, service: Service): Promise<string> {
  await signIn(page, service, await accountOf(service, 'demo02'));
  let copy = '';
  // The demonstration's waiting copies are pressed in the background after the start; a card leads
  // to its application until then.
  await expect(async () => {
    await page.goto(`${service.url}/certificates`);
    const cards = page.locator('main .card a[href$="/endorse"]');
    const addresses = await cards.evaluateAll((all) => all.map((each) => each.getAttribute('href')));
    for (const address of addresses) {
      await page.goto(`${service.url}${address}`);
      const view = page.locator('main a[href$="/view"]').first();
      if ((await view.count()) === 0) continue;
      copy = ((await view.getAttribute('href')) ?? '').replace(/\/view$/, '');
      return;
    }
    throw new Error('demo02 has no copy in its time yet');
  }).toPass({ timeout: 20_000 });
  return copy;
}

/** Opens a path of the service in one language. */
export async function open(page: Page, path: string, language: Language = 'zh'): Promise<void> {
  const answer = await page.goto(`${path}${path.includes('?') ? '&' : '?'}lang=${language}`);
  expect(answer?.status(), `${path} answers`).toBe(200);
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const AXE_TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

interface AxeWindow {
  axe?: { run(where: Document, how: object): Promise<{ violations: Result[] }> };
}

/**
 * Serious and critical faults by axe's rules for WCAG 2.2 AA. Needs script in the browser.
 * @param without rules that another look at the same page has answered already
 */
export async function axeFaults(page: Page, without: string[] = []): Promise<string[]> {
  // Run in the page itself: AxeBuilder puts its half a megabyte into every frame, several times over,
  // and takes twice as long; no frame of ours holds a page.
  const violations = await page.evaluate(async ({ source, tags, left }) => {
    const here = window as AxeWindow;
    if (!here.axe) new Function(source).call(window);
    const rules = Object.fromEntries(left.map((rule) => [rule, { enabled: false }]));
    const report = await here.axe?.run(document, { resultTypes: ['violations'], runOnly: tags, rules });
    if (!report) throw new Error('no axe');
    return report.violations.map(({ id, help, impact, nodes }) =>
      ({ id, help, impact, where: nodes.map((node) => node.target.join(' ')).join(', ') }));
  }, { source: AXE, tags: AXE_TAGS, left: without });
  return violations
    .filter((found) => found.impact === 'serious' || found.impact === 'critical')
    .map((found) => `${found.id}: ${found.help} at ${found.where}`);
}

export async function expectAccessible(page: Page): Promise<void> {
  expect(await axeFaults(page), `axe on ${page.url()}`).toEqual([]);
}

/** Nothing makes a phone scroll sideways. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const [content, window] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ]);
  expect(content, `width of ${page.url()}`).toBeLessThanOrEqual(window);
}

/** Accessible, and as wide as its window. Both are measured by script in the page. */
export async function expectGoodLook(page: Page, hasScript: boolean): Promise<void> {
  if (!hasScript) return;
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
}

export { expect };
