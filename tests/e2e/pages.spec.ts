// SPDX-License-Identifier: Apache-2.0
// Every page of docs/pages.md that no other spec looks at in both languages, in large type and on a
// small phone; those that only a step of a way leads to are looked at on that way.
import { accountOf, enterCode, expect, logIn, openCurrentCopy, signIn, test } from './fixtures';
import { type Visit, expectGoodLooks, firstLink } from './looks';

const FOR_ALL: Visit[] = [
  '/', '/verify', '/scope', '/progress', '/faq', '/login', '/register', '/register/verifier', '/privacy',
  '/recover', '/recover/name', '/recover/password', '/recover/mobile', '/recover/object',
  '/recover/office', '/recover/office/state', '/agent', '/api/v1/docs', '/demo', '/demo/messages',
  { path: '/nowhere', status: 404 }, { path: '/v/AAAAAAAAAAAAAAAAAAAAAA', status: 404 },
  { path: '/verify/results/AAAAAAAAAAAAAAAAAAAAAA', status: 404 },
];

test('pages for everybody', async ({ page, ownService }) => {
  test.slow();
  const announcement = await firstLink(page, `${ownService.url}/`, /^\/announcements\/[\w-]+$/);
  await expectGoodLooks(page, ownService.url, [...FOR_ALL, announcement]);
  // Large type is asked for once and stays.
  await page.goto(`${ownService.url}/faq?type=large`);
  await page.goto(`${ownService.url}/login`);
  await expect(page.locator('html')).toHaveClass(/large/);
});

test('pages of a holder', async ({ page, ownService }) => {
  test.slow();
  const { url } = ownService;
  const copy = await openCurrentCopy(page, ownService);
  const line = /\/certificates\/\d+/.exec(page.url())?.[0] ?? '';
  await page.goto(`${url}/account/confirm?next=/account/security`);
  await page.locator('#form button.primary').click();
  await enterCode(page, ownService, (await accountOf(ownService, 'demo02')).mobile);
  await expectGoodLooks(page, url, [
    '/certificates', line, `${line}/endorse`, `${line}/apply`, `${line}/authorise`, `${line}/doubt`,
    '/endorsements', `${copy}/view`, `${copy}/handover`, `${copy}/withdraw`,
    '/checks', '/account', '/account/password', '/account/notifications', '/account/mobile',
    '/account/data', '/account/close', '/account/security', '/account/security/totp',
    '/account/confirm', '/query', '/bulk', '/organisations', '/authorised-use', '/notice',
    { path: '/certificates/4711', status: 404 },
  ]);
});

test('pages of people in other situations', async ({ page, ownService }) => {
  test.slow();
  // Not bound, corrected, a new notice to agree to, every status, no application left.
  for (const [who, paths] of [
    ['demo11', ['/certificates', '/bind', '/bind/person', '/bind/office']],
    ['demo08', ['/certificates', '/rebind']],
    ['demo12', ['/notice']],
    ['demo05', ['/certificates']],
    ['demo03', ['/certificates']],
  ] as const) {
    await page.context().clearCookies();
    await (who === 'demo12' ? logIn : signIn)(page, ownService, await accountOf(ownService, who));
    await expectGoodLooks(page, ownService.url, paths);
  }
});
