// SPDX-License-Identifier: Apache-2.0
// One demonstration and one service for all tests of a run; a test that kills or restarts a
// service starts its own (service.ts).
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Service, makeDemonstration } from './service';

export default async function globalSetup(): Promise<() => Promise<void>> {
  const scratch = await mkdtemp(join(tmpdir(), 'yinxin-e2e-'));
  const data = join(scratch, 'demo');
  await makeDemonstration(data);
  const service = await Service.start(data);
  process.env.YX_URL = service.url;
  process.env.YX_DATA = data;
  return async () => {
    const code = await service.stop();
    await rm(scratch, { recursive: true, force: true });
    if (code !== 0) throw new Error(`the service ended with ${code}\n${service.output()}`);
  };
}
