import { randomBytes } from 'node:crypto';
import { generateApiKey } from '../src/keys/key-format.ts';
import type { CannedDialect } from './canned.ts';
import { CHAT_MODEL, MESSAGES_MODEL } from './canned.ts';
import { POLICY_KEY } from './policies.ts';

/** Names of the cases, as `--only` takes them. */
export const CASE_NAMES = [
  'chat',
  'chat-policies',
  'chat-stream',
  'messages-stream',
  'messages-from-responses',
  'chat-from-messages',
  'prompt-200k',
  'unknown-key',
  'malformed-key',
] as const;
export type CaseName = (typeof CASE_NAMES)[number];

/** What a case sends and what a whole answer to it looks like. */
export type BenchCase = {
  name: CaseName;
  dialect: CannedDialect;
  path: string;
  body: string;
  stream: boolean;
  /** Whether the upstream speaks another dialect, which only a gateway that translates can serve. */
  isTranslated: boolean;
  /** Each request carries the next of these; a flood of invalid keys has many. */
  keys: (validKey: string) => readonly string[];
  /** The statuses an answer may have. */
  statuses: readonly number[];
  /** An answer with a shorter body counts as an error. */
  minBodyBytes: number;
  /** What the last bytes of the body must contain. */
  endMarker: string;
};

const FLOOD_KEYS = 4096;
const SENTENCE = 'Explain in plain words how a request travels from a client to a model and back again. ';

/** The definition of a case. */
export function benchCase(name: CaseName): BenchCase {
  switch (name) {
    case 'chat':
      return chatCase(name, {});
    // The same request with a key and a project on which every policy is set.
    case 'chat-policies':
      return chatCase(name, { keys: () => [POLICY_KEY] });
    case 'prompt-200k':
      return chatCase(name, { body: chatBody(200 * 1024, false) });
    case 'chat-stream':
      return chatCase(name, { ...streamed('data: [DONE]\n\n'), body: chatBody(1536, true) });
    case 'messages-stream':
      return {
        ...chatCase(name, streamed('"message_stop"')),
        dialect: 'messages',
        path: '/v1/messages',
        body: messagesBody(1536),
      };
    // The client's dialect is not the upstream's: every event is translated.
    case 'messages-from-responses':
      return {
        ...benchCase('messages-stream'),
        name,
        isTranslated: true,
        body: messagesBody(1536, CHAT_MODEL),
      };
    case 'chat-from-messages':
      return {
        ...benchCase('chat-stream'),
        name,
        isTranslated: true,
        body: chatBody(1536, true, MESSAGES_MODEL),
      };
    case 'unknown-key':
      return chatCase(name, { ...refused, keys: () => flood(unknownKey) });
    case 'malformed-key':
      return chatCase(name, { ...refused, keys: () => flood(malformedKey) });
  }
}

/** The requests of a case as bytes to write, one for each key, with `extraHeaders` for this target. */
export function requestBytes(
  { dialect, path, body, keys }: BenchCase,
  validKey: string,
  extraHeaders: Record<string, string>,
): Buffer[] {
  const extra = Object.entries(extraHeaders).map(([name, value]) => `${name}: ${value}\r\n`);
  return keys(validKey).map((key) => {
    const credential =
      dialect === 'chat'
        ? `authorization: Bearer ${key}\r\n`
        : `x-api-key: ${key}\r\nanthropic-version: 2023-06-01\r\n`;
    return Buffer.from(
      `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\naccept: */*\r\n` +
        `user-agent: bench\r\n${credential}${extra.join('')}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
  });
}

/** An address that presented too many unknown keys is told to wait, without a look at the database. */
const refused = { statuses: [401, 429], minBodyBytes: 20, endMarker: '}' };

function streamed(endMarker: string): Partial<BenchCase> {
  return { stream: true, minBodyBytes: 500, endMarker };
}

function chatCase(name: CaseName, changes: Partial<BenchCase>): BenchCase {
  return {
    name,
    dialect: 'chat',
    path: '/v1/chat/completions',
    body: chatBody(1536, false),
    stream: false,
    isTranslated: false,
    keys: (validKey) => [validKey],
    statuses: [200],
    minBodyBytes: 550,
    endMarker: '}',
    ...changes,
  };
}

function chatBody(sizeBytes: number, stream: boolean, model = CHAT_MODEL): string {
  const flags = stream ? { stream: true } : {};
  const body = (text: string) =>
    JSON.stringify({
      model,
      ...flags,
      temperature: 0.7,
      max_tokens: 256,
      messages: [
        { role: 'system', content: 'You are a helpful assistant.' },
        { role: 'user', content: text },
      ],
    });
  return body(textOf(sizeBytes - body('').length));
}

function messagesBody(sizeBytes: number, model = MESSAGES_MODEL): string {
  const body = (text: string) =>
    JSON.stringify({
      model,
      stream: true,
      max_tokens: 256,
      system: 'You are a helpful assistant.',
      messages: [{ role: 'user', content: text }],
    });
  return body(textOf(sizeBytes - body('').length));
}

function textOf(sizeBytes: number): string {
  return SENTENCE.repeat(Math.ceil(sizeBytes / SENTENCE.length)).slice(0, sizeBytes);
}

function flood(key: (index: number) => string): string[] {
  return Array.from({ length: FLOOD_KEYS }, (_, index) => key(index));
}

/** By turns generated and of the form a caller may choose: only a look-up can tell that they do not exist. */
function unknownKey(index: number): string {
  if (index % 2 === 0) return generateApiKey('general').reveal();
  return `bench_unknown_${randomBytes(16).toString('hex')}`;
}

/** By turns: the form of a generated key with a wrong checksum, a key that is too short, and one with bad letters. */
function malformedKey(index: number): string {
  if (index % 3 === 0) return `sk-tp-${randomBytes(25).toString('hex').slice(1)}`;
  if (index % 3 === 1) return randomBytes(5).toString('hex');
  return `bench!${randomBytes(16).toString('hex')}$`;
}
