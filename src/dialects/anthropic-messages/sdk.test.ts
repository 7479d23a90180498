import Anthropic from '@anthropic-ai/sdk';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CanonicalEvent } from '../../canonical/index.ts';
import { arbitraryEvents, arbitraryFailedEvents } from '../testing/arbitrary-events.ts';
import { checkMessagesStream } from '../testing/messages-grammar.ts';
import { writeMessagesStream } from '../testing/messages-streams.ts';

const FEATURES = { redactedReasoning: true, refusals: true, citations: true, generatedImages: true };
const QUESTION = { model: 'm', max_tokens: 10, messages: [{ role: 'user' as const, content: 'Hi' }] };

/** The message that the vendor's own client makes of a stream. */
async function readBySdk(events: readonly CanonicalEvent[]) {
  const headers = { 'content-type': 'text/event-stream' };
  const client = new Anthropic({
    apiKey: 'k',
    maxRetries: 0,
    fetch: async () => new Response(writeMessagesStream(events), { headers }),
  });
  return client.messages.stream(QUESTION).finalMessage();
}

describe('the Anthropic SDK', () => {
  it('reads every stream as the checker of the grammar does', async () => {
    const property = fc.asyncProperty(arbitraryEvents(FEATURES), async ({ events }) => {
      const read = await readBySdk(events);
      const { message } = checkMessagesStream(writeMessagesStream(events));
      const { content, stop_reason } = message;
      expect(JSON.parse(JSON.stringify(read))).toMatchObject({ content, stop_reason });
      expect(message.usage).toMatchObject({ output_tokens: read.usage.output_tokens });
    });
    await fc.assert(property, { numRuns: 40 });
  });

  it('sees a failure inside a stream as an error', async () => {
    const property = fc.asyncProperty(arbitraryFailedEvents(FEATURES), async (events) => {
      await expect(readBySdk(events)).rejects.toThrow(Anthropic.APIError);
    });
    await fc.assert(property, { numRuns: 20 });
  });
});
