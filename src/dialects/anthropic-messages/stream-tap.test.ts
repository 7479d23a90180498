import { describe, expect, it } from 'vitest';
import { readFixture } from '../../../test/support/dialects/fixture-streams.ts';
import { eventsOf, runTap } from '../../../test/support/dialects/run-tap.ts';
import { Refusal } from '../../core/refusal.ts';
import { messages } from './index.ts';

function run(source: string | Buffer) {
  const bytes = typeof source === 'string' ? Buffer.from(source) : source;
  return runTap({ operation: messages, framing: 'sse', bytes });
}

function fixture(file: string) {
  return run(readFixture('anthropic-messages', file));
}

describe('the tap of Messages streams', () => {
  it('fact 25, F16: usage of message_delta overwrites what it names and adds nothing', () => {
    const { measured, text } = fixture('cache.sse');
    expect(measured).toEqual({
      serviceTier: 'priority',
      usage: {
        inputTokens: 10,
        cacheReadTokens: 5000,
        cacheWrite5mTokens: 1000,
        cacheWrite1hTokens: 2000,
        audioInputTokens: 0,
        imageInputTokens: 0,
        outputTokens: 20,
        reasoningTokens: 0,
        audioOutputTokens: 0,
        imageOutputTokens: 0,
      },
    });
    expect(eventsOf(text).at(-2)).toMatchObject({ type: 'message_delta', usage: { cost: 0.25 } });
  });

  it('fact 26, F17: cache writes without a split live five minutes', () => {
    const usage = '{"input_tokens":1,"cache_creation_input_tokens":70,"output_tokens":1}';
    const start = `event: message_start\ndata: {"type":"message_start","message":{"usage":${usage}}}\n\n`;
    expect(run(start).measured?.usage).toMatchObject({ cacheWrite5mTokens: 70, cacheWrite1hTokens: 0 });
  });

  it('fact 34: searches of the web are counted by the piece, cumulatively as everything else', () => {
    const searched = (event: string, searches: number) =>
      `event: ${event}\ndata: ${JSON.stringify({
        type: event,
        ...{ message: { usage: { input_tokens: 1, output_tokens: 1 } } },
        usage: { output_tokens: 2, server_tool_use: { web_search_requests: searches } },
      })}\n\n`;
    const { measured } = run(searched('message_start', 0) + searched('message_delta', 3));
    expect(measured?.pieces).toEqual([{ kind: 'web_search', count: 3, size: null }]);
    expect(run(searched('message_start', 0)).measured).not.toHaveProperty('pieces');
  });

  it('holds the searches that a request allows', () => {
    const piecesOf = (...tools: object[]) =>
      messages.readFacts(
        { model: 'm', max_tokens: 1, messages: [{ role: 'user', content: 'x' }], tools },
        { model: null, query: new URLSearchParams() },
      ).piecesCeiling;
    const search = { type: 'web_search_20250305', name: 'web_search' };
    expect(piecesOf({ ...search, max_uses: 5 })).toEqual([{ kind: 'web_search', count: 5, size: null }]);
    expect(piecesOf(search)).toEqual([{ kind: 'web_search', count: 20, size: null }]);
    expect(piecesOf({ name: 'web_search', input_schema: {} })).toBeUndefined();
  });

  it('F9: the input is known from message_start on, before any content', () => {
    const frames = readFixture('anthropic-messages', 'thinking-signature.sse')
      .toString()
      .split(/(?<=\n\n)/);
    const { measured } = run(frames[0] ?? '');
    expect(measured?.usage.inputTokens).toBe(50);
  });

  it('the output of message_start is a guess until message_delta says it, and says so', () => {
    const frames = readFixture('anthropic-messages', 'plain.sse')
      .toString()
      .split(/(?<=\n\n)/);
    const lost = frames.filter((frame) => !frame.includes('message_delta'));
    expect(run(lost.join('')).measured?.isGuess).toBe(true);
    expect(run(frames.join('')).measured).not.toHaveProperty('isGuess');
  });

  it('facts 22, 23: thinking, signatures and tool input pass byte for byte', () => {
    for (const file of ['thinking-signature.sse', 'tools-parallel.sse']) {
      const came = readFixture('anthropic-messages', file).toString('utf8');
      expect(fixture(file).text.replace('"cost":0.25,', '')).toBe(came);
    }
    expect(fixture('thinking-signature.sse').measured?.usage).toMatchObject({
      outputTokens: 10,
      reasoningTokens: 30,
    });
  });

  it('fact 20: events without an event line get one, and [DONE] goes', () => {
    const { text, tap } = fixture('data-only.sse');
    const names = text.match(/^event: .*$/gm);
    expect(names).toHaveLength(eventsOf(text).length);
    expect(text).not.toContain('[DONE]');
    expect(tap.isComplete()).toBe(true);
  });

  it('fact 27: an error event fails the stream and is held for the settlement', () => {
    const { tap, verdicts, text } = fixture('error-in-stream.sse');
    expect([tap.hasFailed(), tap.isComplete(), verdicts.at(-1)]).toEqual([true, false, 'hold']);
    expect(text).toContain('overloaded_error');
  });

  it('message_stop is the last frame and nothing follows it', () => {
    const { verdicts, text } = run(
      'event: message_stop\ndata: {"type":"message_stop"}\n\nevent: ping\ndata: {"type":"ping"}\n\n',
    );
    expect(verdicts).toEqual(['last', 'hide']);
    expect(text).not.toContain('ping');
  });

  it('F9: counts text, thinking and tool input, not signatures', () => {
    const delta = (json: string) =>
      run(
        `event: content_block_delta\ndata: {"type":"content_block_delta","index":0,"delta":${json}}\n\n`,
      ).tap.deliveredOutputTokens();
    expect(delta('{"type":"text_delta","text":"abcdef"}')).toBe(2);
    expect(delta('{"type":"thinking_delta","thinking":"abcdef"}')).toBe(2);
    expect(delta(String.raw`{"type":"input_json_delta","partial_json":"{\"a\":"}`)).toBe(2);
    expect(delta('{"type":"signature_delta","signature":"EqQBCgIYAhIM1gbcDa9GJwZA2b3h"}')).toBe(0);
  });

  it('fact 28: the heartbeat is a ping the client knows', () => {
    expect(messages.heartbeat?.toString()).toBe('event: ping\ndata: {"type":"ping"}\n\n');
  });

  it('our own error is an error event with the envelope', () => {
    expect(
      messages
        .createStreamTap({ wantsUsage: false, costOf: () => '0' })
        .errorFrame(new Refusal('upstream_timeout'), 'req_9')
        .toString(),
    ).toBe(
      'event: error\ndata: {"type":"error","error":{"type":"timeout_error","message":"The upstream did not answer in time","code":"upstream_timeout"},"request_id":"req_9"}\n\n',
    );
  });
});
