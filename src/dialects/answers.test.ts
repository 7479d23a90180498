import { describe, expect, it } from 'vitest';
import { readFixture } from '../../test/support/dialects/fixture-streams.ts';
import { NO_USAGE } from '../canonical/usage.ts';
import type { Operation, TappedAnswer } from './dialect.ts';
import * as dialects from './index.ts';

const COST = '0.0000123';

function tap(operation: Operation, answer: string | Buffer): TappedAnswer {
  return operation.readAnswer(Buffer.from(answer), () => COST);
}

describe('usage of whole answers, with the cost beside it', () => {
  it('Chat Completions: the bytes are the same but for the cost', () => {
    const answer = String.raw`{ "id":"1", "choices":[{"message":{"content":"\"usage\":{}"}}],
      "service_tier":"flex", "usage": {"prompt_tokens":9,"completion_tokens":12,"total_tokens":21} }`;
    const { measured, bytes } = tap(dialects.chatCompletions, answer);
    expect(measured).toEqual({
      serviceTier: 'flex',
      usage: { ...NO_USAGE, inputTokens: 9, outputTokens: 12 },
    });
    expect(bytes.toString()).toBe(answer.replace('{"prompt', `{"cost":${COST},"prompt`));
  });

  it('Responses', () => {
    const usage =
      '{"input_tokens":30,"input_tokens_details":{"cached_tokens":10,"cache_write_tokens":5},"output_tokens":9}';
    const { measured, bytes } = tap(dialects.responses, `{"object":"response","usage":${usage}}`);
    expect(measured?.usage).toMatchObject({ inputTokens: 15, cacheReadTokens: 10, cacheWrite5mTokens: 5 });
    expect(JSON.parse(bytes.toString()).usage.cost).toBe(0.0000123);
    const queued = '{"object":"response","status":"queued","usage":null}';
    expect(tap(dialects.responses, queued)).toMatchObject({ measured: null, bytes: Buffer.from(queued) });
  });

  it('fact 24, F17: Messages: input is without the cache, writes by their life', () => {
    const usage =
      '{"input_tokens":7,"cache_creation_input_tokens":30,"cache_read_input_tokens":4,"cache_creation":{"ephemeral_5m_input_tokens":10,"ephemeral_1h_input_tokens":20},"output_tokens":5,"service_tier":"batch"}';
    expect(tap(dialects.messages, `{"type":"message","usage":${usage}}`).measured).toEqual({
      serviceTier: 'batch',
      usage: {
        ...NO_USAGE,
        inputTokens: 7,
        cacheReadTokens: 4,
        cacheWrite5mTokens: 10,
        cacheWrite1hTokens: 20,
        outputTokens: 5,
      },
    });
  });

  it('Embeddings: input alone, megabytes of numbers untouched', () => {
    const fixture = readFixture('openai-embeddings', 'answer.json');
    expect(tap(dialects.embeddings, fixture).measured?.usage).toEqual({ ...NO_USAGE, inputTokens: 8 });
    const numbers = Array.from({ length: 200_000 }, (_, index) => index / 7).join(',');
    const answer = `{"data":[{"embedding":[${numbers}]}],"usage":{"prompt_tokens":3,"total_tokens":3}}`;
    const { bytes } = tap(dialects.embeddings, answer);
    expect(bytes.length).toBe(answer.length + `"cost":${COST},`.length);
  });

  it('images: tokens by what they are, and the pictures', () => {
    const usage =
      '{"input_tokens":50,"input_tokens_details":{"image_tokens":40,"text_tokens":10},"output_tokens":90,"output_tokens_details":{"image_tokens":80,"text_tokens":10},"total_tokens":140}';
    const answer = `{"created":1,"size":"1536x1024","data":[{"b64_json":"aaaa"},{"b64_json":"bbbb"}],"usage":${usage}}`;
    const { measured, bytes } = tap(dialects.imageGenerations, answer);
    expect(measured).toEqual({
      usage: { ...NO_USAGE, inputTokens: 10, imageInputTokens: 40, outputTokens: 10, imageOutputTokens: 80 },
      serviceTier: null,
      pieces: [{ kind: 'image', count: 2, size: '1536x1024' }],
    });
    expect(bytes.toString()).toBe(answer.replace('{"input_tokens":50', `{"cost":${COST},"input_tokens":50`));
  });

  it('images without usage are counted, whatever holds them', () => {
    const pieces = (answer: string) => tap(dialects.imageGenerations, answer).pieces;
    const both = '{"data":[{"url":"https://a","revised_prompt":"\\"url\\":"},{"url":"https://b"}]}';
    expect(pieces(both)).toEqual([{ kind: 'image', count: 2, size: null }]);
    const sized = '{"data":[{"url":"https://a","b64_json":"","size":"2048x2048"}]}';
    expect(pieces(sized)).toEqual([{ kind: 'image', count: 1, size: '2048x2048' }]);
    expect(pieces('{"data":[]}')).toEqual([]);
  });

  it('transcripts: sound apart from text, or seconds', () => {
    const tokens =
      '{"type":"tokens","input_tokens":14,"input_token_details":{"text_tokens":4,"audio_tokens":10},"output_tokens":6}';
    expect(tap(dialects.audioTranscriptions, `{"text":"a","usage":${tokens}}`).measured).toEqual({
      usage: { ...NO_USAGE, inputTokens: 4, audioInputTokens: 10, outputTokens: 6 },
      serviceTier: null,
    });
    const seconds = (count: unknown) =>
      tap(dialects.audioTranscriptions, `{"text":"a","usage":{"type":"duration","seconds":${count}}}`)
        .measured;
    expect(seconds(8.2)).toMatchObject({ usage: NO_USAGE, pieces: [{ kind: 'second', count: 9 }] });
    expect([seconds(-1), seconds(1e12), seconds('"8"')]).toEqual([null, null, null]);
  });

  it('rerank as Jina reports it', () => {
    const answer = '{"results":[{"index":0}],"usage":{"total_tokens":15}}';
    expect(tap(dialects.rerank, answer).measured?.usage).toEqual({ ...NO_USAGE, inputTokens: 15 });
    const cohere = '{"results":[],"meta":{"billed_units":{"search_units":1}}}';
    expect(tap(dialects.rerank, cohere).measured).toBeNull();
  });

  it('Gemini: pictures apart from the text beside them', () => {
    const details = '[{"modality":"TEXT","tokenCount":10},{"modality":"IMAGE","tokenCount":1290}]';
    const answer = `{"candidates":[],"usageMetadata":{"promptTokenCount":4,"candidatesTokenCount":1300,"candidatesTokensDetails":${details}}}`;
    expect(tap(dialects.geminiGenerate, answer).measured?.usage).toEqual({
      ...NO_USAGE,
      inputTokens: 4,
      outputTokens: 10,
      imageOutputTokens: 1290,
    });
  });

  it('Gemini, with zeros left out', () => {
    const answer = '{"candidates":[],"usageMetadata":{"promptTokenCount":12,"totalTokenCount":12}}';
    const { measured, bytes } = tap(dialects.geminiGenerate, answer);
    expect(measured?.usage).toEqual({ ...NO_USAGE, inputTokens: 12 });
    expect(bytes.toString()).toContain(`"usageMetadata":{"cost":${COST},`);
  });

  it('counting tokens is free and untouched', () => {
    const answer = '{"input_tokens":2095,"usage":{"input_tokens":1,"output_tokens":1}}';
    expect(tap(dialects.messagesCountTokens, answer)).toEqual({ measured: null, bytes: Buffer.from(answer) });
    const gemini = '{"totalTokens":31,"usageMetadata":{"promptTokenCount":1}}';
    expect(tap(dialects.geminiCountTokens, gemini).bytes.toString()).toBe(gemini);
  });

  it('F11: what is no answer comes back as it is and measures nothing', () => {
    const bodies = [
      '',
      'oops',
      '[]',
      '{"a":1',
      '{"usage":{}}',
      '{"usage":[1]}',
      '{"usage":{"a":1},"usage":{}}',
    ];
    for (const operation of [dialects.chatCompletions, dialects.messages, dialects.responses]) {
      for (const body of bodies) {
        expect(tap(operation, body)).toEqual({ measured: null, bytes: Buffer.from(body) });
      }
    }
  });
});
