// SPDX-License-Identifier: Apache-2.0
// What every spec imports instead of @playwright/test.
import AxeBuilder from '@axe-core/playwright';
import { type Page, expect, test as base } from '@playwright/test';

type Language = 'zh' | 'en';
export const languages: Language[] = ['zh', 'en'];

interface Fixtures {
  /** Fails the test afterwards if a page threw, logged an error, or asked for something missing. */
  quietPage: Page;
}

export const test = base.extend<Fixtures>({
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
});

/** Opens a path of the service in one language. */
export async function open(page: Page, path: string, language: Language = 'zh'): Promise<void> {
  const answer = await page.goto(`${path}${path.includes('?') ? '&' : '?'}lang=${language}`);
  expect(answer?.status(), `${path} answers`).toBe(200);
}

/** No serious or critical fault by axe's rules for WCAG 2.2 AA. Needs script in the browser. */
export async function expectAccessible(page: Page): Promise<void> {
  const report = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  const grave = report.violations
    .filter((found) => found.impact === 'serious' || found.impact === 'critical')
    .map((found) => `${found.id}: ${found.help} at ${found.nodes.map((n) => n.target).join(' ')}`);
  expect(grave, `axe on ${page.url()}`).toEqual([]);
}

/** Nothing makes a phone scroll sideways. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const [content, window] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ]);
  expect(content, `width of ${page.url()}`).toBeLessThanOrEqual(window);
}

export { expect };
