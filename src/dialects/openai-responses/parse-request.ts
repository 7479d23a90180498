import type { CanonicalRequest, ToolDefinition, Turn } from '../../canonical/index.ts';
import { CannotCarryError, type ParsedRequest } from '../codec.ts';
import type { JsonObject } from '../dialect.ts';
import { type Fields, fieldsOf, takeFlag, takeInteger, takeNumber, takeText } from '../fields.ts';
import { textPart } from './read-content.ts';
import { readInput } from './read-input.ts';
import { readIncluded, readMetadata, readReasoning, readTextSettings } from './read-settings.ts';
import { readToolChoice, readTools } from './read-tools.ts';

/** Fields that say how the answer is kept, sent or cached: others than the model of the answer see to them. */
const NOT_FOR_THE_MODEL = [
  'model',
  'input',
  'store',
  'stream_options',
  'prompt_cache_options',
  'prompt_cache_retention',
] as const;

/** Fields that point to what is stored at OpenAI; what the gateway stores it has put into `input` before. */
const STORED_ELSEWHERE: Readonly<Record<string, string>> = {
  previous_response_id: 'refers to a stored answer; send the conversation itself',
  conversation: 'refers to a stored conversation; send the conversation itself',
  prompt: 'refers to a stored prompt; send its text',
  background: 'asks for an answer in the background, which this model cannot give',
};

/**
 * Reads a request of a Responses client (openai-node, `ResponseCreateParams`).
 * @throws {Refusal} `invalid_request` naming what is malformed; {CannotCarryError} for what only OpenAI's
 *   models can read.
 */
export function parseResponsesRequest(body: JsonObject): ParsedRequest {
  const fields = fieldsOf(body, '');
  NOT_FOR_THE_MODEL.forEach(fields.take);
  refuseStored(fields);
  const { turns, tools: found, dropped } = readInput(body);
  const included = readIncluded(fields);
  const tools = withoutTwins([...readTools(fields), ...found]);
  const isTruncating = fields.take('truncation') === 'auto';
  const request: CanonicalRequest = {
    turns: [...readInstructions(fields), ...turns],
    tools,
    toolChoice: readToolChoice(fields, tools),
    reasoning: readReasoning(fields),
    ...readTextSettings(fields),
    ...readPlain(fields),
    logprobs: included.logprobs,
    metadata: readMetadata(fields),
    ...WITHOUT_WORD,
  };
  const left = [...included.dropped, ...dropped, ...(isTruncating ? ['truncation'] : [])];
  return { request, dropped: [...left, ...fields.untaken()] };
}

/** Settings of the middle that Responses has no word for. */
const WITHOUT_WORD = {
  stopSequences: [],
  choices: null,
  topK: null,
  frequencyPenalty: null,
  presencePenalty: null,
  seed: null,
  logitBias: null,
} as const satisfies Partial<CanonicalRequest>;

function readPlain(fields: Fields) {
  const user = takeText(fields, 'user');
  return {
    parallelTools: takeFlag(fields, 'parallel_tool_calls'),
    maxOutputTokens: takeInteger(fields, 'max_output_tokens'),
    temperature: takeNumber(fields, 'temperature'),
    topP: takeNumber(fields, 'top_p'),
    serviceTier: takeText(fields, 'service_tier'),
    endUser: takeText(fields, 'safety_identifier') ?? user,
    promptCacheKey: takeText(fields, 'prompt_cache_key'),
    isStreaming: takeFlag(fields, 'stream') ?? false,
  };
}

function readInstructions(fields: Fields): readonly Turn[] {
  const text = takeText(fields, 'instructions');
  return text === null || text === '' ? [] : [{ role: 'system', parts: [textPart('instructions', text)] }];
}

/** A search may find a tool again; other dialects refuse two of one name. */
function withoutTwins(tools: readonly ToolDefinition[]): readonly ToolDefinition[] {
  const byName = new Map(tools.toReversed().map((tool) => [tool.name, tool]));
  return tools.filter((tool) => byName.get(tool.name) === tool);
}

function refuseStored(fields: Fields): void {
  for (const [name, reason] of Object.entries(STORED_ELSEWHERE)) {
    if ((fields.take(name) ?? false) !== false) {
      throw new CannotCarryError({ at: name }, reason);
    }
  }
}
