// SPDX-License-Identifier: Apache-2.0
// Home, login, list, application and verdict, as a phone and as a desk see them: each of Lighthouse's
// four categories is to reach 95. usage: node pages.mjs PROGRAM
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import lighthouse from 'lighthouse';
import { chromium } from 'playwright-core';

const LEAST = 95;
const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'];
const WITHIN = 60_000; // ms until the service answers
// Both computed from the trace for a network and a processor that are always the same, so that the
// machine's load weighs less: Lighthouse's own slow phone, and its own desk.
const FORMS = {
  phone: { formFactor: 'mobile', throttlingMethod: 'simulate' },
  desk: {
    formFactor: 'desktop',
    throttlingMethod: 'simulate',
    throttling: {
      rttMs: 40,
      throughputKbps: 10 * 1024,
      cpuSlowdownMultiplier: 1,
      requestLatencyMs: 0,
      downloadThroughputKbps: 0,
      uploadThroughputKbps: 0,
    },
    screenEmulation: { mobile: false, width: 1350, height: 940, deviceScaleFactor: 1, disabled: false },
  },
};

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/** Ends it, if it has not ended by itself. */
async function end(service) {
  if (service.exitCode !== null || service.signalCode !== null) return;
  service.kill('SIGTERM');
  await once(service, 'exit');
}

/** Comes back when the service answers. */
async function untilItAnswers(service, url) {
  const deadline = Date.now() + WITHIN;
  for (;;) {
    if (service.exitCode !== null) throw new Error(`the service ended with ${service.exitCode}`);
    const answer = await fetch(url, { signal: AbortSignal.timeout(WITHIN) }).catch(() => undefined);
    if (answer?.ok) return;
    if (Date.now() > deadline) throw new Error(`the service does not answer within ${WITHIN} ms`);
    await new Promise((resolve) => setTimeout(resolve, 100)); // the pace of asking
  }
}

/** The service of a small demonstration, once it answers. */
async function serve(program, scratch) {
  const data = join(scratch, 'demo');
  const made = spawnSync(program, ['demo', '--small', '--data', data], { encoding: 'utf8', timeout: WITHIN });
  if (made.status !== 0) throw new Error(made.stderr || String(made.error ?? made.signal));
  const url = `http://127.0.0.1:${await freePort()}`;
  const service = spawn(program, ['serve', '--data', data, '--listen', url.slice(7)], { stdio: 'ignore' });
  try {
    await untilItAnswers(service, url);
  } catch (failure) {
    await end(service);
    throw failure;
  }
  return { service, url, accounts: made.stdout };
}

/** Logs in in the browser that Lighthouse will drive. @return pages behind the login, and the page of
 * a copy's code. */
async function holdersPages(context, url, accounts) {
  const [, name, password] = /^ +(demo02) +(\S+)/m.exec(accounts);
  const page = await context.newPage();
  await page.goto(`${url}/login`);
  await page.fill('[name=login_name]', name);
  await page.fill('[name=password]', password);
  await page.press('[name=password]', 'Enter');
  await page.waitForURL((address) => address.pathname === '/certificates');
  const links = await page.locator('a[href^="/certificates/"]').evaluateAll((all) => all.map((a) => a.getAttribute('href')));
  const endorse = links.find((link) => link.endsWith('/endorse'));
  await page.goto(url + endorse);
  const code = await page.locator('.copy-open .code').last().innerText();
  await page.goto(`${url}/verify`);
  await page.fill('[name=code]', code);
  await page.press('[name=code]', 'Enter');
  await page.waitForURL((address) => address.pathname.startsWith('/v/'));
  const verdict = new URL(page.url()).pathname;
  await page.close();
  return ['/certificates', endorse, endorse.replace(/endorse$/, 'apply'), verdict];
}

function judge(path, form, result) {
  const { categories, audits } = result.lhr;
  const scores = CATEGORIES.map((id) => [id, Math.round((categories[id].score ?? 0) * 100)]);
  console.log(`${form.padEnd(5)} ${scores.map(([id, score]) => `${id} ${score}`).join('  ')}  ${path}`);
  const low = scores.filter(([, score]) => score < LEAST);
  for (const [id] of low) {
    for (const { id: audit, weight } of categories[id].auditRefs) {
      const { score, title, displayValue } = audits[audit];
      if (weight > 0 && score !== null && score < 1) console.log(`      ${id}: ${title} ${displayValue ?? ''} (${score})`);
    }
  }
  return low.length === 0;
}

async function measureAll({ url, accounts }, scratch) {
  const port = await freePort();
  const context = await chromium.launchPersistentContext(join(scratch, 'profile'), {
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell',
    chromiumSandbox: process.getuid() !== 0,
    args: [`--remote-debugging-port=${port}`],
  });
  let isGood = true;
  const measure = async (path, wanted = path) => {
    for (const [form, settings] of Object.entries(FORMS)) {
      const result = await lighthouse(url + path, { port, disableStorageReset: true, onlyCategories: CATEGORIES, ...settings });
      const shown = new URL(result.lhr.finalDisplayedUrl).pathname;
      if (shown !== wanted) throw new Error(`${path} led to ${shown}`);
      isGood = judge(path, form, result) && isGood;
    }
  };
  try {
    for (const path of ['/', '/login', '/verify']) await measure(path); // before anybody logged in
    for (const path of await holdersPages(context, url, accounts)) await measure(path);
  } finally {
    await context.close();
  }
  return isGood;
}

async function look(program, scratch) {
  const served = await serve(program, scratch);
  try {
    return await measureAll(served, scratch);
  } finally {
    await end(served.service);
  }
}

const scratch = await mkdtemp(join(tmpdir(), 'yinxin-lighthouse-'));
try {
  if (!(await look(process.argv[2], scratch))) {
    console.error(`lighthouse: something is below ${LEAST}`);
    process.exitCode = 1;
  }
} finally {
  await rm(scratch, { recursive: true, force: true });
}
