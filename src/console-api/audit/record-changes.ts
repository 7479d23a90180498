import type { MiddlewareHandler } from 'hono';
import { type AuditedFields, type AuditNote, auditedChange } from '../../audit/index.ts';
import { Refusal } from '../../core/refusal.ts';
import type { RouteRules } from '../authorisation/route-rules.ts';
import type { FindTarget, Targets } from '../authorisation/targets.ts';
import type { Actor, ManagementContext, ManagementEnv, Target } from '../context.ts';
import type { ManagementDeps } from '../deps.ts';

/**
 * Writes down every call that changed something, so that no route can forget to: who, from where, what, and
 * what it was before and afterwards as a caller is shown it, which is without secrets. It is written
 * before the answer leaves: when writing fails, the caller gets that failure and, with it, no secret.
 */
export function recordChanges(
  rules: RouteRules,
  targets: Targets,
  deps: Pick<ManagementDeps, 'audit' | 'clientAddress'>,
): MiddlewareHandler<ManagementEnv> {
  return async (context, next) => {
    const rule = rules.of(context)?.rule ?? null;
    await next();
    if (rule === null || rule.action === null || !context.res.ok) {
      return;
    }
    const find = rule.target === null ? null : targets[rule.target];
    for (const targetId of await targetIdsOf(context)) {
      await deps.audit.record({
        ...whoCalls(context, deps.clientAddress),
        action: rule.action,
        targetId,
        ...(await whatChanged(context, find, targetId)),
      });
    }
  };
}

/** What a call acted on: what its path names, else what its handler says, else what its answer shows. */
async function targetIdsOf(context: ManagementContext): Promise<readonly (string | null)[]> {
  const named = context.get('target')?.id;
  return named === undefined
    ? (context.get('remark')?.targetIds ?? [await answeredId(context.res)])
    : [named];
}

async function whatChanged(
  context: ManagementContext,
  find: FindTarget | null,
  targetId: string | null,
): Promise<Pick<AuditNote, 'organizationId' | 'details' | 'before' | 'after'>> {
  const before = context.get('target');
  const after = find === null || targetId === null ? null : await findAfter(find, targetId);
  return {
    organizationId: (before ?? after)?.organizationId ?? context.get('organizationId'),
    details: { ...nameOf(after ?? before), ...context.get('remark')?.details },
    ...auditedChange(before?.shown ?? null, after?.shown ?? null),
  };
}

function whoCalls(
  context: ManagementContext,
  clientAddress: ManagementDeps['clientAddress'],
): Pick<AuditNote, 'actor' | 'actorKind' | 'actorId' | 'address'> {
  const actor: Actor = context.get('actor');
  // Hono leaves it out where a request did not come over a connection.
  const incoming = (context.env as ManagementEnv['Bindings'] | undefined)?.incoming;
  return {
    actor: actor.name,
    actorKind: actor.kind,
    actorId: actor.userId ?? actor.managementKeyId,
    address: incoming === undefined ? null : clientAddress(incoming) || null,
  };
}

/** What it is now; null when it is gone. */
async function findAfter(find: FindTarget, id: string): Promise<Target | null> {
  try {
    return await find(id);
  } catch (error) {
    if (error instanceof Refusal && error.code === 'not_found') {
      return null;
    }
    throw error;
  }
}

/** The id of what an answer shows, which is that of what was just made. */
async function answeredId(response: Response): Promise<string | null> {
  const answer: unknown = await response.clone().json();
  return typeof answer === 'object' && answer !== null && 'id' in answer && typeof answer.id === 'string'
    ? answer.id
    : null;
}

/** So that a reader need not look up what an id was called. */
function nameOf(target: Target | null): AuditedFields {
  return target?.shown?.name === undefined ? {} : { name: target.shown.name };
}
