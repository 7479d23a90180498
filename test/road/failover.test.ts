import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FaultEffect } from '../../simulator/faults.ts';
import type { TestGateway } from '../support/gateway.ts';
import { ask, type Heard } from '../support/road/ask.ts';
import { FIRST_CREDENTIALS, startFailoverGateway } from '../support/road/failover-gateway.ts';
import { until } from '../support/road/ledger.ts';
import { piecesIn, ROAD_DIALECTS, type RoadDialect } from '../support/road/road-dialects.ts';

/** What an upstream does wrong before it says anything. */
const FAILURES: Readonly<Record<string, FaultEffect>> = {
  'answers 408': { status: 408 },
  'answers 429': { status: 429, retry_after: 9 },
  'answers 500': { status: 500 },
  'answers 503': { status: 503 },
  'answers 529': { status: 529 },
  'refuses the credential': { status: 401 },
  'is out of money': { status: 402 },
  'closes the connection': { cut_after_bytes: 0 },
  'says nothing': { delay_ms: 2_000 },
};

/** Enough text that a fault can come before it, within it and behind it. */
const PROMPT = 'a long way repeat:120 chunks:24';

let gateway: TestGateway;

beforeAll(async () => {
  gateway = await startFailoverGateway();
});

afterAll(() => gateway.close());

beforeEach(async () => {
  gateway.simulator.reset();
  await forgetHealth();
});

describe.each(ROAD_DIALECTS)('failover: $name', (dialect) => {
  it.each(Object.entries(FAILURES))(
    'F42: goes elsewhere when the first upstream %s',
    async (_name, effect) => {
      breakFirst(dialect, effect);
      const streamed = await stream(dialect);
      expectWhole(dialect, streamed);
      expect(streamed.headers).toMatchObject({ 'x-turnpike-attempts': '2' });
      expect(await attemptsOf(streamed)).toEqual(['failed', 'succeeded']);
      await forgetHealth();
      const whole = await ask(gateway.url + dialect.wholePath, dialect.wholeBody('whole'));
      expect([whole.status, whole.headers['x-turnpike-attempts']]).toEqual([200, '2']);
      expect(await attemptsOf(whole)).toEqual(['failed', 'succeeded']);
    },
  );

  it('F42: a stream that opens and fails before any content becomes one clean stream', async () => {
    breakFirst(dialect, { error_after: 0 });
    const heard = await stream(dialect);
    expectWhole(dialect, heard);
    expect(heard.text).not.toMatch(dialect.inBandError);
    expect(await attemptsOf(heard)).toEqual(['failed', 'succeeded']);
  });

  it('F41: after content there is no other attempt, and no text comes twice', async () => {
    breakFirst(dialect, { error_after: 12 });
    const heard = await stream(dialect);
    expect(heard.text).toMatch(dialect.inBandError);
    expect(piecesIn(dialect, heard.text).length).toBeLessThanOrEqual(12);
    expect(await attemptsOf(heard)).toEqual(['failed']);
  });

  it('a stream cut anywhere is whole when nothing was seen of it, and else told', async () => {
    const { bytes } = await stream(dialect);
    for (const part of [0.02, 0.1, 0.3, 0.6]) {
      gateway.simulator.clearFaults();
      await forgetHealth();
      breakFirst(dialect, { cut_after_bytes: Math.floor(bytes.length * part) });
      const heard = await stream(dialect);
      const attempts = await attemptsOf(heard);
      if (attempts.length === 2) {
        expectWhole(dialect, heard);
      } else {
        expect(heard.text).toMatch(dialect.inBandError);
        expect(heard.text).not.toMatch(dialect.cleanEnd);
      }
    }
  });

  it('a mistake of the caller is not repeated elsewhere', async () => {
    breakFirst(dialect, { status: 400 });
    const heard = await stream(dialect);
    expect(heard.status).toBe(400);
    expect(await attemptsOf(heard)).toEqual(['failed']);
  });
});

describe('a caller', () => {
  it('may forbid every attempt but the first', async () => {
    gateway.simulator.addFaults([{ match: { credential: 'first-openai-key' }, effect: { status: 500 } }]);
    const [dialect] = ROAD_DIALECTS;
    const heard = await ask(`${gateway.url}/v1/chat/completions`, dialect?.wholeBody('once'), {
      headers: { 'x-turnpike-no-fallback': 'true' },
    });
    expect(heard.status).toBe(502);
    expect(await attemptsOf(heard)).toEqual(['failed']);
  });

  it('gets the last upstream’s word when all fail', async () => {
    gateway.simulator.addFaults([{ effect: { status: 429, retry_after: 3 } }]);
    const heard = await ask(`${gateway.url}/v1/chat/completions`, ROAD_DIALECTS[0]?.wholeBody('none'));
    expect([heard.status, heard.headers['x-turnpike-attempts']]).toEqual([429, '2']);
    expect(await attemptsOf(heard)).toEqual(['failed', 'failed']);
  });
});

/** Makes the channel that a dialect's model is asked of first do something wrong. */
function breakFirst({ model }: RoadDialect, effect: FaultEffect): void {
  const credential = FIRST_CREDENTIALS[model as keyof typeof FIRST_CREDENTIALS];
  gateway.simulator.addFaults([{ match: { credential }, effect }]);
}

function stream(dialect: RoadDialect): Promise<Heard> {
  return ask(gateway.url + dialect.streamPath, dialect.streamBody(PROMPT));
}

function expectWhole(dialect: RoadDialect, heard: Heard): void {
  expect(heard.status).toBe(200);
  expect(heard.isWhole).toBe(true);
  expect(heard.text).toMatch(dialect.cleanEnd);
  expect(piecesIn(dialect, heard.text).length).toBeGreaterThan(0);
}

/** How the attempts of a request ended, once its row is in the database. */
async function attemptsOf({ headers }: Heard): Promise<string[]> {
  let attempts: { readonly status: string }[] = [];
  await until('the row is there', async () => {
    const { status, body } = await gateway.manage<{ attempts: typeof attempts }>(
      'GET',
      `/requests/${headers['x-request-id']}`,
    );
    attempts = body.attempts;
    return status === 200;
  });
  return attempts.map(({ status }) => status);
}

async function forgetHealth(): Promise<void> {
  const { body } = await gateway.manage<{ data: { id: string }[] }>('GET', '/channels');
  await Promise.all(body.data.map(({ id }) => gateway.manage('POST', `/channels/${id}/reset`)));
}
