import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GatewayProcess, startGatewayProcess } from '../support/gateway-process.ts';
import { codeOf, createLimitedKey, type LimitedKey, measureChat, usd } from '../support/road/limited-keys.ts';

describe('what was spent before', () => {
  let gateway: GatewayProcess;
  let holdNano = 0;
  let costNano = 0;
  beforeAll(async () => {
    gateway = await startGatewayProcess();
    ({ holdNano, costNano } = await measureChat(gateway));
  });
  afterAll(() => gateway.close());

  /** Room for one hold after so many requests, and not for one nano-dollar more. */
  const roomAfter = (requests: number): string => usd(requests * costNano + holdNano);

  async function spend(key: LimitedKey, requests: number): Promise<void> {
    for (let at = 0; at < requests; at += 1) {
      expect((await key.chat()).status).toBe(200);
    }
  }

  async function expectReached(key: LimitedKey, code: string): Promise<void> {
    const refused = await key.chat();
    expect([refused.status, codeOf(refused)]).toEqual([402, code]);
  }

  it('counts in a window that a key gets later, and after the process was killed (F38)', async () => {
    const key = await createLimitedKey(gateway, {});
    await spend(key, 3);
    await key.change({ spend_windows: { '7d': roomAfter(3) } });
    await spend(key, 1);
    await expectReached(key, 'spend_window_exceeded');
    await gateway.kill('SIGKILL');
    await gateway.restart();
    await expectReached(key, 'spend_window_exceeded');
    await key.change({ spend_windows: { '7d': roomAfter(4) } });
    await spend(key, 1);
    await expectReached(key, 'spend_window_exceeded');
  });

  it('counts in the budget that a project gets later, over all its keys, and after the process was killed', async () => {
    const body = { name: 'Budgeted' };
    const project = await gateway.manage<{ id: string }>('POST', '/projects', body);
    const keys = await Promise.all([1, 2].map(() => createLimitedKey(gateway, { project: 'Budgeted' })));
    const [first, second] = keys;
    if (first === undefined || second === undefined) {
      throw new Error('there are no keys');
    }
    await spend(first, 2);
    await spend(second, 1);
    const path = `/projects/${project.body.id}`;
    expect((await gateway.manage('PATCH', path, { monthly_budget: roomAfter(3) })).status).toBe(200);
    await spend(first, 1);
    await expectReached(second, 'project_budget_exceeded');
    await gateway.kill('SIGKILL');
    await gateway.restart();
    await expectReached(first, 'project_budget_exceeded');
    expect((await gateway.manage('PATCH', path, { monthly_budget: null })).status).toBe(200);
    await spend(second, 1);
  });
});
