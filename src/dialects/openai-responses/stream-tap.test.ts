import { describe, expect, it } from 'vitest';
import { readFixture } from '../../../test/support/dialects/fixture-streams.ts';
import { eventsOf, runTap } from '../../../test/support/dialects/run-tap.ts';
import { Refusal } from '../../core/refusal.ts';
import { responses } from './index.ts';

function run(source: string | Buffer) {
  const bytes = typeof source === 'string' ? Buffer.from(source) : source;
  return runTap({ operation: responses, framing: 'sse', bytes });
}

function fixture(file: string) {
  return run(readFixture('openai-responses', file));
}

describe('the tap of Responses streams', () => {
  it('fact 11: response.completed is last and carries usage with the cost', () => {
    const { text, verdicts, measured } = fixture('plain.sse');
    expect(verdicts.at(-1)).toBe('last');
    expect(eventsOf(text).at(-1)).toMatchObject({ response: { usage: { cost: 0.25, total_tokens: 48 } } });
    expect(measured).toMatchObject({
      serviceTier: 'default',
      usage: { inputTokens: 32, cacheReadTokens: 5, outputTokens: 11 },
    });
  });

  it('F17: reasoning and cached input are kinds of their own', () => {
    expect(fixture('reasoning-encrypted.sse').measured?.usage).toMatchObject({
      inputTokens: 464,
      cacheReadTokens: 1536,
      outputTokens: 52,
      reasoningTokens: 448,
    });
  });

  it('facts 12, 13: incomplete ends a stream cleanly; encrypted content passes byte for byte', () => {
    expect(fixture('incomplete.sse').tap.isComplete()).toBe(true);
    const came = readFixture('openai-responses', 'reasoning-encrypted.sse').toString('utf8');
    expect(fixture('reasoning-encrypted.sse').text.replace('"cost":0.25,', '')).toBe(came);
  });

  it('response.failed is the end, is a failure, and is billed for what it used', () => {
    const { tap, measured, verdicts } = fixture('failed.sse');
    expect([tap.hasFailed(), tap.isComplete(), verdicts.at(-1)]).toEqual([true, true, 'last']);
    expect(measured?.usage.outputTokens).toBe(3);
  });

  it('fact 11, F43: a cut stream ends with response.failed of the same response, numbered on', () => {
    const { tap, text } = fixture('truncated.sse');
    expect(tap.isComplete()).toBe(false);
    const sent = eventsOf(text);
    const ending = tap.errorFrame(new Refusal('upstream_failed'), 'req_1').toString('utf8');
    expect(ending.startsWith('event: response.failed\n')).toBe(true);
    expect(eventsOf(ending)[0]).toEqual({
      type: 'response.failed',
      sequence_number: Number(sent.at(-1)?.sequence_number) + 1,
      response: {
        id: 'resp_1',
        object: 'response',
        status: 'failed',
        error: { code: 'server_error', message: 'The upstream failed to answer' },
        incomplete_details: null,
        output: [],
        usage: null,
      },
    });
  });

  it('fact 19: codes that Codex acts upon', () => {
    const code = (refusal: Refusal) =>
      /"error":\{"code":"(\w+)"/.exec(
        responses
          .createStreamTap({ wantsUsage: false, costOf: () => '0' })
          .errorFrame(refusal, 'req_1')
          .toString('utf8'),
      )?.[1];
    expect(code(new Refusal('rate_limit_exceeded'))).toBe('rate_limit_exceeded');
    expect(code(new Refusal('insufficient_credits'))).toBe('insufficient_quota');
    expect(code(new Refusal('no_channel_available'))).toBe('server_error');
    expect(code(new Refusal('model_not_found'))).toBe('model_not_found');
  });

  it('F9: counts deltas once, not the events that repeat the whole text', () => {
    expect(fixture('plain.sse').tap.deliveredOutputTokens()).toBe(4);
    const audio = 'data: {"type":"response.audio.delta","delta":"UklGRiQAAABXQVZF"}\n\n';
    expect(run(audio).tap.deliveredOutputTokens()).toBe(0);
  });
});
