import { createHash, timingSafeEqual } from 'node:crypto';
import { createRoute } from '@hono/zod-openapi';
import type { MiddlewareHandler } from 'hono';
import { Refusal } from '../../core/refusal.ts';
import { Secret } from '../../core/secret.ts';
import type { ManagementApp, ManagementContext, ManagementEnv } from '../context.ts';
import { LeakReport, LeakReportJson } from '../contract/keys.ts';
import { answer, body, REFUSALS } from '../contract/route-parts.ts';
import { RULE_MEMBER } from '../contract/route-rule.ts';
import type { ManagementDeps } from '../deps.ts';
import { limitBody, requireJson } from '../request-body.ts';
import { tellOfLeak } from './tell-of-leak.ts';

const PATH = '/api/v1/keys/leaked';

const leakedRoute = createRoute({
  tags: ['keys'],
  security: [{ leakReport: [] }],
  [RULE_MEMBER]: { permission: null, target: null, action: 'key.leaked' },
  method: 'post',
  path: PATH,
  summary: 'Report key strings that were found in public: those that work are disabled',
  request: { body: body(LeakReport) },
  responses: { 200: answer('How many were disabled', LeakReportJson), ...REFUSALS },
});

/**
 * Adds `POST /api/v1/keys/leaked`, for a scanner that holds a shared secret and may do nothing else. It
 * stands before the routes for people and programs, so that none of their credentials opens it.
 */
export function addLeakReports(app: ManagementApp, deps: ManagementDeps): void {
  app.use(PATH, requireReporter(deps.leakReportSecret ?? null));
  app.use(PATH, limitBody);
  app.use(PATH, requireJson([]));
  app.openapi(leakedRoute, async (context) => {
    const { key, keys = [key ?? ''] } = context.req.valid('json');
    const stopped = await deps.keys.reportLeaked(keys.map((text) => new Secret(text)));
    for (const key of stopped) {
      const { id, name, preview, organizationId } = key;
      await deps.audit.record({
        actor: 'leak report',
        actorKind: 'operator',
        actorId: null,
        address: addressOf(deps, context),
        action: 'key.leaked',
        targetId: id,
        organizationId,
        details: { name, preview },
        before: null,
        after: null,
      });
      await tellOfLeak(deps, key);
    }
    return context.json({ object: 'leak_report' as const, disabled: stopped.length }, 200);
  });
}

function addressOf({ clientAddress }: ManagementDeps, context: ManagementContext): string | null {
  const incoming = context.env?.incoming;
  return incoming === undefined ? null : clientAddress(incoming);
}

/** Hashes are compared, so that not even the length of the secret can be found out by asking. */
function requireReporter(secret: Secret | null): MiddlewareHandler<ManagementEnv> {
  const expected = secret === null ? null : sha256(`Bearer ${secret.reveal()}`);
  return async (context, next) => {
    if (expected === null) {
      throw new Refusal('not_found');
    }
    const header = context.req.header('authorization');
    if (header === undefined || !timingSafeEqual(sha256(header), expected)) {
      throw new Refusal(header === undefined ? 'missing_api_key' : 'invalid_api_key', {
        message: 'A leak report needs its secret as "Authorization: Bearer <secret>"',
      });
    }
    await next();
  };
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
