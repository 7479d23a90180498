import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FaultEffect } from '../../simulator/faults.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { ask } from '../support/road/ask.ts';
import { piecesIn, ROAD_DIALECTS, type RoadDialect } from '../support/road/road-dialects.ts';

const PROMPT = 'Grüße, 世界 🌍 «naïve» 👩‍👩‍👧‍👦 repeat:60';
const EFFECTS: readonly FaultEffect[] = [
  ...[1, 2, 3, 7, 64].map((split_bytes) => ({ split_bytes })),
  { merge_chunks: 3 },
  { merge_chunks: true },
  { merge_chunks: 5, split_bytes: 3 },
];

describe('a stream that the upstream writes in other pieces', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startTestGateway();
  });
  afterAll(() => gateway.close());

  /** Ids and times are another every time; everything else has to be the same byte by byte. */
  async function stream(dialect: RoadDialect, effect?: FaultEffect): Promise<string> {
    gateway.simulator.clearFaults();
    gateway.simulator.addFaults(effect === undefined ? [] : [{ effect }]);
    const { text, isWhole } = await ask(gateway.url + dialect.streamPath, dialect.streamBody(PROMPT));
    expect(isWhole).toBe(true);
    return text
      .replaceAll(/req_sim_\d+/g, 'ID')
      .replaceAll(/"(created|created_at|completed_at)":[\d.]+/g, '"$1":0');
  }

  for (const dialect of ROAD_DIALECTS) {
    it(`F22: ${dialect.name}: reaches the client with the same bytes`, async () => {
      const plain = await stream(dialect);
      expect(plain).toMatch(dialect.cleanEnd);
      expect(piecesIn(dialect, plain).join('')).toContain('Grüße, 世界 🌍 «naïve» 👩‍👩‍👧‍👦');
      for (const effect of EFFECTS) {
        expect({ effect, text: await stream(dialect, effect) }).toEqual({ effect, text: plain });
      }
    });
  }

  it('fact 1: a chat client that did not ask sees no usage, one that asked sees it with the cost', async () => {
    gateway.simulator.clearFaults();
    const [chat] = ROAD_DIALECTS;
    const body = chat?.streamBody(PROMPT) ?? {};
    const url = `${gateway.url}/v1/chat/completions`;
    const silent = await ask(url, body);
    expect(silent.text).not.toContain('usage');
    const asking = await ask(url, { ...body, stream_options: { include_usage: true } });
    expect(asking.text.match(/"usage":\{/g)).toHaveLength(1);
    expect(asking.text).toMatch(/"usage":\{"cost":0\.[0-9]+,"prompt_tokens":/);
  });
});
