// SPDX-License-Identifier: Apache-2.0
// The program under test, started as a person starts it: a demonstration, then `serve`.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';

const SECONDS = 1000;
const READY_WITHIN = 60 * SECONDS;
const STOPPED_WITHIN = 30 * SECONDS;

export function programPath(): string {
  const path = process.env.YX_PROGRAM;
  if (!path) throw new Error('YX_PROGRAM is not set: start the tests with tests/e2e/run.sh');
  return path;
}

/** Makes a small demonstration in a folder that does not exist yet. */
export async function makeDemonstration(data: string): Promise<string> {
  const suite = process.env.YX_TEST_SUITE === 'national' ? ['--gm'] : [];
  const made = ['demo', '--data', data, '--small', ...suite];
  const done = await promisify(execFile)(programPath(), made);
  return done.stdout;
}

export interface Account {
  /** Empty, like the password, for the person who waits to be registered. */
  loginName: string;
  password: string;
  name: string;
  mobile: string;
  /** What this account is there to show, in English. */
  shows: string;
}

/** The printed accounts of a demonstration, in their order. */
export async function readAccounts(data: string): Promise<Account[]> {
  const text = await readFile(join(data, 'demo-accounts.toml'), 'utf8');
  const quoted = '("(?:[^"\\\\]|\\\\.)*")';
  const value = (table: string, key: string): string => {
    const found = new RegExp(`\\b${key} = ${quoted}`).exec(table);
    if (!found) throw new Error(`an account without ${key}`);
    return JSON.parse(found[1]) as string;
  };
  return text.split('[[accounts]]').slice(1).map((table) => ({
    loginName: value(table, 'login_name'),
    password: value(table, 'password'),
    name: value(table, 'name'),
    mobile: value(table, 'mobile'),
    shows: value(table, 'en'),
  }));
}

/** Ports nobody listens on at this moment, each another one. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  // All are held until all are known; one given back could be handed out again at once.
  for (const server of servers) {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  }
  const addresses = servers.map((server) => server.address());
  for (const server of servers) await new Promise((resolve) => server.close(resolve));
  return addresses.map((address) => {
    if (address === null || typeof address === 'string') throw new Error('no port');
    return address.port;
  });
}

export class Service {
  private readonly log: string[] = [];
  private ended: Promise<number | null>;

  private constructor(
    readonly url: string,
    readonly data: string,
    /** Where operators look: /healthz, /readyz, /metrics. */
    readonly operations: string,
    private readonly process: ChildProcess,
  ) {
    this.ended = new Promise((resolve) => process.on('exit', (code) => resolve(code)));
    process.stdout?.on('data', (text) => this.log.push(String(text)));
    process.stderr?.on('data', (text) => this.log.push(String(text)));
  }

  /** Serves a data directory and comes back when /readyz says 200. */
  static async start(data: string): Promise<Service> {
    return Service.launch(data, {});
  }

  /** The same with the program's wall clock ahead by, say, "25h". */
  static async startAhead(data: string, ahead: string): Promise<Service> {
    return Service.launch(data, {
      // The loader puts the machine's library folder in place of $LIB.
      LD_PRELOAD: '/usr/$LIB/faketime/libfaketimeMT.so.1',
      FAKETIME: `+${ahead}`,
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    });
  }

  private static async launch(data: string, environment: NodeJS.ProcessEnv): Promise<Service> {
    const [port, metrics] = await freePorts(2);
    const url = `http://127.0.0.1:${port}`;
    const child = spawn(
      programPath(),
      ['serve', '--data', data, '--listen', `127.0.0.1:${port}`, '--metrics',
        `127.0.0.1:${metrics}`, '--public-url', url],
      { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...environment } },
    );
    const service = new Service(url, data, `http://127.0.0.1:${metrics}`, child);
    await service.untilReady();
    return service;
  }

  /** What the program has printed so far, for the message of a failed test. */
  output(): string {
    return this.log.join('').slice(-8000);
  }

  /** The process whose children read strangers' files. */
  async reader(): Promise<number> {
    const { pid } = this.process;
    const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
    for (const child of children.trim().split(' ')) {
      const command = await readFile(`/proc/${child}/cmdline`, 'utf8');
      if (command.split('\0')[1] === 'reader') return Number(child);
    }
    throw new Error('no reading process');
  }

  /** Asks politely; a service that does not drain in time is a failure of its own. */
  async stop(): Promise<number | null> {
    if (this.process.exitCode !== null) return this.process.exitCode;
    this.process.kill('SIGTERM');
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(() => resolve('late'), STOPPED_WITHIN);
    });
    const end = await Promise.race([this.ended, late]);
    clearTimeout(timer);
    if (end !== 'late') return end;
    await this.kill();
    throw new Error(`the service did not stop within ${STOPPED_WITHIN} ms\n${this.output()}`);
  }

  /** As a power cut does. */
  async kill(): Promise<void> {
    this.process.kill('SIGKILL');
    await this.ended;
  }

  private async untilReady(): Promise<void> {
    const deadline = Date.now() + READY_WITHIN;
    while (Date.now() < deadline) {
      if (this.process.exitCode !== null || this.process.signalCode !== null) {
        throw new Error(`the service ended before it was ready\n${this.output()}`);
      }
      const answer = await fetch(`${this.operations}/readyz`).catch(() => null);
      if (answer?.status === 200) return;
      // Asked again soon: the condition is the answer, this is only the pace of asking.
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await this.kill();
    throw new Error(`the service was not ready within ${READY_WITHIN} ms\n${this.output()}`);
  }
}
