import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { ask } from '../support/road/ask.ts';
import { expectSoundWallet, nanoOf, rowsOnceThereAre } from '../support/road/ledger.ts';
import { ROAD_DIALECTS, tokensIn } from '../support/road/road-dialects.ts';

const PROMPT = 'no usage please, Grüße 世界 repeat:100';

describe('an upstream that leaves its usage out', () => {
  let gateway: TestGateway;
  let rowsBefore = 0;
  beforeAll(async () => {
    gateway = await startTestGateway();
    gateway.simulator.addFaults([{ effect: { omit_usage: true } }]);
  });
  afterAll(() => gateway.close());

  async function expectEstimated(leastOutput: number, price: { input: number; output: number }) {
    rowsBefore += 1;
    const rows = await rowsOnceThereAre(gateway, rowsBefore);
    const [row] = rows;
    expect(row).toMatchObject({ state: 'settled', status: 200, usage_source: 'estimated' });
    const input = Number(row?.usage.input_tokens);
    const output = Number(row?.usage.output_tokens);
    expect(input).toBeGreaterThan(0);
    expect(output).toBeGreaterThanOrEqual(leastOutput);
    expect(nanoOf(row?.charge.amount ?? '0')).toBe((input * price.input + output * price.output) * 1_000);
    await expectSoundWallet(gateway, rows);
  }

  for (const dialect of ROAD_DIALECTS) {
    it(`F10: ${dialect.name}: a stream is charged by what was delivered`, async () => {
      const { text } = await ask(gateway.url + dialect.streamPath, dialect.streamBody(PROMPT));
      expect(text).toMatch(dialect.cleanEnd);
      const tokens = tokensIn(dialect, text);
      expect(tokens).toBeGreaterThanOrEqual(100);
      await expectEstimated(tokens, dialect.price);
    });

    it(`F10: ${dialect.name}: a whole answer is charged by what was delivered`, async () => {
      const { status } = await ask(gateway.url + dialect.wholePath, dialect.wholeBody(PROMPT));
      expect(status).toBe(200);
      await expectEstimated(100, dialect.price);
    });
  }

  it('F10: embeddings are charged by their input', async () => {
    await ask(`${gateway.url}/v1/embeddings`, { model: 'embed-test', input: 'a text to embed' });
    await expectEstimated(0, { input: 0.1, output: 0 });
  });
});
