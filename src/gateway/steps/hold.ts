import { dearestCost } from '../../billing/index.ts';
import type { Call, Operation } from '../../dialects/index.ts';
import type { KeyAccess } from '../../keys/index.ts';
import { type Claim, refusalFor } from '../../limits/index.ts';
import type { Offer } from '../../routing/index.ts';
import type { Exchange } from '../exchange.ts';
import type { GatewayDeps } from '../gateway-deps.ts';
import type { Resolved } from './resolve-model.ts';
import { waitForTurn } from './wait-for-turn.ts';

/**
 * The output that is reserved of the tokens of a minute for a call that limits none: more than most answers
 * have. The settlement corrects it to what there really was.
 */
const ASSUMED_OUTPUT_TOKENS = 1_024;

/**
 * Takes all that this call needs, in one step: a place among those that run, the request and its tokens of
 * the minute, and the dearest it could cost of the key's windows and quota, the project's budget and the
 * wallet. Whoever calls this must settle the claim, whatever happens. A promise alone when the call has to
 * wait for its turn.
 * @throws {Refusal} `rate_limit_exceeded`, `concurrency_exceeded`, `queue_full`, `spend_window_exceeded`,
 *   `key_quota_exceeded`, `project_budget_exceeded`, `insufficient_credits`; `client_gone` when it left while
 *   it waited.
 */
export function hold(
  exchange: Exchange,
  call: Call,
  access: KeyAccess,
  resolved: Resolved,
  deps: GatewayDeps,
): Claim | Promise<Claim> {
  const claim = claimOf(exchange, call, access, resolved);
  const rejection = deps.admissions.admit(claim);
  if (rejection === null) {
    return claim;
  }
  if (rejection.limit === 'concurrency' && claim.limits.queueLimit > 0) {
    return waitForTurn(exchange, call, claim, deps);
  }
  throw refusalFor(rejection);
}

function claimOf(exchange: Exchange, call: Call, access: KeyAccess, resolved: Resolved): Claim {
  const { facts, operation } = call;
  const { offers } = resolved;
  const isBilled = operation.isBilled && !isFreeUnpriced(operation, offers);
  return claimFor(access, exchange.startedAtMs, {
    holdNano: isBilled ? dearestCost({ offers, facts }) : 0,
    tokens: isBilled ? mostTokens(call) : 0,
    inputTokens: isBilled ? facts.estimatedInputTokens : 0,
  });
}

/** What a key has to be granted for this much, by every limit it has. */
export function claimFor(
  { key, project }: KeyAccess,
  startedAtMs: number,
  needs: Pick<Claim, 'holdNano' | 'tokens' | 'inputTokens'>,
): Claim {
  return {
    organizationId: key.organizationId,
    projectId: key.projectId,
    keyId: key.id,
    startedAtMs,
    ...needs,
    limits: key.limits,
    windowsNano: key.spendWindowsNano,
    quotaNano: key.quotaNano,
    budgetNano: project.monthlyBudgetNano,
    reservedTokens: 0,
    reservedAtMs: 0,
    slot: -1,
  };
}

function mostTokens({ facts }: Call): number {
  const output = facts.choices * (facts.maxOutputTokens ?? ASSUMED_OUTPUT_TOKENS);
  return Math.min(Math.ceil(facts.inputTokensCeiling + output), Number.MAX_SAFE_INTEGER);
}

/** What nobody priced and is served for nothing is held and counted like counting tokens: not at all. */
function isFreeUnpriced(operation: Operation, offers: readonly Offer[]): boolean {
  return operation.isFreeUnpriced === true && offers.every(({ price }) => price === null);
}
