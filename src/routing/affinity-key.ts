import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { memberOf } from './json-reading.ts';

/** What a session is told by. */
export interface SessionFacts {
  readonly organizationId: string;
  readonly model: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Where the clients of the dialects put what they were told beforehand, and what was said. */
const INSTRUCTIONS = ['system', 'instructions', 'systemInstruction', 'system_instruction'] as const;
const SAID = ['messages', 'input', 'contents'] as const;
/** Of a longer opening this many characters tell sessions apart well enough. */
const MOST_CHARACTERS = 4_096;

/**
 * The key of the session a request belongs to, within its organization and model: the name a client gave it
 * (Codex and OpenAI's SDKs `prompt_cache_key`, Claude Code `x-claude-code-session-id` or
 * `metadata.user_id`), else a hash of what stays the same from turn to turn: instructions and the first
 * thing said. Null when the request has none of them.
 */
export function affinityKey(facts: SessionFacts): string | null {
  const session = namedSession(facts) ?? openingOf(facts.body);
  if (session === null) {
    return null;
  }
  return createHash('sha1').update(`${facts.organizationId}\n${facts.model}\n${session}`).digest('base64url');
}

function namedSession({ headers, body }: SessionFacts): string | null {
  const names = [
    body.prompt_cache_key,
    headers['x-claude-code-session-id'],
    memberOf(body.metadata, 'user_id'),
    headers['x-session-affinity'],
  ];
  const name = names.find((one) => typeof one === 'string' && one !== '');
  return name === undefined ? null : String(name);
}

function openingOf(body: SessionFacts['body']): string | null {
  const said = SAID.map((name) => body[name]).find((value) => value !== undefined);
  if (said === undefined) {
    return null;
  }
  const instructions = INSTRUCTIONS.map((name) => body[name]).find((value) => value !== undefined);
  const first = Array.isArray(said) ? said.slice(0, 2).filter(isNoAnswer) : said;
  return textOf(instructions) + textOf(first);
}

/** What a model said differs from what it says next time, so it is no part of an opening. */
function isNoAnswer(message: unknown): boolean {
  const role = memberOf(message, 'role');
  return role !== 'assistant' && role !== 'model';
}

function textOf(value: unknown): string {
  return value === undefined ? '' : (JSON.stringify(value) ?? '').slice(0, MOST_CHARACTERS);
}
