import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withoutPlaces } from '../testing/comparable.ts';
import { arbitraryMessagesRequest, keptByMessages } from '../testing/messages-carries.ts';
import { build, MESSAGES_REQUEST, OPUS_4_1, system, user } from '../testing/messages-requests.ts';
import { buildCountRequest, buildMessagesRequest } from './build-request.ts';
import { parseMessagesRequest } from './parse-request.ts';

describe('requests for the Messages API', () => {
  it('read the same again', () => {
    fc.assert(
      fc.property(arbitraryMessagesRequest, (request) => {
        const { body } = buildMessagesRequest(request, { model: OPUS_4_1, maxOutputTokens: null });
        const again = parseMessagesRequest(JSON.parse(JSON.stringify(body))).request;
        const kept = keptByMessages(request);
        const compared = kept.tools.length > 0 ? again : { ...again, tools: [], toolChoice: null };
        expect(withoutPlaces(compared)).toEqual(withoutPlaces(kept));
      }),
    );
  });

  it('max_tokens is required: the client’s, the model’s most, or 8192', () => {
    const limited = (maxOutputTokens: number | null) =>
      buildMessagesRequest(
        { ...MESSAGES_REQUEST, maxOutputTokens },
        { model: OPUS_4_1, maxOutputTokens: 900 },
      ).body;
    expect(limited(5).max_tokens).toBe(5);
    expect(limited(null).max_tokens).toBe(900);
    expect(build({}).body.max_tokens).toBe(8_192);
  });

  it('a request to count tokens has the prompt alone', () => {
    const changes = { temperature: 0.5, isStreaming: true, turns: [system('S'), user('U')] };
    const { body } = buildCountRequest(
      { ...MESSAGES_REQUEST, ...changes },
      { model: 'm', maxOutputTokens: null },
    );
    expect(Object.keys(body)).toEqual(['model', 'system', 'messages']);
  });
});
