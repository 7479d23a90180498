import type { Secret } from '../core/secret.ts';

/** A credential that is a JSON object. */
export interface JsonCredential {
  /** The text of a member; null where it is missing, empty or no text. */
  text(name: string): string | null;
}

/** Reads a credential that is a JSON object; null for any other text. */
export function parseJsonCredential(credential: Secret): JsonCredential | null {
  const members = membersOf(credential.reveal());
  if (members === null) {
    return null;
  }
  return {
    text(name) {
      const member = members[name];
      return typeof member === 'string' && member !== '' ? member : null;
    },
  };
}

/** Shorter texts are words like a type, which would be taken out of harmless sentences. */
const SHORTEST_SECRET = 8;

/** Every text of a credential that nobody may read: the whole, and the texts in a JSON object. */
export function secretTexts(credential: Secret): readonly string[] {
  const text = credential.reveal();
  const members = membersOf(text);
  const inside = Object.values(members ?? {}).filter(
    (member): member is string => typeof member === 'string' && member.length >= SHORTEST_SECRET,
  );
  return [text, ...inside];
}

function membersOf(text: string): Readonly<Record<string, unknown>> | null {
  if (!text.trimStart().startsWith('{')) {
    return null;
  }
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
