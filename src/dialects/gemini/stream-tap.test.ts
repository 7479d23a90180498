import { describe, expect, it } from 'vitest';
import { readFixture } from '../../../test/support/dialects/fixture-streams.ts';
import { eventsOf, runTap } from '../../../test/support/dialects/run-tap.ts';
import { Refusal } from '../../core/refusal.ts';
import { geminiStreamGenerate } from './index.ts';

const CUT = new Refusal('upstream_failed');

function fixture(file: string) {
  const framing = file.endsWith('.json') ? 'json-array' : 'sse';
  return runTap({ operation: geminiStreamGenerate, framing, bytes: readFixture('gemini', file) });
}

describe('the tap of Gemini streams', () => {
  it('fact 36, F17: output is candidates and thoughts of the last usage; the prompt includes the cache', () => {
    expect(fixture('thinking-tools.sse').measured?.usage).toEqual({
      inputTokens: 45,
      cacheReadTokens: 50,
      cacheWrite5mTokens: 0,
      cacheWrite1hTokens: 0,
      audioInputTokens: 0,
      imageInputTokens: 0,
      outputTokens: 22,
      reasoningTokens: 64,
      audioOutputTokens: 0,
      imageOutputTokens: 0,
    });
  });

  it('F17: audio by modality, without what was cached', () => {
    expect(fixture('audio-usage.sse').measured?.usage).toMatchObject({
      inputTokens: 70,
      cacheReadTokens: 40,
      audioInputTokens: 90,
      outputTokens: 10,
      audioOutputTokens: 20,
    });
  });

  it('fact 35: events stay data alone, without [DONE], and end with a blank line', () => {
    const { text, verdicts } = fixture('plain.sse');
    expect(text).not.toMatch(/event:|\[DONE\]/);
    expect(text.endsWith('\r\n\r\n')).toBe(true);
    expect(verdicts).toEqual(['pass', 'pass', 'hold']);
    expect(eventsOf(text).at(-1)).toMatchObject({ usageMetadata: { cost: 0.25, totalTokenCount: 15 } });
  });

  for (const file of ['plain-array.json', 'plain-array-crlf.json']) {
    it(`fact 35: ${file}: without alt=sse the client gets one valid JSON array`, () => {
      const { text, verdicts } = fixture(file);
      const all: unknown = JSON.parse(text);
      expect(all).toHaveLength(3);
      expect(verdicts).toEqual(['pass', 'pass', 'hold', 'last']);
      expect(text).toContain('"cost":0.25');
    });
  }

  it('fact 37: signatures and parts pass byte for byte', () => {
    const came = readFixture('gemini', 'thinking-tools.sse').toString('utf8');
    expect(fixture('thinking-tools.sse').text.replace('"cost":0.25,', '')).toBe(came);
  });

  it('a blocked prompt is a complete answer', () => {
    const { tap, measured } = fixture('blocked.sse');
    expect(tap.isComplete()).toBe(true);
    expect(measured?.usage.inputTokens).toBe(12);
  });

  it('fact 38, F43: a cut array ends with an error and is still valid JSON', () => {
    const { text, tap } = fixture('truncated-array.json');
    expect(tap.isComplete()).toBe(false);
    const all: { error?: object }[] = JSON.parse(text + tap.errorFrame(CUT, 'req_1').toString());
    expect(all.at(-1)?.error).toMatchObject({ code: 502, status: 'UNAVAILABLE' });
  });

  it('F43: an array that was closed before its answer was finished can still take the error', () => {
    const bytes = Buffer.from('[{"candidates":[{"content":{"parts":[{"text":"a"}]}}]}\n]\n');
    const { text, tap } = runTap({ operation: geminiStreamGenerate, framing: 'json-array', bytes });
    expect(JSON.parse(text + tap.errorFrame(CUT, 'req_1').toString())).toHaveLength(2);
    const empty = runTap({
      operation: geminiStreamGenerate,
      framing: 'json-array',
      bytes: Buffer.from('[]'),
    });
    expect(JSON.parse(empty.text + empty.tap.errorFrame(CUT, 'req_1').toString())).toHaveLength(1);
  });

  it('an array whose text speaks of data: is an array', () => {
    const bytes = Buffer.from(
      '[{"candidates":[{"content":{"parts":[{"text":"data: x"}]},"finishReason":"STOP"}]}\n]',
    );
    const { text, tap } = runTap({ operation: geminiStreamGenerate, framing: 'json-array', bytes });
    expect([tap.isComplete(), text]).toEqual([true, bytes.toString()]);
  });

  it("an upstream's error in an array leaves the array valid", () => {
    const { text, tap, verdicts } = fixture('error-in-array.json');
    expect(JSON.parse(text)).toHaveLength(2);
    expect([tap.hasFailed(), verdicts.at(-1)]).toEqual([true, 'last']);
  });

  it('fact 38: our own error as an event', () => {
    const text = geminiStreamGenerate
      .createStreamTap({ wantsUsage: false, costOf: () => '0' })
      .errorFrame(CUT, 'req_1')
      .toString('utf8');
    expect(text).toMatch(/^data: \{"error":\{"code":502,.*\}\n\n$/);
  });

  it('F9: counts text, thoughts and arguments', () => {
    expect(fixture('thinking-tools.sse').tap.deliveredOutputTokens()).toBeGreaterThanOrEqual(12);
    expect(fixture('plain.sse').tap.deliveredOutputTokens()).toBe(14);
  });
});
