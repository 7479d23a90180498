import { createHash } from 'node:crypto';

/** The dialect's name. */
export const DIALECT = 'openai-responses';

/** Longest name of a tool that every dialect takes (platform.openai.com, `tools[].name`). */
const MAX_NAME_CHARS = 64;
const HASH_CHARS = 8;

/**
 * The one name of a tool that stands in a namespace, for dialects without namespaces: `mcp__docs__search`.
 * Names that grow too long end in a hash of the whole, so that they stay apart and the same every time.
 */
export function flatName(namespace: string | null, name: string): string {
  if (namespace === null) {
    return name;
  }
  const flat = namespace.endsWith('__') ? `${namespace}${name}` : `${namespace}__${name}`;
  return flat.length <= MAX_NAME_CHARS ? flat : shortened(flat, MAX_NAME_CHARS);
}

/** Longest ids and keys OpenAI takes in `call_id`, `safety_identifier` and `prompt_cache_key`. */
const MAX_ID_CHARS = 64;

/** An id of another dialect as OpenAI takes it; the same id is written the same way every time. */
export function boundedId(id: string): string {
  return id.length <= MAX_ID_CHARS ? id : createHash('sha256').update(id).digest('hex');
}

function shortened(text: string, chars: number): string {
  const hash = createHash('sha256').update(text).digest('hex').slice(0, HASH_CHARS);
  return `${text.slice(0, chars - HASH_CHARS - 1)}_${hash}`;
}
