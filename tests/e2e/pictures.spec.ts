// SPDX-License-Identifier: Apache-2.0
// Makes docs/pictures anew: YX_PICTURES=1 tests/e2e/run.sh build/release/yinxin pictures.spec.ts
import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { accountOf, signIn, test } from './fixtures';

// run.sh starts in tests/e2e.
const PICTURES = resolve('../../docs/pictures');

test('the pictures of the front page', async ({ page, ownService }) => {
  await signIn(page, ownService, await accountOf(ownService, 'demo02'));
  await page.screenshot({ path: join(PICTURES, 'list.png') });

  await page.locator('main a[href$="/endorse"]').first().click();
  const arriving = page.waitForEvent('download');
  await page.locator('main a[href$="/file"]').first().click();
  const file = await (await arriving).path();
  execFileSync('pdftoppm', ['-png', '-r', '90', '-singlefile', file, join(PICTURES, 'copy')]);
});
