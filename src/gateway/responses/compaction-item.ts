import type { Id } from '../../core/ids.ts';
import { Secret } from '../../core/secret.ts';
import { createSecretBox, type SecretBox, SecretBoxError } from '../../core/secret-box.ts';
import type { JsonObject } from '../../dialects/index.ts';

/** Marks a summary that was made and sealed here; no vendor's own compactions begin so. */
const MARK = 'tpc1.';
/** The types under which clients give compactions back (Codex sends the second). */
const TYPES: ReadonlySet<unknown> = new Set(['compaction', 'compaction_summary']);

/**
 * The item that stands for a conversation from now on: its summary, sealed for the project, so that whoever
 * finds it in a transcript cannot read it.
 */
export function compactionItem(
  summary: string,
  key: string,
  projectId: Id<'proj'>,
  box: SecretBox,
): JsonObject {
  const sealed = boxOfItems(box).seal(new Secret(summary), sealedFor(projectId));
  return { id: `cmp_${key}`, type: 'compaction', encrypted_content: `${MARK}${sealed}` };
}

/**
 * Opens the summaries that were sealed here; compactions of a vendor stay as they are. The same list comes
 * back where there is none.
 */
export function openSummaries(
  items: readonly JsonObject[],
  projectId: Id<'proj'>,
  box: SecretBox,
): readonly JsonObject[] {
  return items.some(isSealedHere) ? items.map((item) => opened(item, projectId, box)) : items;
}

function opened(item: JsonObject, projectId: Id<'proj'>, box: SecretBox): JsonObject {
  if (!isSealedHere(item)) {
    return item;
  }
  try {
    const sealed = item.encrypted_content.slice(MARK.length);
    const summary = boxOfItems(box).open(sealed, sealedFor(projectId)).reveal();
    const text = `Summary of the conversation until here:\n\n${summary}`;
    return { type: 'message', role: 'user', content: [{ type: 'input_text', text }] };
  } catch (error) {
    if (error instanceof SecretBoxError) {
      // Another project's, or altered: it is as unreadable as any stranger's, and refused in those words.
      return { type: 'compaction', encrypted_content: '' };
    }
    throw error;
  }
}

function isSealedHere(item: JsonObject): item is JsonObject & { readonly encrypted_content: string } {
  const { type, encrypted_content: content } = item;
  return TYPES.has(type) && typeof content === 'string' && content.startsWith(MARK);
}

/** Clients hold these items, so they cannot be sealed anew when the master key is rotated: this key stays. */
function boxOfItems(box: SecretBox): SecretBox {
  return createSecretBox(box.keyFor('compaction items'));
}

function sealedFor(projectId: string): string {
  return `compaction ${projectId}`;
}
