import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { BillEntry } from '../../simulator/bill.ts';
import type { TestGateway } from '../support/gateway.ts';
import { ask } from '../support/road/ask.ts';
import { FIRST_CREDENTIALS, startFailoverGateway } from '../support/road/failover-gateway.ts';
import { type LedgerRow, until } from '../support/road/ledger.ts';
import { ROAD_DIALECTS } from '../support/road/road-dialects.ts';
import { type Answered, expectCalm, expectRightAnswers, isSuccess } from './check-calm.ts';
import { TROUBLES, type Trouble } from './troubles.ts';

/** Each dialect streaming and whole, so often. */
const ROUNDS = 3;
/** More than this many tokens no answer of these tests has. */
const MOST_OUTPUT_TOKENS = 200;

let gateway: TestGateway;
let requestsBefore = 0;

beforeAll(async () => {
  gateway = await startFailoverGateway();
});

afterAll(() => gateway.close());

beforeEach(async () => {
  gateway.simulator.reset();
  await forgetHealth();
});

describe.each(TROUBLES)('under load, an upstream with $name', (trouble) => {
  it('leaves every client with an answer, every counter at rest, and books that agree with the bill', async () => {
    makeTrouble(trouble);
    const answers: Answered[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      answers.push(...(await askAll(round)));
      // Else the first channels rest, and the trouble is over.
      await forgetHealth();
    }
    requestsBefore += answers.length;
    expectRightAnswers(answers);
    const failed = answers.filter((one) => !isSuccess(one));
    expect(failed.length > 0).toBe(trouble.end === 'told');
    const rows = (await expectCalm(gateway, requestsBefore)).slice(0, answers.length);
    await expectAttemptsArrived(rows, trouble);
    await expectBillAgrees(rows);
  });
});

function makeTrouble({ effect, oneIn }: Trouble): void {
  const nth = Array.from({ length: 200 }, (_, index) => 1 + index * oneIn);
  for (const credential of Object.values(FIRST_CREDENTIALS)) {
    gateway.simulator.addFaults([{ match: { credential, nth }, effect }]);
  }
}

/** Every dialect at the same time, streaming and whole. */
function askAll(round: number): Promise<readonly Answered[]> {
  const prompt = `round ${round} repeat:90 chunks:18`;
  const asked = ROAD_DIALECTS.flatMap((dialect) => [
    { dialect, streams: true, path: dialect.streamPath, body: dialect.streamBody(prompt) },
    { dialect, streams: false, path: dialect.wholePath, body: dialect.wholeBody(prompt) },
  ]);
  return Promise.all(
    asked.map(async ({ path, body, ...one }) => ({ ...one, heard: await ask(gateway.url + path, body) })),
  );
}

/** F15: whatever reached the upstream is an attempt in the log, whether it was refused, cut or answered. */
async function expectAttemptsArrived(rows: readonly LedgerRow[], { end, mayResend }: Trouble): Promise<void> {
  const shown = await Promise.all(
    rows.map(({ id }) => gateway.manage<{ attempts: readonly unknown[] }>('GET', `/requests/${id}`)),
  );
  const attempts = shown.reduce((sum, { body }) => sum + body.attempts.length, 0);
  expect(attempts > rows.length).toBe(end === 'elsewhere');
  const arrived = gateway.simulator.requests().length;
  expect(arrived).toBeGreaterThanOrEqual(attempts);
  if (mayResend !== true) {
    expect(arrived).toBe(attempts);
  }
}

/**
 * What was answered whole with its usage is charged to the token. The rest is estimated: never more
 * requests than the provider has on its bill, and none beyond what could have been said.
 */
async function expectBillAgrees(rows: readonly LedgerRow[]): Promise<void> {
  await until('the simulator is idle', () => {
    const { requests, completed, cut } = gateway.simulator.bill().total;
    return requests === completed + cut;
  });
  const answer = await fetch(`${gateway.simulator.url}/__sim/bill?requests=1`);
  const { requests: entries } = (await answer.json()) as { requests: BillEntry[] };
  const billed = countTokens(entries.filter(({ completed }) => completed).map(({ tokens }) => tokens));
  const counted = rows.filter(({ usage_source }) => usage_source === 'upstream');
  const estimated = rows.filter(({ usage_source }) => usage_source === 'estimated');
  const known = countTokens(counted.map(({ usage }) => usage));
  if (estimated.length === 0) {
    expect(known).toBe(billed);
  } else {
    expect(known).toBeLessThanOrEqual(billed);
    expect(counted.length + estimated.length).toBeLessThanOrEqual(entries.length);
    for (const { usage } of estimated) {
      expect(Number(usage.output_tokens)).toBeLessThanOrEqual(MOST_OUTPUT_TOKENS);
    }
  }
}

function countTokens(usages: readonly Readonly<Record<string, number>>[]): number {
  return usages.reduce((sum, usage) => sum + Object.values(usage).reduce((a, b) => a + b, 0), 0);
}

async function forgetHealth(): Promise<void> {
  const { body } = await gateway.manage<{ data: { id: string }[] }>('GET', '/channels?limit=100');
  await Promise.all(body.data.map(({ id }) => gateway.manage('POST', `/channels/${id}/reset`)));
}
