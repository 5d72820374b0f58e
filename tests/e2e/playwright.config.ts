// SPDX-License-Identifier: Apache-2.0
import { defineConfig, devices } from '@playwright/test';

const isRoot = process.getuid?.() === 0;
const phone = devices['iPhone 13'];

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  // Writes into docs; only when asked for.
  testIgnore: process.env.YX_PICTURES ? [] : ['pictures.spec.ts'],
  globalSetup: './global_setup.ts',
  outputDir: 'test-results',
  // Each test that changes something has a service of its own; more than two make each other late.
  workers: 2,
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: 'line',
  use: {
    baseURL: process.env.YX_URL,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    screenshot: 'only-on-failure',
    // Records every step of every test, so only when one is looked into.
    trace: process.env.YX_TRACE ? 'retain-on-failure' : 'off',
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell',
      chromiumSandbox: !isRoot,
      args: [
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-dev-shm-usage',
        // Whatever a page might load from elsewhere must fail, here as on an isolated network.
        '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
      ],
    },
  },
  projects: [
    { name: 'desktop', use: { viewport: { width: 1280, height: 900 } } },
    {
      name: 'phone',
      grep: /@phone/,
      use: {
        viewport: phone.viewport,
        userAgent: phone.userAgent,
        deviceScaleFactor: 2,
        hasTouch: true,
        isMobile: true,
      },
    },
    { name: 'without-script', grep: /@without-script/, use: { javaScriptEnabled: false } },
  ],
});
