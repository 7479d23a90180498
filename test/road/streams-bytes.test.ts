import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ALL_STREAMS, type FixtureStream } from '../support/dialects/fixture-streams.ts';
import { ask } from '../support/road/ask.ts';
import { type ByteGateway, startByteGateway } from '../support/road/byte-gateway.ts';
import { type Play, piecesOf } from '../support/road/byte-upstream.ts';
import { expectSoundWallet, rowsOnceThereAre } from '../support/road/ledger.ts';
import { ROAD_DIALECTS } from '../support/road/road-dialects.ts';

const SIZES = [1, 2, 3, 7, 64];
/** What follows the end of an answer means nothing and is not waited for: spaces after an array, a foreign mark. */
const AFTER_THE_END = /(?<=\}\s*\])\s+$|(?<=message_stop"\}\n\n)data: \[DONE\]\n\n$/;
/** Every `cost` we put beside a usage, and the event names we give to upstreams that leave them out. */
const OURS = /"cost":[0-9.]+,|^event: \w+\n(?=data)/gm;

/** How streams are asked for that belong to none of the dialects of conversations. */
const OTHER_STREAMS: Readonly<Record<string, { path: string; body(word: string): object }>> = {
  completions: {
    path: '/v1/completions',
    body: (prompt) => ({ model: 'gpt-test', prompt, stream: true, stream_options: { include_usage: true } }),
  },
  'images.generations': {
    path: '/v1/images/generations',
    body: (prompt) => ({ model: 'gpt-test', prompt, stream: true, partial_images: 2 }),
  },
};

/** Recordings are sent as forms, and are heard in `test/media`. */
const STREAMS = ALL_STREAMS.filter(
  ({ operation }) =>
    OTHER_STREAMS[operation.name] !== undefined ||
    ROAD_DIALECTS.some(({ operations }) => operations.stream === operation.name),
);

/** Files whose stream says everything it has to say. */
function isWhole(name: string): boolean {
  return !/truncated|error/.test(name);
}

describe('the bytes of a stream', () => {
  let road: ByteGateway;
  beforeAll(async () => {
    road = await startByteGateway();
  });
  afterAll(() => road.close());

  async function relay(stream: FixtureStream, play: Pick<Play, 'chunks'>): Promise<string> {
    const dialect = ROAD_DIALECTS.find(
      ({ operations, streamPath }) =>
        operations.stream === stream.operation.name &&
        (operations.whole === operations.stream ||
          streamPath.includes('alt=sse') === (stream.framing === 'sse')),
    );
    const contentType = stream.framing === 'sse' ? 'text/event-stream' : 'application/json';
    const word = road.upstream.stage({ contentType, ...play });
    const other = OTHER_STREAMS[stream.operation.name];
    const path = dialect?.streamPath ?? other?.path ?? '';
    const body = dialect?.streamBody(word) ?? other?.body(word) ?? {};
    const asksForUsage = dialect?.name === 'chat' ? { stream_options: { include_usage: true } } : {};
    const heard = await ask(road.gateway.url + path, { ...body, ...asksForUsage });
    // The in-band error of a cut stream names the request, which is another one every time.
    return heard.text.replaceAll(String(heard.headers['x-request-id']), 'req_X');
  }

  for (const stream of STREAMS) {
    it(`F22: ${stream.name}: are the same however the network cuts and joins them`, async () => {
      const joined = await relay(stream, { chunks: [stream.bytes] });
      const cut = await Promise.all(
        SIZES.map((size) => relay(stream, { chunks: piecesOf(stream.bytes, size) })),
      );
      expect(cut).toEqual(SIZES.map(() => joined));
      expect(joined).not.toContain('\ufffd');
      const came = stream.bytes.toString('utf8').replaceAll(OURS, '').replace(AFTER_THE_END, '');
      if (isWhole(stream.name)) {
        expect(joined.replaceAll(OURS, '')).toBe(came);
      }
    });
  }

  it('every such stream left one row, and the wallet is sound', async () => {
    const rows = await rowsOnceThereAre(road.gateway, STREAMS.length * (SIZES.length + 1));
    await expectSoundWallet(road.gateway, rows);
  });
});
