import type { JsonObject } from '../dialect.ts';

/** The members of a detail that a stream sends in pieces. */
const PIECEMEAL = ['text', 'summary'] as const;

/**
 * Adds a detail of a stream to those before it. Pieces of one text come as details of one type and index;
 * OpenRouter wants them back as one (openrouter.ai/docs/use-cases/reasoning-tokens).
 */
export function addDetail(details: JsonObject[], detail: JsonObject): void {
  const last = details.at(-1);
  const member = PIECEMEAL.find((name) => typeof detail[name] === 'string');
  const isPiece = last !== undefined && last.type === detail.type && last.index === detail.index;
  if (!isPiece || (member === undefined && detail.type === 'reasoning.encrypted')) {
    details.push(detail);
    return;
  }
  const known = Object.fromEntries(Object.entries(detail).filter(([, value]) => value !== null));
  const joined = member === undefined ? {} : { [member]: `${last[member] ?? ''}${detail[member]}` };
  details[details.length - 1] = { ...last, ...known, ...joined };
}
