import { matchedRoutes } from 'hono/route';
import type { ManagementApp, ManagementContext } from '../context.ts';
import { type RouteRule, RULE_MEMBER } from '../contract/route-rule.ts';

const METHOD_OF_ALL = 'ALL';

/** A route of the management API with its rule, as the OpenAPI document names it. */
export interface GovernedRoute {
  readonly method: string;
  /** With its parameters in braces: `/api/v1/keys/{id}`. */
  readonly path: string;
  readonly rule: RouteRule;
}

/** The rule that governs a request, and what its path names. */
export interface Governed {
  readonly rule: RouteRule;
  /** The last parameter of the path; null where it has none. */
  readonly pathId: string | null;
}

/** The rules of all routes, looked up by the route a request leads to. */
export interface RouteRules {
  /** Null for a path that nothing serves. @throws when a route was added without a rule. */
  of(context: ManagementContext): Governed | null;
}

/**
 * Every route of the document with its rule.
 * @throws when a route has none: nobody is let through to a route that does not say who may call it.
 */
export function governedRoutes(app: ManagementApp): GovernedRoute[] {
  return app.openAPIRegistry.definitions.flatMap((definition) => {
    if (definition.type !== 'route') {
      return [];
    }
    const { method, path } = definition.route;
    const rule: RouteRule | undefined = definition.route[RULE_MEMBER];
    if (rule === undefined) {
      throw new Error(`the route ${method} ${path} does not say who may call it`);
    }
    return [{ method: method.toUpperCase(), path, rule }];
  });
}

/** Looks up the rules of an app whose routes may be added later, but not after the first request. */
export function createRouteRules(app: ManagementApp): RouteRules {
  let known: ReadonlyMap<string, GovernedRoute> | null = null;
  return {
    of(context) {
      known ??= new Map(
        governedRoutes(app).map((route) => [`${route.method} ${routedPath(route.path)}`, route]),
      );
      // What is not a route of one method goes before all routes; of routes the first one answers, so that
      // `…/export` is not taken for an id.
      const matched = matchedRoutes(context).find(({ method }) => method !== METHOD_OF_ALL);
      if (matched === undefined) {
        return null;
      }
      const route = known.get(`${matched.method} ${matched.path}`);
      if (route === undefined) {
        throw new Error(`the route ${matched.method} ${matched.path} does not say who may call it`);
      }
      return { rule: route.rule, pathId: pathIdOf(route.path, context.req.path) };
    },
  };
}

/** The path as Hono writes it: `/api/v1/keys/:id`. */
function routedPath(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ':$1');
}

function pathIdOf(pattern: string, path: string): string | null {
  const at = pattern.split('/').findLastIndex((part) => part.startsWith('{'));
  const part = path.split('/')[at];
  if (part === undefined) {
    return null;
  }
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
