import { readFixture } from '../dialects/fixture-streams.ts';
import type { RoadDialect } from './road-dialects.ts';

const FIXTURES: Readonly<Record<string, readonly [string, string]>> = {
  chat: ['openai-chat', 'plain.sse'],
  responses: ['openai-responses', 'plain.sse'],
  messages: ['anthropic-messages', 'plain.sse'],
  'gemini sse': ['gemini', 'plain.sse'],
  'gemini json-array': ['gemini', 'plain-array.json'],
};

/** A short recorded-shape stream of a dialect that ends well, as a byte upstream can play it. */
export function plainStream({ name }: RoadDialect): { readonly bytes: Buffer; readonly contentType: string } {
  const [folder = '', file = ''] = FIXTURES[name] ?? [];
  const contentType = file.endsWith('.json') ? 'application/json' : 'text/event-stream';
  return { bytes: readFixture(folder, file), contentType };
}
