import { createHash } from 'node:crypto';

/** What the API takes as the id of a call (its own refusal: "String should match pattern"). */
const TAKEN_ID = /^[a-zA-Z0-9_-]{1,64}$/;

/** Gives every call of a conversation an id that the API takes, and its result the same. */
export interface ToolUseIds {
  ofCall(id: string): string;
  /** The id of the last call that had this one. */
  ofResult(id: string): string;
}

/**
 * Ids are kept as they came where they can be. Others are hashed, so that the same conversation is always
 * written the same way and stays in the upstream's cache. Some upstreams begin to count anew in each
 * answer; ids must be unique over a conversation, so a repeated one is hashed with its number.
 */
export function createToolUseIds(): ToolUseIds {
  const written = new Map<string, string>();
  const used = new Set<string>();

  function ofCall(id: string): string {
    let name = taken(id);
    for (let count = 1; used.has(name); count += 1) {
      name = hashed(`${id}\n${count}`);
    }
    used.add(name);
    written.set(id, name);
    return name;
  }

  return { ofCall, ofResult: (id) => written.get(id) ?? taken(id) };
}

function taken(id: string): string {
  return TAKEN_ID.test(id) ? id : hashed(id);
}

function hashed(text: string): string {
  return `call_${createHash('sha256').update(text).digest('hex').slice(0, 24)}`;
}
