import { asList, asObject, asText, type JsonObject } from '../json-shape.ts';
import { bodyOf, type Call, freeReply, outputOf, Refusal, type Reply } from '../platform.ts';
import { sign } from '../signature.ts';
import { noTokens } from '../tokens.ts';
import { readResponsesRequest } from './responses-request.ts';
import type { StoredAnswer } from './stored-responses.ts';

/** What a compaction puts out. */
const COMPACTION_TOKENS = 16;

/** Everything under `/responses/`: what is done with a response that was made before, and what counts. */
export function answerStored(call: Call, credential: string): Reply | undefined {
  const [, id = '', rest = ''] = /^\/responses\/([^/]+)(?:\/(.*))?$/.exec(call.path) ?? [];
  switch (`${call.method} ${rest}`) {
    case 'GET ':
      return freeReply(requireStored(call, credential, id).response);
    case 'DELETE ':
      requireStored(call, credential, id);
      call.storedAnswers.remove(credential, id);
      return freeReply({ id, object: 'response', deleted: true });
    case 'GET input_items':
      return freeReply(listItems(requireStored(call, credential, id)));
    case 'POST cancel':
      requireStored(call, credential, id);
      throw new Refusal(400, 'Cannot cancel a synchronous response.');
    case 'POST ':
      return id === 'compact'
        ? compact(call, credential)
        : id === 'input_tokens'
          ? count(call, credential)
          : undefined;
    default:
      return undefined;
  }
}

/** The body with everything it continues in its input. Throws `Refusal` 400 for a response of another account. */
export function withPrevious(call: Call, body: JsonObject, credential: string): JsonObject {
  const id = body.previous_response_id;
  if (id === undefined || id === null) return body;
  const previous = call.storedAnswers.find(credential, String(id));
  if (previous === undefined) {
    const message = `Previous response with id '${id}' not found.`;
    throw new Refusal(400, message, 'previous_response_id', 'previous_response_not_found');
  }
  return {
    ...body,
    input: [...previous.input, ...outputItems(previous), ...inputItems(body, call.requestId)],
  };
}

/** The input of a request as items with ids. */
export function inputItems(body: JsonObject, requestId: string): JsonObject[] {
  const { input } = body;
  const items =
    typeof input === 'string' ? [{ type: 'message', role: 'user', content: textOf(input) }] : asList(input);
  return items.map((item, index) => ({ id: `msg_in_${requestId}_${index}`, ...asObject(item) }));
}

function outputItems({ response }: StoredAnswer): JsonObject[] {
  return asList(asObject(response)?.output).map((item) => asObject(item) ?? {});
}

function textOf(text: string): object[] {
  return [{ type: 'input_text', text }];
}

function requireStored(call: Call, credential: string, id: string): StoredAnswer {
  const found = call.storedAnswers.find(credential, id);
  if (found === undefined) throw new Refusal(404, `Response with id '${id}' not found.`);
  return found;
}

function listItems({ input }: StoredAnswer): object {
  const data = input.toReversed();
  return {
    object: 'list',
    data,
    first_id: data[0]?.id ?? null,
    last_id: data.at(-1)?.id ?? null,
    has_more: false,
  };
}

function compact(call: Call, credential: string): Reply {
  const body = withPrevious(call, bodyOf(call), credential);
  const { model, conversation } = readResponsesRequest(body, credential);
  const users = inputItems(body, call.requestId).filter(({ role }) => role === 'user');
  const text = Buffer.from(conversation.prompt).toString('base64url');
  const sealed = `${text}.${sign(`openai compaction ${credential}`, text)}`;
  const prompt = { ...noTokens(), input: conversation.textTokens };
  const answer = {
    id: `resp_${call.requestId}`,
    object: 'response.compaction',
    created_at: Math.floor(call.atMs / 1000),
    output: [...users, { id: `cmp_${call.requestId}`, type: 'compaction', encrypted_content: sealed }],
    usage: {
      input_tokens: prompt.input,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens: COMPACTION_TOKENS,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: prompt.input + COMPACTION_TOKENS,
    },
  };
  const charge = { kind: 'compact', model, prompt };
  return {
    type: 'whole',
    status: 200,
    body: JSON.stringify(answer),
    charge,
    generated: outputOf(COMPACTION_TOKENS),
  };
}

function count(call: Call, credential: string): Reply {
  const body = withPrevious(call, bodyOf(call), credential);
  const { conversation } = readResponsesRequest({ model: asText(body.model) ?? 'any', ...body }, credential);
  return freeReply({ object: 'response.input_tokens', input_tokens: conversation.textTokens });
}
