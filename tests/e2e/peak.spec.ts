// SPDX-License-Identifier: Apache-2.0
// Somebody who comes while too many are there: he waits on a page, and gets in by himself.
import { Agent, get } from 'node:http';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, expectAccessible, expectNoSidewaysScroll, test } from './fixtures';
import { Service } from './service';

const CROWD = 60;
const TITLES = { zh: '现在来的人很多，请稍等', en: 'Many people are here now, please wait' };

/** A door at which one may wait. */
async function makeDoorSmall(data: string): Promise<void> {
  const path = join(data, 'yinxin.toml');
  const text = await readFile(path, 'utf8');
  const small = text
    .replace(/^threads = \d+$/m, 'threads = 1')
    .replace(/(\[admission\][^[]*\n)waiting = \d+$/m, '$1waiting = 1');
  expect(small).not.toBe(text);
  await writeFile(path, small);
}

/** Asks for a page on many lines until told to stop; from the address of the browser under test. */
function crowdAt(url: string): () => void {
  const agent = new Agent({ keepAlive: true, maxSockets: CROWD });
  let goesOn = true;
  const ask = (): void => {
    get(url, { agent }, (answer) => {
      answer.resume();
      answer.on('end', () => goesOn && ask());
    }).on('error', () => goesOn && ask());
  };
  for (let i = 0; i < CROWD; i += 1) ask();
  return () => {
    goesOn = false;
    agent.destroy();
  };
}

for (const [language, also] of [
  ['zh', '@phone'],
  ['en', '@without-script'],
] as const) {
  test(`who comes in a crowd waits on a page and gets in by himself (${language}) ${also}`, async ({
    page,
    ownService,
    javaScriptEnabled,
  }) => {
    await ownService.stop();
    await makeDoorSmall(ownService.data);
    const service = await Service.start(ownService.data);
    const address = `${service.url}/verify?lang=${language}`;
    await page.goto(address);
    await expect(page.locator('h1')).not.toHaveText(TITLES[language]);

    const disperse = crowdAt(`${service.url}/verify`);
    let left = false;
    try {
      await expect(async () => {
        const answer = await page.goto(address);
        expect(answer?.status()).toBe(503);
        expect(Number(answer?.headers()['retry-after'])).toBeGreaterThanOrEqual(4);
      }).toPass({ timeout: 30_000 });
      await expect(page.locator('h1')).toHaveText(TITLES[language]);
      await expect(page.locator('html')).toHaveAttribute('lang', language === 'en' ? 'en' : 'zh-CN');
      await expect(page.locator('main [role=status]')).toBeVisible();
      expect((await page.context().cookies()).map((cookie) => cookie.name)).toContain('place');
      const operators = await page.request.get(`${service.operations}/readyz`);
      expect(operators.status()).toBe(200);
      if (javaScriptEnabled) {
        await expectAccessible(page);
        await expectNoSidewaysScroll(page);
      }
      disperse();
      left = true;
      // Nothing is clicked: the page asks again by itself, and the place is given back.
      await expect(page.locator('h1')).not.toHaveText(TITLES[language], { timeout: 45_000 });
      await expect(page.locator('form:has(#file)')).toBeVisible();
      expect((await page.context().cookies()).map((cookie) => cookie.name)).not.toContain('place');
    } finally {
      if (!left) disperse();
      await service.stop();
    }
  });
}
