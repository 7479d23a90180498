import type { BodyEdit, JsonObject } from '../dialect.ts';
import { isJsonObject } from '../field-checks.ts';
import { isEnvelope } from '../translation/signature-envelope.ts';

/**
 * What must change in a native body that holds thinking another dialect made: a session that was translated
 * before comes to Anthropic itself with it, and Anthropic refuses what it did not sign. Such thinking is
 * left out, and with it a message that says nothing else. Nothing where there is none, so that the bytes
 * go as they are.
 */
export function withoutForeignStates(body: JsonObject): readonly BodyEdit[] {
  const { messages } = body;
  if (!Array.isArray(messages) || !messages.some(hasForeign)) {
    return [];
  }
  const kept = messages.flatMap((message: unknown): readonly unknown[] =>
    isJsonObject(message) && hasForeign(message) ? withoutForeign(message) : [message],
  );
  const edits = [{ key: 'messages', valueJson: JSON.stringify(kept) }];
  return asksForThinking(body) && lacksThinking(kept)
    ? [...edits, { key: 'thinking', valueJson: JSON.stringify({ type: 'disabled' }) }]
    : edits;
}

/** Only the model thinks, and what users say may be long. */
function hasForeign(message: unknown): boolean {
  return isJsonObject(message) && message.role === 'assistant' && blocksOf(message).some(isForeign);
}

function blocksOf(message: unknown): readonly unknown[] {
  return isJsonObject(message) && Array.isArray(message.content) ? message.content : [];
}

/** Anthropic signs all of its thinking; what is shown without a signature came from elsewhere too. */
function isForeign(block: unknown): boolean {
  if (!isJsonObject(block)) {
    return false;
  }
  if (block.type === 'redacted_thinking') {
    return typeof block.data === 'string' && isEnvelope(block.data);
  }
  const { signature } = block;
  return (
    block.type === 'thinking' && typeof signature === 'string' && (signature === '' || isEnvelope(signature))
  );
}

function withoutForeign(message: JsonObject): readonly JsonObject[] {
  const content = blocksOf(message).filter((block) => !isForeign(block));
  return content.length === 0 ? [] : [{ ...message, content }];
}

function asksForThinking({ thinking }: JsonObject): boolean {
  return isJsonObject(thinking) && thinking.type === 'enabled';
}

/**
 * Thinking by a budget must stand before the calls whose results are given
 * (platform.claude.com/docs, "Extended thinking"); without it thinking can only be switched off.
 */
function lacksThinking(messages: readonly unknown[]): boolean {
  const [turn, results] = messages.slice(-2);
  const [first] = blocksOf(turn);
  const begins = isJsonObject(first) ? first.type : null;
  return (
    blocksOf(results).some((block) => isJsonObject(block) && block.type === 'tool_result') &&
    begins !== 'thinking' &&
    begins !== 'redacted_thinking'
  );
}
