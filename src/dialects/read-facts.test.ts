import { describe, expect, it } from 'vitest';
import { Refusal } from '../core/refusal.ts';
import type { CallAddress, CallFacts, JsonObject, Operation } from './dialect.ts';
import * as dialects from './index.ts';

const HI = [{ role: 'user', content: 'hi' }];
const CONTENTS = [{ role: 'user', parts: [{ text: 'hi' }] }];

function address(model: string | null = null, query = ''): CallAddress {
  return { model, query: new URLSearchParams(query) };
}

function facts(operation: Operation, body: JsonObject): CallFacts {
  return operation.readFacts(body, address(operation.dialect === 'gemini' ? 'gemini-2.5-flash' : null));
}

function fieldAtFault(operation: Operation, body: JsonObject, at?: CallAddress): string | null {
  try {
    operation.readFacts(body, at ?? address(operation.dialect === 'gemini' ? 'gemini-2.5-flash' : null));
    return null;
  } catch (error) {
    expect(error).toBeInstanceOf(Refusal);
    return error instanceof Refusal && error.status === 400 ? error.param : 'wrong refusal';
  }
}

describe('400: a field of a wrong shape is named', () => {
  const chat = { model: 'm', messages: HI };
  const cases: [Operation, JsonObject, string][] = [
    [dialects.chatCompletions, { messages: HI }, 'model'],
    [dialects.chatCompletions, { ...chat, model: '' }, 'model'],
    [dialects.chatCompletions, { ...chat, model: 7 }, 'model'],
    [dialects.chatCompletions, { model: 'm' }, 'messages'],
    [dialects.chatCompletions, { ...chat, messages: [] }, 'messages'],
    [dialects.chatCompletions, { ...chat, messages: { length: 1 } }, 'messages'],
    [dialects.chatCompletions, { ...chat, stream: 'true' }, 'stream'],
    [dialects.chatCompletions, { ...chat, stream_options: true }, 'stream_options'],
    [dialects.chatCompletions, { ...chat, max_tokens: 0 }, 'max_tokens'],
    [dialects.chatCompletions, { ...chat, max_completion_tokens: 1.5 }, 'max_completion_tokens'],
    [dialects.chatCompletions, { ...chat, n: 129 }, 'n'],
    [dialects.responses, { model: 'm' }, 'input'],
    [dialects.responses, { model: 'm', input: 3 }, 'input'],
    [dialects.responses, { model: 'm', input: 'x', max_output_tokens: -1 }, 'max_output_tokens'],
    [dialects.embeddings, { model: 'm' }, 'input'],
    [dialects.embeddings, { model: 'm', input: [] }, 'input'],
    [dialects.messages, { model: 'm', messages: 'hi' }, 'messages'],
    [dialects.messages, { model: 'm', messages: HI, max_tokens: '10' }, 'max_tokens'],
    [dialects.messagesCountTokens, { messages: HI }, 'model'],
    [dialects.geminiGenerate, {}, 'contents'],
    [dialects.geminiGenerate, { contents: CONTENTS, generationConfig: [] }, 'generationConfig'],
    [
      dialects.geminiStreamGenerate,
      { contents: CONTENTS, generationConfig: { maxOutputTokens: 0 } },
      'generationConfig.maxOutputTokens',
    ],
    [
      dialects.geminiGenerate,
      { contents: CONTENTS, generation_config: { candidate_count: 0 } },
      'generation_config.candidate_count',
    ],
    [dialects.geminiBatchEmbed, {}, 'requests'],
    [dialects.completions, { prompt: 'x' }, 'model'],
    [dialects.completions, { model: 'm', prompt: [] }, 'prompt'],
    [dialects.completions, { model: 'm', prompt: 'x', best_of: 0 }, 'best_of'],
    [dialects.imageEdits, { model: 'm', prompt: '' }, 'prompt'],
    [dialects.moderations, { model: '', input: 'x' }, 'model'],
    [dialects.audioTranslations, { model: 'm' }, 'file'],
  ];
  for (const [operation, body, field] of cases) {
    it(`${operation.name}: ${JSON.stringify(body)} is refused for ${field}`, () => {
      expect(fieldAtFault(operation, body)).toBe(field);
    });
  }

  it('a model in a path cannot lead to another path', () => {
    for (const model of ['..', 'a/../b', '', 'a//b']) {
      expect(fieldAtFault(dialects.geminiGenerate, { contents: CONTENTS }, address(model))).toBe('model');
    }
  });
});

