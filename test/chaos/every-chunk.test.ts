import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FaultEffect } from '../../simulator/faults.ts';
import type { TestGateway } from '../support/gateway.ts';
import { ask } from '../support/road/ask.ts';
import { FIRST_CREDENTIALS, startFailoverGateway } from '../support/road/failover-gateway.ts';
import { piecesIn, ROAD_DIALECTS, type RoadDialect, tokensIn } from '../support/road/road-dialects.ts';
import { type Answered, expectCalm, expectRightAnswers } from './check-calm.ts';

const PROMPT = 'cut me anywhere repeat:60 chunks:12';

/** Ways to end an answer early at its n-th event. */
const ENDINGS: Readonly<Record<string, (event: number, endsAt: number) => FaultEffect>> = {
  'cut at the end of': (_event, endsAt) => ({ cut_after_bytes: endsAt }),
  'cut within': (_event, endsAt) => ({ cut_after_bytes: endsAt - 5 }),
  'stalled after': (event) => ({ stall_after_chunks: event }),
  'failed after': (event) => ({ error_after: event }),
  'malformed at': (event) => ({ malformed_after: event }),
};

let gateway: TestGateway;
let requestsBefore = 0;

beforeAll(async () => {
  gateway = await startFailoverGateway();
});

afterAll(() => gateway.close());

beforeEach(async () => {
  gateway.simulator.reset();
  const { body } = await gateway.manage<{ data: { id: string }[] }>('GET', '/channels?limit=100');
  await Promise.all(body.data.map(({ id }) => gateway.manage('POST', `/channels/${id}/reset`)));
});

describe.each(ROAD_DIALECTS)('a stream of $name', (dialect) => {
  it.each(Object.entries(ENDINGS))(
    '%s every event: is whole or told, and charged for what came',
    async (_name, effectAt) => {
      const whole = await stream(dialect);
      requestsBefore += 1;
      const ends = eventEnds(whole.heard.bytes);
      expect(ends.length).toBeGreaterThan(10);
      const credential = FIRST_CREDENTIALS[dialect.model as keyof typeof FIRST_CREDENTIALS];
      gateway.simulator.addFaults(
        ends.map((endsAt, event) => ({
          match: { credential, nth: event + 1 },
          effect: effectAt(event, endsAt),
        })),
      );
      const answers = await Promise.all(ends.map(() => stream(dialect)));
      requestsBefore += answers.length;
      expectRightAnswers(answers.filter(({ heard }) => !saysWhyItEnded(heard.text)));
      const rows = await expectCalm(gateway, requestsBefore);
      const byId = new Map(rows.map((row) => [row.id, row]));
      for (const { heard } of answers) {
        const row = byId.get(String(heard.headers['x-request-id']));
        expect(Number(row?.usage.output_tokens)).toBeGreaterThanOrEqual(tokensIn(dialect, heard.text));
        expect(piecesIn(dialect, heard.text).length > 0).toBe(row?.charge.amount !== '0');
      }
    },
  );
});

async function stream(dialect: RoadDialect): Promise<Answered> {
  const heard = await ask(gateway.url + dialect.streamPath, dialect.streamBody(PROMPT));
  return { dialect, streams: true, heard };
}

/** A stream of chat whose choices have all ended is whole without its mark; some upstreams send none. */
function saysWhyItEnded(text: string): boolean {
  return /"finish_reason":"stop"/.test(text);
}

/** Where the events of a stream end, as its client got them: what the gateway adds moves them by little. */
function eventEnds(bytes: Buffer): number[] {
  return [...bytes.toString('latin1').matchAll(/\}[,\]]?\r?\n/g)].map(
    ({ index, 0: end }) => index + end.length,
  );
}
