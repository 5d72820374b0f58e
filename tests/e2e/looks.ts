// SPDX-License-Identifier: Apache-2.0
// Many pages in one visit: axe in both languages, and no sideways scrolling at 320 px, in large type
// (适老化) neither.
import { type Page, expect } from '@playwright/test';
import { axeFaults } from './fixtures';

const DESK = { width: 1280, height: 900 };
const SMALL_PHONE = { width: 320, height: 700 };
/** Pages that are there to say no. */
export type Visit = string | { path: string; status: number };

/** How much wider than the window the page is, and by what. */
async function sidewaysFaults(page: Page, type: 'normal' | 'large'): Promise<string[]> {
  return page.evaluate((wanted) => {
    const root = document.documentElement;
    // What the server does for ?type=large; a second visit would cost as much as the whole look.
    root.classList.toggle('large', wanted === 'large');
    const wide = root.scrollWidth > root.clientWidth;
    const reaches = (each: Element): boolean => each.getBoundingClientRect().right > root.clientWidth + 1;
    const parts = wide ? Array.from(document.querySelectorAll('body *')).filter(reaches) : [];
    const culprits = parts.slice(-3).map((each) => `${each.tagName}.${each.className}`).join(' ');
    return wide ? [`sideways in ${wanted} type: ${root.scrollWidth} at ${culprits}`] : [];
  }, type);
}

/** In Chinese at a desk, in English on a small phone in large type. */
async function faultsOf(page: Page, origin: string, visit: Visit, language: 'zh' | 'en'): Promise<string[]> {
  const { path, status } = typeof visit === 'string' ? { path: visit, status: 200 } : visit;
  await page.setViewportSize(DESK);
  const address = `${path}${path.includes('?') ? '&' : '?'}lang=${language}`;
  const answer = await page.goto(`${origin}${address}`);
  const faults: string[] = [];
  if (answer?.status() !== status) faults.push(`answered ${answer?.status()}`);
  // What sends somebody elsewhere was not looked at.
  if (new URL(page.url()).pathname !== path.split('?')[0]) faults.push(`went to ${page.url()}`);
  if ((await page.getByRole('heading', { level: 1 }).count()) !== 1) faults.push('not one h1');
  if (language === 'zh') faults.push(...await axeFaults(page));
  await page.setViewportSize(SMALL_PHONE);
  faults.push(...await sidewaysFaults(page, 'normal'), ...await sidewaysFaults(page, 'large'));
  // Colours are those of the Chinese page, and half of the time.
  if (language === 'en') faults.push(...await axeFaults(page, ['color-contrast']));
  return faults.map((fault) => `${address}: ${fault}`);
}

/** Looks at every page of the list, and says of all at once what is wrong. */
export async function expectGoodLooks(page: Page, origin: string, visits: readonly Visit[]): Promise<void> {
  const faults: string[] = [];
  for (const language of ['zh', 'en'] as const) {
    for (const visit of visits) faults.push(...await faultsOf(page, origin, visit, language));
  }
  await page.setViewportSize(DESK);
  expect(faults).toEqual([]);
}

/** The first link on a page that fits, without opening it in the window. */
export async function firstLink(page: Page, address: string, pattern: RegExp): Promise<string> {
  const text = await (await page.request.get(address)).text();
  const found = [...text.matchAll(/href="([^"]+)"/g)].map((each) => each[1]).find((each) => pattern.test(each));
  if (!found) throw new Error(`no link like ${pattern} on ${address}`);
  return found;
}
