import { describe, expect, it } from 'vitest';
import { readFixture } from '../../../test/support/dialects/fixture-streams.ts';
import { eventsOf, runTap } from '../../../test/support/dialects/run-tap.ts';
import { Refusal } from '../../core/refusal.ts';
import { chatCompletions } from './index.ts';

function run(source: string | Buffer, wantsUsage = false) {
  const bytes = typeof source === 'string' ? Buffer.from(source) : source;
  return runTap({ operation: chatCompletions, framing: 'sse', bytes }, { wantsUsage });
}

function fixture(file: string, wantsUsage = false) {
  return run(readFixture('openai-chat', file), wantsUsage);
}

describe('the tap of chat streams', () => {
  for (const file of ['plain.sse', 'plain-crlf.sse', 'tools-parallel.sse', 'usage-with-finish.sse']) {
    it(`fact 1: ${file}: a client that did not ask sees neither a usage chunk nor usage members`, () => {
      const { text, verdicts } = fixture(file);
      expect(text).not.toContain('"usage"');
      expect(text).toContain('data: [DONE]');
      expect(eventsOf(text).every((chunk) => JSON.stringify(chunk.choices) !== '[]')).toBe(true);
      expect(verdicts.at(-1)).toBe('last');
    });
  }

  it('fact 1: a client that asked gets one usage chunk with the cost, directly before [DONE]', () => {
    const { text } = fixture('plain.sse', true);
    const events = eventsOf(text);
    expect(events.at(-1)).toMatchObject({ choices: [], usage: { prompt_tokens: 19, cost: 0.25 } });
    expect(events.slice(0, -1).every((chunk) => chunk.usage === null)).toBe(true);
  });

  it('fact 1: nothing else of a chunk is touched when its usage goes', () => {
    const came =
      'data: {"id":"1","usage":null,"choices":[{"index":0,"delta":{"content":"x"}}],"obf":"ab"}\n\n';
    expect(run(came).text).toBe(came.replace('"usage":null,', ''));
    const first = 'data: {"usage": null, "choices": [{"index": 0, "delta": {"content": "x"}}]}\n\n';
    expect(run(first).text).toBe(first.replace('"usage": null, ', ''));
    const only = 'data: {"choices":[],"usage":null}\n\n';
    expect(run(only).text).toBe('data: {"choices":[]}\n\n');
  });

  it('fact 6, F17: prompt tokens include cached ones, completion tokens include reasoning', () => {
    expect(fixture('reasoning-cached.sse').measured).toEqual({
      serviceTier: 'default',
      usage: {
        inputTokens: 46,
        cacheReadTokens: 1920,
        cacheWrite5mTokens: 40,
        cacheWrite1hTokens: 0,
        audioInputTokens: 0,
        imageInputTokens: 0,
        outputTokens: 172,
        reasoningTokens: 128,
        audioOutputTokens: 0,
        imageOutputTokens: 0,
      },
    });
  });

  it('F17: audio is a kind of its own on both sides', () => {
    expect(fixture('audio-usage.sse').measured?.usage).toMatchObject({
      inputTokens: 30,
      cacheReadTokens: 20,
      audioInputTokens: 100,
      outputTokens: 20,
      audioOutputTokens: 70,
    });
  });

  it('fact 5: with two choices the stream is complete when both are finished', () => {
    const frames = readFixture('openai-chat', 'two-choices.sse')
      .toString('utf8')
      .split(/(?<=\n\n)/);
    expect(run(frames.slice(0, 4).join('')).tap.isComplete()).toBe(false);
    expect(run(frames.slice(0, 5).join('')).tap.isComplete()).toBe(true);
  });

  it('fact 7, F43: after an error in the stream nothing looks finished', () => {
    const { text, tap, verdicts } = fixture('error-in-stream.sse');
    expect(text).toContain('The server had an error');
    expect(text).not.toContain('[DONE]');
    expect([tap.hasFailed(), tap.isComplete(), verdicts.at(-1)]).toEqual([true, false, 'hide']);
  });

  it('fact 7: our own error has all four members and no [DONE] after it', () => {
    const refusal = new Refusal('upstream_failed');
    expect(
      chatCompletions
        .createStreamTap({ wantsUsage: false, costOf: () => '0' })
        .errorFrame(refusal, 'req_1')
        .toString(),
    ).toBe(
      'data: {"error":{"message":"The upstream failed to answer","type":"server_error","param":null,"code":"upstream_failed"}}\n\n',
    );
  });

  it('nothing after [DONE] reaches the client', () => {
    expect(run('data: [DONE]\n\ndata: {"late":1}\n\n: c\n\n').text).toBe('data: [DONE]\n\n');
  });

  it('F9: counts what was delivered: escapes, multi-byte text, tool arguments, reasoning sent twice', () => {
    const delta = (json: string) => `data: {"choices":[{"index":0,"delta":${json}}]}\n\n`;
    const count = (json: string) => run(delta(json)).tap.deliveredOutputTokens();
    expect(count('{"role":"assistant","content":""}')).toBe(0);
    expect(count('{"content":"x"}')).toBe(1);
    expect(count(String.raw`{"content":"\"\\\"}\n{"}`)).toBe(2);
    expect(count(String.raw`{"content": "\u4e16\u754c\ud83c\udf0d"}`)).toBe(4);
    expect(count('{"content":"世界🌍"}')).toBe(4);
    expect(
      count('{"tool_calls":[{"index":0,"id":"call_abcdefghi","function":{"arguments":"{\\"a\\":1}"}}]}'),
    ).toBe(3);
    expect(
      count('{"reasoning":"abcdef","reasoning_content":"abcdef","reasoning_details":[{"text":"abcdef"}]}'),
    ).toBe(2);
    expect(count(`{"content":"${'long "quoted" text '.repeat(50).replaceAll('"', '\\"')}"}`)).toBe(317);
  });

  it('text that looks like a usage or an error is text', () => {
    const text = JSON.stringify('"usage":{"prompt_tokens":9} "error":{} [DONE]');
    const { measured, tap } = run(`data: {"choices":[{"index":0,"delta":{"content":${text}}}]}\n\n`);
    expect([measured, tap.hasFailed()]).toEqual([null, false]);
  });

  it('counts that cannot be true are as if they were not there', () => {
    const usage = (json: string) => run(`data: {"choices":[],"usage":${json}}\n\n`).measured;
    expect(usage('{}')).toBeNull();
    expect(usage('{"prompt_tokens":-1,"completion_tokens":2}')).toBeNull();
    expect(usage('{"prompt_tokens":1,"completion_tokens":2000000000}')).toBeNull();
    expect(
      usage('{"prompt_tokens":5,"completion_tokens":2,"prompt_tokens_details":{"cached_tokens":9}}')?.usage,
    ).toMatchObject({ inputTokens: 0, cacheReadTokens: 5 });
    expect(
      usage(
        '{"prompt_tokens":37,"completion_tokens":530,"total_tokens":800,"completion_tokens_details":{"reasoning_tokens":233}}',
      )?.usage,
    ).toMatchObject({ outputTokens: 530, reasoningTokens: 233 });
  });

  it("a cost the upstream reported is replaced by the caller's", () => {
    const { text } = run(
      'data: {"choices":[],"usage":{"prompt_tokens":1,"completion_tokens":1,"cost":9.5}}\n\n',
      true,
    );
    expect(text).toContain('"cost":0.25}');
    expect(text).not.toContain('9.5');
  });

  it('events of several data lines, with ids and comments, are read too', () => {
    const { measured, text } = run(
      ': hi\nid: 7\ndata: {"choices":[],\ndata: "usage":{"prompt_tokens":1,"completion_tokens":1}}\n\n',
      true,
    );
    expect(measured?.usage.inputTokens).toBe(1);
    expect(text).toContain('id: 7\ndata: {"choices":[], "usage":{"cost":0.25,');
  });
});
