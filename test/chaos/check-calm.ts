import { expect } from 'vitest';
import type { TestGateway } from '../support/gateway.ts';
import type { Heard } from '../support/road/ask.ts';
import { expectSoundWallet, type LedgerRow, rowsOnceThereAre, until } from '../support/road/ledger.ts';
import type { RoadDialect } from '../support/road/road-dialects.ts';

/** One answer, and how it was asked for. */
export interface Answered {
  readonly dialect: RoadDialect;
  readonly streams: boolean;
  readonly heard: Heard;
}

/** What a client may be told of an upstream that fails: retryable, and never its own fault. */
const RIGHT_ERRORS = [429, 502, 503, 504];

/** Whether the whole answer came and says that it ended well. */
export function isSuccess({ dialect, streams, heard }: Answered): boolean {
  const { status, isWhole, text } = heard;
  return (
    status === 200 &&
    isWhole &&
    (!streams || (dialect.cleanEnd.test(text) && !dialect.inBandError.test(text)))
  );
}

/** A refusal with a body that says why, or a stream that ends with an error and no clean end. */
function isRightError({ dialect, streams, heard }: Answered): boolean {
  const { status, isWhole, text } = heard;
  if (status !== 200) {
    return isWhole && RIGHT_ERRORS.includes(status) && text.includes('"error"');
  }
  return streams && isWhole && dialect.inBandError.test(text) && !dialect.cleanEnd.test(text);
}

/** Each client saw a success or a right error; nobody was left with half an answer. */
export function expectRightAnswers(answers: readonly Answered[]): void {
  const wrong = answers.filter((one) => !isSuccess(one) && !isRightError(one));
  expect(
    wrong.map(({ dialect, streams, heard }) => [dialect.name, streams, heard.status, heard.text]),
  ).toEqual([]);
}

/**
 * Waits for the counters to come to rest, and checks that they did: nothing runs, at the gateway and on any
 * account, and nothing is held. Returns every request row there is, newest first.
 */
export async function expectCalm(gateway: TestGateway, requests: number): Promise<readonly LedgerRow[]> {
  await until('nothing is in flight', async () => {
    const text = await (await fetch(gateway.metricsUrl)).text();
    return /^turnpike_requests_in_flight 0$/m.test(text);
  });
  const { body } = await gateway.manage<{ data: { name: string; credentials: { running: number }[] }[] }>(
    'GET',
    '/channels?limit=100',
  );
  for (const { name, credentials } of body.data) {
    expect([name, ...credentials.map(({ running }) => running)]).toEqual([name, ...credentials.map(() => 0)]);
  }
  const rows = await rowsOnceThereAre(gateway, requests);
  await expectSoundWallet(gateway, rows);
  return rows;
}
