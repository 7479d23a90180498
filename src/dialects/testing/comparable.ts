import type { AssistantPart, CanonicalResponse } from '../../canonical/index.ts';

/** A copy without the places where things stood: they differ between dialects and say nothing else. */
export function withoutPlaces<T>(value: T): T {
  return JSON.parse(JSON.stringify(value, (key, member: unknown) => (key === 'at' ? '' : member)));
}

/**
 * An answer as dialects are compared by: without places, without parts that say nothing, and neighbouring
 * text in one part where nothing hangs on either.
 */
export function comparable(response: CanonicalResponse): CanonicalResponse {
  const plain = withoutPlaces(response);
  const choices = plain.choices.map((choice) => ({ ...choice, parts: comparableParts(choice.parts) }));
  return { ...plain, choices };
}

/** The same for the parts of one turn. */
export function comparableParts<Part extends { readonly type: string }>(
  parts: readonly (Part | AssistantPart)[],
): readonly (Part | AssistantPart)[] {
  const joined: (Part | AssistantPart)[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (isPlain(last) && isPlain(part) && last.type === part.type) {
      joined[joined.length - 1] = { ...last, text: last.text + part.text };
    } else if (!isPlain(part) || part.text !== '') {
      joined.push(part);
    }
  }
  return joined;
}

type Plain = Extract<AssistantPart, { readonly text: string }>;

/** Whether a part is text, reasoning or a refusal on which nothing hangs. */
function isPlain(part: { readonly type: string } | undefined): part is Plain {
  const known = part as AssistantPart | undefined;
  switch (known?.type) {
    case 'text':
      return known.signature === null && known.citations.length === 0 && known.cacheMark === null;
    case 'reasoning':
      return known.signature === null && !known.isRedacted;
    case 'refusal':
      return true;
    default:
      return false;
  }
}
