import { describe, expect, it } from 'vitest';
import type { CallAddress, JsonObject, Operation } from './dialect.ts';
import * as dialects from './index.ts';

const NAMED: JsonObject = { model: 'fast', messages: [{}], input: 'x' };

function address(model: string | null = null, query = ''): CallAddress {
  return { model, query: new URLSearchParams(query) };
}

function path(operation: Operation, model: string, at: CallAddress, body: JsonObject = NAMED): string {
  return operation.upstreamPath(model, operation.readFacts(body, at), at);
}

function edits(operation: Operation, body: JsonObject, model: string, at = address()): object {
  const facts = operation.readFacts(body, at);
  const found = operation.bodyEdits(body, model, facts).map((edit) => [edit.key, JSON.parse(edit.valueJson)]);
  return Object.fromEntries(found);
}

describe('the path under the base URL', () => {
  it('OpenAI', () => {
    expect(path(dialects.chatCompletions, 'm', address())).toBe('/chat/completions');
    expect(path(dialects.responses, 'm', address())).toBe('/responses');
    expect(path(dialects.embeddings, 'm', address())).toBe('/embeddings');
  });

  it('fact 31: Anthropic, with the query of the client', () => {
    expect(path(dialects.messages, 'm', address())).toBe('/v1/messages');
    expect(path(dialects.messages, 'm', address(null, 'beta=true'))).toBe('/v1/messages?beta=true');
    expect(path(dialects.messagesCountTokens, 'm', address(null, 'beta=true'))).toBe(
      '/v1/messages/count_tokens?beta=true',
    );
  });

  it('F32, fact 38: Gemini, by framing, never with the key', () => {
    const body = { contents: [{}], requests: [{}] };
    const sse = address('gemini-2.5-flash', 'alt=sse&key=secret');
    const plain = address('gemini-2.5-flash', 'key=secret');
    const of = (operation: Operation, at: CallAddress) => path(operation, 'gemini-2.5-flash', at, body);
    const base = '/v1beta/models/gemini-2.5-flash';
    expect(of(dialects.geminiGenerate, sse)).toBe(`${base}:generateContent`);
    expect(of(dialects.geminiStreamGenerate, sse)).toBe(`${base}:streamGenerateContent?alt=sse`);
    expect(of(dialects.geminiStreamGenerate, plain)).toBe(`${base}:streamGenerateContent`);
    expect(of(dialects.geminiCountTokens, plain)).toBe(`${base}:countTokens`);
    expect(of(dialects.geminiEmbed, plain)).toBe(`${base}:embedContent`);
    expect(of(dialects.geminiBatchEmbed, plain)).toBe(`${base}:batchEmbedContents`);
    expect(dialects.geminiStreamGenerate.streamFraming(sse)).toBe('sse');
    expect(dialects.geminiStreamGenerate.streamFraming(plain)).toBe('json-array');
  });

  it('Gemini model names keep their slashes; everything else is encoded', () => {
    const of = (model: string) => path(dialects.geminiGenerate, model, address('m'), { contents: [{}] });
    expect(of('google/gemma 3?x#y')).toBe('/v1beta/models/google/gemma%203%3Fx%23y:generateContent');
    expect(of('tunedModels/mine')).toBe('/v1beta/tunedModels/mine:generateContent');
  });
});

describe('what changes in the body', () => {
  it('nothing when the model has its own name and no usage must be asked for', () => {
    for (const operation of [
      dialects.chatCompletions,
      dialects.responses,
      dialects.messages,
      dialects.embeddings,
    ]) {
      expect(edits(operation, NAMED, 'fast')).toEqual({});
      expect(edits(operation, NAMED, 'gpt"x')).toEqual({ model: 'gpt"x' });
    }
  });

  it('fact 1: a chat stream asks for usage and keeps the other stream options', () => {
    const body = { ...NAMED, stream: true, stream_options: { include_obfuscation: false } };
    expect(edits(dialects.chatCompletions, body, 'fast')).toEqual({
      stream_options: { include_obfuscation: false, include_usage: true },
    });
    const asked = { ...body, stream_options: { include_usage: true } };
    expect(edits(dialects.chatCompletions, asked, 'fast')).toEqual({});
    expect(edits(dialects.chatCompletions, { ...NAMED, stream: true }, 'fast')).toEqual({
      stream_options: { include_usage: true },
    });
  });

  it('Gemini bodies that name a model name the one of the path', () => {
    const at = address('alias');
    expect(edits(dialects.geminiGenerate, { contents: [{}] }, 'real', at)).toEqual({});
    expect(edits(dialects.geminiEmbed, { model: 'models/alias' }, 'real', at)).toEqual({
      model: 'models/real',
    });
    expect(edits(dialects.geminiEmbed, { model: 'models/real' }, 'real', at)).toEqual({});
    const requests = [{ model: 'models/alias', content: { parts: [] } }, { content: {} }];
    expect(edits(dialects.geminiBatchEmbed, { requests }, 'real', at)).toEqual({
      requests: [{ model: 'models/real', content: { parts: [] } }, { content: {} }],
    });
    const counted = { generateContentRequest: { model: 'alias', contents: [] } };
    expect(edits(dialects.geminiCountTokens, counted, 'real', at)).toEqual({
      generateContentRequest: { model: 'real', contents: [] },
    });
  });
});
