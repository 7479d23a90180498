import type { CanonicalField, CanonicalRequest, Turn } from '../../canonical/index.ts';
import { isClaude } from '../gemini/model-family.ts';
import { sentSignature } from '../gemini/signatures.ts';
import { budgetOf } from '../translation/reasoning-effort.ts';

/** Tokens left for the answer where the budget of thinking would take them all. */
const ANSWER_TOKENS = 8_192;

/**
 * A request as Claude takes it behind this dialect. It thinks on within a turn of tools only when the turn
 * has signed thinking of its own, and a budget must leave room for the answer.
 */
export function withClaudeRules(
  request: CanonicalRequest,
  model: string,
  dialect: string,
): { readonly request: CanonicalRequest; readonly dropped: readonly CanonicalField[] } {
  const { reasoning, maxOutputTokens } = request;
  if (!isClaude(model) || reasoning === null || reasoning.mode === 'off') {
    return { request, dropped: [] };
  }
  if (lacksThinking(request.turns, dialect)) {
    return { request: { ...request, reasoning: null }, dropped: ['reasoning'] };
  }
  // What is not shown cannot come back with the result of a tool, and then thinking would end there.
  const shown = { ...request, reasoning: { ...reasoning, isShown: reasoning.isShown ?? true } };
  const budget = budgetOf(reasoning);
  return budget === null || maxOutputTokens === null || maxOutputTokens > budget
    ? { request: shown, dropped: [] }
    : { request: { ...shown, maxOutputTokens: budget + ANSWER_TOKENS }, dropped: [] };
}

/** Whether the last turn of the model called tools and has no thinking that may go back. */
function lacksThinking(turns: readonly Turn[], dialect: string): boolean {
  const last = turns.findLast((turn) => turn.role === 'assistant');
  const parts = last?.parts ?? [];
  const isSigned = parts.some(
    (part) => part.type === 'reasoning' && sentSignature(part.signature, dialect)?.kind === 'r',
  );
  return isInToolTurn(turns) && parts.some(({ type }) => type === 'tool-call') && !isSigned;
}

function isInToolTurn(turns: readonly Turn[]): boolean {
  const last = turns.at(-1);
  return last?.role === 'user' && last.parts.some(({ type }) => type === 'tool-result');
}
