import type { ToolChoice } from '../answer.ts';
import { asNumber, asObject, asText, type JsonObject } from '../json-shape.ts';
import { Refusal } from '../platform.ts';
import type { Segment } from '../prompt-cache.ts';
import { TOKENS_PER_IMAGE, tokensOf } from '../tokens.ts';

/** A conversation as both of OpenAI's text endpoints count it. */
export type Conversation = {
  /** One for each message, tool or instruction, in the order in which prefixes are cached. */
  readonly segments: Segment[];
  textTokens: number;
  audioTokens: number;
  /** The text of the user's last message, or of the tool result that came last. */
  prompt: string;
  endsWithToolResult: boolean;
};

/** A conversation without anything in it. */
export function emptyConversation(): Conversation {
  return { segments: [], textTokens: 0, audioTokens: 0, prompt: '', endsWithToolResult: false };
}

/** Counts a text as part of the prompt. */
export function addSegment(conversation: Conversation, text: string, extraTokens = 0): void {
  const tokens = tokensOf(text) + extraTokens;
  conversation.textTokens += tokens;
  conversation.segments.push({ text, tokens });
}

/** The parts of a message's content: its text, and what its images and sounds count. */
export function readContent(content: unknown): { text: string; imageTokens: number; audioTokens: number } {
  if (typeof content === 'string') return { text: content, imageTokens: 0, audioTokens: 0 };
  const result = { text: '', imageTokens: 0, audioTokens: 0 };
  if (!Array.isArray(content)) return result;
  for (const entry of content) {
    const part = asObject(entry) ?? {};
    const audio = asText(asObject(part.input_audio)?.data);
    if (audio !== undefined) result.audioTokens += tokensOf(audio);
    else if (typeof part.text === 'string') result.text += part.text;
    else if (part.type !== 'refusal') result.imageTokens += TOKENS_PER_IMAGE;
  }
  return result;
}

/** The model of a request. Throws `Refusal` 400 as OpenAI does when there is none. */
export function requireModel(body: JsonObject): string {
  const model = asText(body.model);
  if (model === undefined || model === '') throw new Refusal(400, 'you must provide a model parameter');
  return model;
}

/** Throws `Refusal` 400 for a role that is not one of these. */
export function requireRole(role: unknown, allowed: readonly string[], param: string): void {
  if (typeof role === 'string' && allowed.includes(role)) return;
  const names = allowed.map((name) => `'${name}'`).join(', ');
  throw new Refusal(
    400,
    `Invalid value: '${String(role)}'. Supported values are: ${names}.`,
    param,
    'invalid_value',
  );
}

/** A whole number of at least `least`, or undefined. Throws `Refusal` 400 for anything else. */
export function readCount(body: JsonObject, name: string, least: number): number | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  const count = asNumber(value);
  if (count !== undefined && Number.isInteger(count) && count >= least) return count;
  throw new Refusal(
    400,
    `Invalid '${name}': expected an integer of at least ${least}.`,
    name,
    'integer_below_min_value',
  );
}

/** `tool_choice` of either endpoint: a word, or an object that names the function. */
export function readToolChoice(value: unknown): ToolChoice {
  const choice = asObject(value);
  const name = asText(choice?.name) ?? asText(asObject(choice?.function)?.name);
  if (name !== undefined) return { mode: 'one', name };
  if (value === 'none') return { mode: 'none' };
  return { mode: value === 'required' ? 'any' : 'auto' };
}

/** Tokens of reasoning for an effort; 0 where none is asked for. */
export function reasoningTokens(effort: unknown): number {
  const known: Record<string, number> = { none: 0, minimal: 16, low: 32, medium: 64, high: 128, xhigh: 256 };
  return typeof effort === 'string' ? (known[effort] ?? 64) : 0;
}

/** The tier a request is answered with. `fast` is answered as `priority`, and `auto` as `default`. */
export function servedTier(tier: unknown): string | undefined {
  if (typeof tier !== 'string') return undefined;
  if (tier === 'fast') return 'priority';
  return tier === 'auto' ? 'default' : tier;
}
