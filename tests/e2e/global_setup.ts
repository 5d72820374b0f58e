// SPDX-License-Identifier: Apache-2.0
// One demonstration and one service for all tests of a run; a test that changes much, or kills and
// restarts, takes `ownService` (fixtures.ts), which serves a copy of the untouched demonstration.
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Service, makeDemonstration } from './service';

export default async function globalSetup(): Promise<() => Promise<void>> {
  const scratch = await mkdtemp(join(tmpdir(), 'yinxin-e2e-'));
  const data = join(scratch, 'demo');
  await makeDemonstration(data);
  const untouched = join(scratch, 'untouched');
  await cp(data, untouched, { recursive: true });
  const service = await Service.start(data);
  process.env.YX_UNTOUCHED = untouched;
  process.env.YX_URL = service.url;
  process.env.YX_DATA = data;
  return async () => {
    const code = await service.stop();
    await rm(scratch, { recursive: true, force: true });
    if (code !== 0) throw new Error(`the service ended with ${code}\n${service.output()}`);
  };
}
