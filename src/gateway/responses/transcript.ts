import type { JsonObject } from '../../dialects/index.ts';
import { isObject } from './input-items.ts';

/**
 * A conversation as plain text, for a model that shall sum it up. Tools are told of instead of offered, so
 * that any model can read what another one did.
 */
export function transcriptOf(items: readonly JsonObject[]): string {
  return items
    .map(lineOf)
    .filter((line) => line !== '')
    .join('\n\n');
}

function lineOf(item: JsonObject): string {
  const type = item.type ?? 'message';
  if (type === 'message') {
    return `[${item.role}]\n${textOf(item.content)}`;
  }
  if (typeof item.name === 'string') {
    return `[assistant calls ${item.name}]\n${textOf(item.arguments ?? item.input)}`;
  }
  return item.output === undefined ? '' : `[result]\n${textOf(item.output)}`;
}

function textOf(content: unknown): string {
  if (typeof content === 'string') {
    return content;
  }
  if (Array.isArray(content)) {
    return content.map((part: unknown) => (isObject(part) ? partText(part) : '')).join('\n');
  }
  return content === undefined ? '' : JSON.stringify(content);
}

/** What is no text leaves a mark of what it was. */
function partText(part: JsonObject): string {
  const text = part.text ?? part.refusal;
  return typeof text === 'string' ? text : `(${part.type})`;
}