describe('facts of a call', () => {
  it('null is absent, and absent is no limit', () => {
    const body = { model: 'm', messages: HI, stream: null, max_tokens: null, n: null, stream_options: null };
    expect(facts(dialects.chatCompletions, body)).toMatchObject({
      isStreaming: false,
      maxOutputTokens: null,
      choices: 1,
      wantsStreamUsage: false,
    });
    expect(facts(dialects.messages, { model: 'm', messages: HI }).maxOutputTokens).toBeNull();
  });

  it('F5: of two limits the larger one counts for the hold', () => {
    const body = { model: 'm', messages: HI, max_tokens: 10, max_completion_tokens: 500, n: 3 };
    expect(facts(dialects.chatCompletions, body)).toMatchObject({ maxOutputTokens: 500, choices: 3 });
    const gemini = { contents: CONTENTS, generation_config: { max_output_tokens: 9, candidateCount: 2 } };
    expect(facts(dialects.geminiGenerate, gemini)).toMatchObject({ maxOutputTokens: 9, choices: 2 });
  });

  it('streams know who asked for usage', () => {
    const body = { model: 'm', messages: HI, stream: true };
    expect(facts(dialects.chatCompletions, body).wantsStreamUsage).toBe(false);
    const asked = { ...body, stream_options: { include_usage: true } };
    expect(facts(dialects.chatCompletions, asked).wantsStreamUsage).toBe(true);
    expect(facts(dialects.geminiStreamGenerate, { contents: CONTENTS }).isStreaming).toBe(true);
  });

  it('what writes nothing has an output limit of zero', () => {
    expect(facts(dialects.embeddings, { model: 'm', input: 'x' }).maxOutputTokens).toBe(0);
    expect(facts(dialects.geminiEmbed, { content: { parts: [] } }).maxOutputTokens).toBe(0);
    expect(dialects.messagesCountTokens.isBilled || dialects.geminiCountTokens.isBilled).toBe(false);
  });
});

describe('F5: input the body only points to', () => {
  const user = (part: object) => [{ role: 'user', content: [part] }];
  const seen: [Operation, JsonObject][] = [
    [dialects.responses, { model: 'm', previous_response_id: 'resp_1' }],
    [dialects.responses, { model: 'm', conversation: { id: 'conv_1' }, input: 'x' }],
    [dialects.responses, { model: 'm', prompt: { id: 'pmpt_1' } }],
    [dialects.responses, { model: 'm', input: user({ type: 'input_file', file_id: 'file-1' }) }],
    [dialects.responses, { model: 'm', input: user({ type: 'input_image', image_url: 'https://a/b.png' }) }],
    [dialects.responses, { model: 'm', input: user({ type: 'input_file', file_url: 'http://a/b.pdf' }) }],
    [dialects.responses, { model: 'm', input: [{ type: 'item_reference', id: 'rs_1' }] }],
    [
      dialects.chatCompletions,
      { model: 'm', messages: user({ type: 'image_url', image_url: { url: 'HTTPS://a/b' } }) },
    ],
    [dialects.chatCompletions, { model: 'm', messages: user({ type: 'file', file: { file_id: 'file-1' } }) }],
    [
      dialects.messages,
      { model: 'm', messages: user({ type: 'image', source: { type: 'url', url: 'https://a/b' } }) },
    ],
    [
      dialects.messages,
      { model: 'm', messages: user({ type: 'document', source: { type: 'file', file_id: 'f' } }) },
    ],
    [dialects.geminiGenerate, { contents: [{ parts: [{ fileData: { fileUri: 'gs://a/b' } }] }] }],
    [dialects.geminiGenerate, { contents: CONTENTS, cachedContent: 'cachedContents/1' }],
  ];
  for (const [operation, body] of seen) {
    it(`${operation.name}: ${JSON.stringify(body)}`, () => {
      expect(facts(operation, body).hasUnseenInput).toBe(true);
    });
  }

  it('addresses in text and data URLs are not such input', () => {
    const parts = [
      { type: 'text', text: 'see https://example.com' },
      { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } },
      { type: 'tool_use', input: { url: 'https://example.com' } },
    ];
    expect(
      facts(dialects.chatCompletions, { model: 'm', messages: [{ content: parts }] }).hasUnseenInput,
    ).toBe(false);
  });
});
