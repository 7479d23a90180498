import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CanonicalError, UpstreamErrorKind } from '../../src/canonical/index.ts';
import { plainRequest } from '../../src/dialects/testing/responses-streams.ts';
import type { TestGateway } from '../support/gateway.ts';
import { CLIENTS, type Client } from '../support/translation/clients.ts';
import { type Direction, exchange, routeOf, send } from '../support/translation/exchange.ts';
import {
  MATRIX_PLATFORMS,
  type MatrixPlatform,
  platformNamed,
  startMatrixGateway,
} from '../support/translation/matrix-gateway.ts';
import { VENDOR_ERRORS } from '../support/translation/vendor-errors.ts';
import { asked } from './conversations/pieces.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startMatrixGateway();
});
afterAll(() => gateway.close());
beforeEach(() => gateway.simulator.reset());

const REQUEST = plainRequest({ turns: [asked('Hello chunks:12')] });

/** What the clients of each dialect act on: the status, and a word in the body. */
const CLIENTS_ACT_ON: Readonly<
  Record<string, Partial<Record<UpstreamErrorKind, readonly [status: number, words: RegExp]>>>
> = {
  'openai-chat': openaiWords(),
  'openai-responses': openaiWords(),
  'anthropic-messages': {
    'context-length': [400, /prompt is too long/],
    'rate-limit': [429, /"rate_limit_error"/],
    overloaded: [529, /"overloaded_error"/],
    'content-filter': [400, /"invalid_request_error"/],
    'bad-signature': [400, /signature/],
  },
  gemini: {
    'context-length': [400, /"reason":"CONTEXT_LENGTH/],
    'rate-limit': [429, /"RESOURCE_EXHAUSTED"/],
    overloaded: [503, /"UNAVAILABLE"/],
    'content-filter': [400, /"INVALID_ARGUMENT"/],
    'bad-signature': [400, /signature|"INVALID_ENCRYPTED_CONTENT"/],
  },
};

/** Says in some dialect that the answer is whole. */
const CLEAN_END = /\[DONE\]|message_stop|response\.completed|"finishReason":"STOP"/;

for (const client of CLIENTS) {
  describe(`an error for ${client.name}`, () => {
    for (const { platform: name, kind, status, body } of VENDOR_ERRORS) {
      it(`fact 30: ${kind} of ${name} in words it acts on, verbatim where they are its own`, async () => {
        const platform = platformNamed(name);
        for (const isStreaming of [false, true]) {
          const fault = { status, body, ...(status === 429 ? { retry_after: 7 } : {}) };
          gateway.simulator.addFaults([{ effect: fault }]);
          const direction = { gateway, client, platform, isStreaming };
          const got = await exchange(direction, REQUEST);
          expectMeaning(direction, got, kind, { status, body });
          if (kind === 'rate-limit') {
            expect(got.headers.get('retry-after')).toBe('7');
          }
          gateway.simulator.clearFaults();
        }
      });
    }

    it.each(MATRIX_PLATFORMS)(
      '502: a page of HTML of $name says nothing of the upstream',
      async (platform) => {
        const headers = { 'content-type': 'text/html' };
        gateway.simulator.addFaults([
          { effect: { status: 500, body: '<html>nginx at 10.0.0.1</html>', headers } },
        ]);
        const got = await exchange({ gateway, client, platform, isStreaming: true }, REQUEST);
        expect(got.status).toBe(502);
        expect(['server', 'overloaded']).toContain(errorOf(client, got.status, got.text).kind);
        expect(got.text).not.toMatch(/nginx|10\.0\.0\.1|<html/);
      },
    );

    it.each(MATRIX_PLATFORMS)(
      'fact 7, 11, 27: a stream of $name that fails ends in an error',
      async (platform) => {
        for (const error_after of [1, 2, 6, 9]) {
          await expectFailedStream(client, platform, { error_after });
        }
      },
    );

    it.each(MATRIX_PLATFORMS)('a stream of $name that is cut ends in an error', async (platform) => {
      for (const cut_after_bytes of [700, 1_500]) {
        await expectFailedStream(client, platform, { cut_after_bytes });
      }
    });
  });
}

function openaiWords(): Partial<Record<UpstreamErrorKind, readonly [number, RegExp]>> {
  return {
    'context-length': [400, /"context_length_exceeded"/],
    'rate-limit': [429, /"rate_limit_exceeded"/],
    overloaded: [503, /"server_is_overloaded"/],
    'content-filter': [400, /"content_filter"|"content_policy_violation"/],
    'bad-signature': [400, /"invalid_encrypted_content"/],
  };
}

function expectMeaning(
  direction: Direction,
  got: Awaited<ReturnType<typeof exchange>>,
  kind: UpstreamErrorKind,
  said: { readonly status: number; readonly body: object },
): void {
  const { client } = direction;
  if (routeOf(direction) === 'pass-through') {
    expect(got.status).toBe(said.status);
    expect(JSON.parse(got.text)).toEqual(said.body);
    return;
  }
  const [status, words] = CLIENTS_ACT_ON[client.codec.dialect]?.[kind] ?? [0, /^$/];
  expect({ status: got.status, text: got.text }).toEqual({ status, text: expect.stringMatching(words) });
}

function errorOf(client: Client, status: number, text: string): CanonicalError {
  return client.codec.parseError(status, JSON.parse(text), null);
}

/** The stream is one of the dialect, and ends in its error; or nothing was sent yet, and it is an error whole. */
async function expectFailedStream(
  client: Client,
  platform: MatrixPlatform,
  effect: { readonly error_after?: number; readonly cut_after_bytes?: number },
): Promise<void> {
  gateway.simulator.addFaults([{ effect }]);
  const direction = { gateway, client, platform, isStreaming: true };
  const { status, bytes } = await send(direction, REQUEST);
  const text = bytes.toString('utf8');
  gateway.simulator.clearFaults();
  if (status !== 200) {
    expect(status).toBeGreaterThanOrEqual(429);
    expect(errorOf(client, status, text).message).not.toBe('');
  } else if (routeOf(direction) === 'pass-through') {
    expect(text).toMatch(/"error":\{|"type":"error"/);
    expect(text).not.toMatch(CLEAN_END);
  } else {
    expect(client.checkStream(bytes), text.slice(-300)).toBe('failed');
  }
}
