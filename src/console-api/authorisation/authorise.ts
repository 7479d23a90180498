import type { MiddlewareHandler } from 'hono';
import { Refusal } from '../../core/refusal.ts';
import type { Actor, ManagementContext, ManagementEnv, Target } from '../context.ts';
import type { RouteRule } from '../contract/route-rule.ts';
import type { ManagementDeps } from '../deps.ts';
import { actingIn } from './acting-in.ts';
import { checkPermission, isOperatorsAlone } from './check-permission.ts';
import { type NamedOrganizationDeps, namedOrganization } from './named-organization.ts';
import type { RouteRules } from './route-rules.ts';
import type { Targets } from './targets.ts';

/** How long after signing in a person may do what asks for a fresh sign-in. */
const FRESH_FOR_MS = 15 * 60_000;

type AuthoriseDeps = NamedOrganizationDeps & Pick<ManagementDeps, 'clock'>;

/**
 * The one place that lets a caller through to a route. It finds what the path names and whose it is; what
 * is a stranger's does not exist for the caller, and what the caller's role does not allow is refused by
 * the name of the permission.
 */
export function authorise(
  rules: RouteRules,
  targets: Targets,
  deps: AuthoriseDeps,
): MiddlewareHandler<ManagementEnv> {
  return async (context, next) => {
    const governed = rules.of(context);
    if (governed === null) {
      return next();
    }
    const { rule, pathId } = governed;
    // What belongs to the whole deployment is refused before it is looked up, so that nobody learns of it.
    if (rule.permission !== null && isOperatorsAlone(rule.permission)) {
      checkPermission(context.get('actor'), rule.permission, null);
    }
    const target = rule.target === null || pathId === null ? null : await targets[rule.target](pathId);
    const organizationId = target?.organizationId ?? (await namedOrganization(deps, context));
    const actor = actingIn(context.get('actor'), organizationId);
    if (actor === null) {
      throw new Refusal('not_found');
    }
    checkRule(rule, actor, target, deps.clock.nowMs());
    admit(context, actor, target);
    await next();
  };
}

function admit(context: ManagementContext, actor: Actor, target: Target | null): void {
  context.set('actor', actor);
  context.set('organizationId', actor.organizationId);
  context.set('target', target);
}

function checkRule(rule: RouteRule, actor: Actor, target: Target | null, nowMs: number): void {
  if (rule.permission !== null) {
    checkPermission(actor, rule.permission, target);
  }
  const { signedInAtMs } = actor;
  if (rule.needsFreshSignIn === true && signedInAtMs !== null && nowMs - signedInAtMs > FRESH_FOR_MS) {
    throw new Refusal('fresh_sign_in_required');
  }
}
