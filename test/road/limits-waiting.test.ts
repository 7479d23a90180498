import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { expectSoundWallet, rowsOnceThereAre, until } from '../support/road/ledger.ts';
import { codeOf, countStatuses, createLimitedKey } from '../support/road/limited-keys.ts';

describe('requests that wait for their turn', () => {
  let gateway: TestGateway;
  beforeEach(async () => {
    gateway = await startTestGateway();
    gateway.simulator.setPace({ first_chunk_ms: 400 });
  });
  afterEach(() => gateway.close());

  const upstreamHas = (count: number) =>
    until(`${count} requests are upstream`, () => gateway.simulator.requests().length === count);

  it('are served one after another, never more at once than the key allows; more than the line holds are refused', async () => {
    const key = await createLimitedKey(gateway, { limits: { concurrency: 2, queue_limit: 4 } });
    const beganMs = performance.now();
    const heard = await Promise.all(
      Array.from({ length: 20 }, (_, at) => key.chat({ stream: at % 2 === 0 })),
    );
    // Six on two places take three times as long as one.
    expect(performance.now() - beganMs).toBeGreaterThan(3 * 400);
    expect(countStatuses(heard)).toEqual({ 200: 6, 429: 14 });
    const refused = heard.filter(({ status }) => status === 429);
    expect(new Set(refused.map(codeOf))).toEqual(new Set(['queue_full']));
    expect(refused.every(({ headers }) => Number(headers['retry-after']) >= 1)).toBe(true);
    await expectSoundWallet(gateway, await rowsOnceThereAre(gateway, 20));
  });

  it('leave the line with their client, and are recorded as refused and not charged', async () => {
    const key = await createLimitedKey(gateway, { limits: { concurrency: 1, queue_limit: 2 } });
    const running = key.chat();
    await upstreamHas(1);
    const left = key.chat({}, { leavesAt: () => true });
    const stays = key.chat();
    await left;
    const third = key.chat();
    expect([(await running).status, (await stays).status, (await third).status]).toEqual([200, 200, 200]);
    const rows = await rowsOnceThereAre(gateway, 4);
    const [gone] = rows.filter(({ client_gone }) => client_gone);
    expect(gone).toMatchObject({
      state: 'refused',
      status: 499,
      error_code: 'client_gone',
      charge: { amount: '0' },
    });
    expect(gateway.simulator.requests()).toHaveLength(3);
    await expectSoundWallet(gateway, rows);
  });

  it('are judged anew by what became of their key meanwhile', async () => {
    const limits = { concurrency: 1, queue_limit: 5 };
    const [disabled, tightened] = [
      await createLimitedKey(gateway, { limits }),
      await createLimitedKey(gateway, { limits }),
    ];
    const running = [disabled.chat(), tightened.chat()];
    await upstreamHas(2);
    const waiting = [disabled.chat(), tightened.chat()];
    await disabled.change({ status: 'inactive' });
    await tightened.change({ spend_windows: { '5h': '0.000000001' } });
    const [first, second, asDisabled, asTightened] = await Promise.all([...running, ...waiting]);
    expect([first?.status, second?.status]).toEqual([200, 200]);
    expect([asDisabled?.status, asTightened?.status]).toEqual([401, 402]);
    expect(gateway.simulator.requests()).toHaveLength(2);
    await expectSoundWallet(gateway, await rowsOnceThereAre(gateway, 4));
  });

  it('go on when their key changes in a way that does not concern them', async () => {
    const key = await createLimitedKey(gateway, { limits: { concurrency: 1, queue_limit: 5 } });
    const asked = [key.chat(), key.chat(), key.chat()];
    await upstreamHas(1);
    await key.change({ limits: { rpm: 100 } });
    expect((await Promise.all(asked)).map(({ status }) => status)).toEqual([200, 200, 200]);
  });

  it('are let through together when the limit is raised and someone else comes', async () => {
    const key = await createLimitedKey(gateway, { limits: { concurrency: 1, queue_limit: 5 } });
    gateway.simulator.setPace({ first_chunk_ms: 1_500 });
    const asked = [key.chat(), key.chat(), key.chat()];
    await upstreamHas(1);
    await key.change({ limits: { concurrency: 4 } });
    asked.push(key.chat());
    await upstreamHas(4);
    expect((await Promise.all(asked)).map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  });
});
