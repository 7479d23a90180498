import { createHash } from 'node:crypto';
import type { CanonicalRequest } from '../../canonical/index.ts';

/** What the API takes as the name of a tool (platform.claude.com/docs, "Define tools"). */
const TAKEN_NAME = /^[a-zA-Z0-9_-]{1,64}$/;
const KEPT_CHARS = 48;
const HASH_CHARS = 12;

/** A tool's name as the API takes it: Gemini's may have dots and colons. The same every time. */
export function upstreamToolName(name: string): string {
  if (TAKEN_NAME.test(name)) {
    return name;
  }
  const hash = createHash('sha256').update(name).digest('hex').slice(0, HASH_CHARS);
  return `${name.replaceAll(/[^a-zA-Z0-9_-]/g, '_').slice(0, KEPT_CHARS)}_${hash}`;
}

/** Finds the client's name of a tool that the model called. */
export function clientToolNames({ tools }: CanonicalRequest): (name: string) => string {
  const renamed = new Map<string, string>();
  for (const { name } of tools) {
    const written = upstreamToolName(name);
    if (written !== name) {
      renamed.set(written, name);
    }
  }
  return (name) => renamed.get(name) ?? name;
}
