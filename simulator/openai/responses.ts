import { type Answer, answerTokens, makeAnswer } from '../answer.ts';
import { bodyOf, type Call, type Reply } from '../platform.ts';
import { readAutomatically } from '../prompt-cache.ts';
import { sign } from '../signature.ts';
import { noTokens, type Tokens } from '../tokens.ts';
import { responsesFrames } from './responses-frames.ts';
import { type ResponsesRequest, readResponsesRequest, reasoningScope } from './responses-request.ts';
import { inputItems, withPrevious } from './responses-state.ts';

/** An item of a response's output, with the tokens it stands for. */
export type OutputItem =
  | {
      readonly type: 'reasoning';
      readonly id: string;
      readonly summary: string;
      readonly sealed: string | undefined;
      readonly tokens: number;
    }
  | {
      readonly type: 'message';
      readonly id: string;
      readonly text: string;
      readonly tokens: number;
      readonly isCut: boolean;
    }
  | {
      readonly type: 'function_call';
      readonly id: string;
      readonly callId: string;
      readonly name: string;
      readonly json: string;
      readonly tokens: number;
    };

/** A response before it is whole or streamed. */
export type ResponseDraft = {
  /** The response object without its status, output and usage. */
  readonly base: object;
  readonly items: readonly OutputItem[];
  readonly status: 'completed' | 'incomplete';
  readonly usage: object | null;
  readonly chunks: number;
};

/** `POST /responses`. */
export function answerResponses(call: Call, credential: string): Reply {
  const body = withPrevious(call, bodyOf(call), credential);
  const request = readResponsesRequest(body, credential);
  const prompt = promptTokens(call, credential, request);
  const answer = makeAnswer({
    prompt: request.conversation.prompt,
    tools: request.tools,
    toolChoice: request.toolChoice,
    afterToolResult: request.conversation.endsWithToolResult,
    maxTokens: request.maxTokens,
    thinkingTokens: request.reasoningTokens,
    stop: [],
    choice: 0,
    pace: call.pace,
  });
  const generated = { output: answerTokens(answer), reasoning: answer.thinkingTokens, audioOutput: 0 };
  const draft: ResponseDraft = {
    base: baseOf(call, request),
    items: itemsOf(call.requestId, credential, request, answer),
    status: answer.finish === 'length' ? 'incomplete' : 'completed',
    usage: call.omitUsage ? null : usageOf(prompt, generated.output, generated.reasoning),
    chunks: answer.chunks,
  };
  const charge = { kind: 'responses', model: request.model, prompt };
  if (body.store !== false) {
    const stored = { response: finishedResponse(draft), input: inputItems(body, call.requestId) };
    call.storedAnswers.keep(credential, `resp_${call.requestId}`, stored);
  }
  if (request.stream) {
    const frames = responsesFrames(draft);
    return { type: 'stream', status: 200, contentType: 'text/event-stream; charset=utf-8', frames, charge };
  }
  const whole = JSON.stringify(finishedResponse(draft));
  return { type: 'whole', status: 200, body: whole, charge, generated, chunks: answer.chunks };
}

/** The response object when all of it is known. */
export function finishedResponse({ base, items, status, usage }: ResponseDraft): object {
  const incomplete_details = status === 'incomplete' ? { reason: 'max_output_tokens' } : null;
  return { ...base, status, incomplete_details, output: items.map(itemJson), usage };
}

/** An item as it stands in the finished response. */
export function itemJson(item: OutputItem): object {
  switch (item.type) {
    case 'reasoning': {
      const summary = item.summary === '' ? [] : [{ type: 'summary_text', text: item.summary }];
      return { id: item.id, type: 'reasoning', summary, encrypted_content: item.sealed };
    }
    case 'message': {
      const status = item.isCut ? 'incomplete' : 'completed';
      return { id: item.id, type: 'message', status, role: 'assistant', content: [textPart(item.text)] };
    }
    case 'function_call': {
      const { id, callId, name, json } = item;
      return { id, type: 'function_call', status: 'completed', call_id: callId, name, arguments: json };
    }
  }
}

/** A text part of a message. */
export function textPart(text: string): object {
  return { type: 'output_text', text, annotations: [], logprobs: [] };
}

function promptTokens(call: Call, credential: string, request: ResponsesRequest): Tokens {
  const { segments, textTokens, audioTokens } = request.conversation;
  const cached = readAutomatically(call.promptCache, `openai ${credential} ${request.model}`, segments, 128);
  return { ...noTokens(), input: textTokens - cached, cache_read: cached, audio_input: audioTokens };
}

function usageOf(prompt: Tokens, output: number, reasoning: number) {
  const inputTokens = prompt.input + prompt.cache_read + prompt.audio_input;
  return {
    input_tokens: inputTokens,
    input_tokens_details: { cached_tokens: prompt.cache_read, cache_write_tokens: 0 },
    output_tokens: output + reasoning,
    output_tokens_details: { reasoning_tokens: reasoning },
    total_tokens: inputTokens + output + reasoning,
  };
}

function itemsOf(id: string, credential: string, request: ResponsesRequest, answer: Answer): OutputItem[] {
  const items: OutputItem[] = [];
  if (answer.thinkingTokens > 0) {
    const text = Buffer.from(answer.thinking).toString('base64url');
    const sealed = request.encryptsReasoning
      ? `${text}.${sign(reasoningScope(credential), text)}`
      : undefined;
    const summary = request.showsSummary ? answer.thinking : '';
    items.push({ type: 'reasoning', id: `rs_${id}`, summary, sealed, tokens: answer.thinkingTokens });
  }
  for (const [index, call] of answer.calls.entries()) {
    const { name, json, tokens } = call;
    items.push({
      type: 'function_call',
      id: `fc_${id}_${index}`,
      callId: `call_${id}_${index}`,
      name,
      json,
      tokens,
    });
  }
  if (answer.text !== '') {
    const isCut = answer.finish === 'length';
    items.push({ type: 'message', id: `msg_${id}`, text: answer.text, tokens: answer.textTokens, isCut });
  }
  return items;
}

function baseOf(call: Call, request: ResponsesRequest): object {
  const { body } = request;
  return {
    id: `resp_${call.requestId}`,
    object: 'response',
    created_at: Math.floor(call.atMs / 1000),
    status: 'in_progress',
    background: false,
    error: null,
    incomplete_details: null,
    instructions: body.instructions ?? null,
    max_output_tokens: body.max_output_tokens ?? null,
    metadata: body.metadata ?? {},
    model: request.model,
    output: [],
    parallel_tool_calls: body.parallel_tool_calls ?? true,
    previous_response_id: body.previous_response_id ?? null,
    prompt_cache_key: body.prompt_cache_key ?? null,
    reasoning: body.reasoning ?? { effort: null, summary: null },
    service_tier: request.serviceTier,
    store: body.store ?? true,
    temperature: body.temperature ?? 1,
    text: body.text ?? { format: { type: 'text' } },
    tool_choice: body.tool_choice ?? 'auto',
    tools: body.tools ?? [],
    top_p: body.top_p ?? 1,
    truncation: body.truncation ?? 'disabled',
    usage: null,
    user: body.user ?? null,
  };
}
