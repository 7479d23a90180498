import { createRoute } from '@hono/zod-openapi';
import { Refusal } from '../../core/refusal.ts';
import type { Session } from '../../sign-in/index.ts';
import type { ManagementApp, ManagementContext } from '../context.ts';
import { answer, Deleted, IdParam, REFUSALS } from '../contract/route-parts.ts';
import { governed } from '../contract/route-rule.ts';
import { SessionList } from '../contract/sessions.ts';
import type { ManagementDeps } from '../deps.ts';
import { formatTime } from '../moments.ts';

const tags = ['me'];
const path = '/api/v1/me/sessions';

const listRoute = createRoute({
  tags,
  ...governed({ permission: null, target: null, action: null }),
  method: 'get',
  path,
  summary: 'The sessions of the person who calls, newest first',
  responses: { 200: answer('All of them', SessionList), ...REFUSALS },
});

const revokeRoute = createRoute({
  tags,
  ...governed({ permission: null, target: null, action: 'session.revoke' }),
  method: 'delete',
  path: `${path}/{id}`,
  summary: 'End a session of the person who calls, at once',
  request: { params: IdParam },
  responses: { 200: answer('What was ended', Deleted), ...REFUSALS },
});

/** Adds `/api/v1/me/sessions`. */
export function addSessionRoutes(app: ManagementApp, { signIn }: Pick<ManagementDeps, 'signIn'>): void {
  if (signIn === undefined) {
    return;
  }
  app.openapi(listRoute, async (context) => {
    const sessions = await signIn.listSessions(personOf(context));
    const current = context.get('actor').sessionId;
    const data = sessions.map((session) => presentSession(session, current));
    return context.json({ object: 'list' as const, data, has_more: false, next_cursor: null }, 200);
  });
  app.openapi(revokeRoute, async (context) => {
    const { id } = context.req.valid('param');
    await signIn.revokeSession(personOf(context), id);
    return context.json({ id, object: 'session', deleted: true as const }, 200);
  });
}

/** @throws {Refusal} `management_forbidden` for keys, which have no sessions. */
function personOf(context: ManagementContext): string {
  const { userId } = context.get('actor');
  if (userId === null) {
    throw new Refusal('management_forbidden', { message: 'Only a person who is signed in has sessions' });
  }
  return userId;
}

function presentSession(session: Session, currentId: string | null) {
  return {
    id: session.id,
    object: 'session' as const,
    address: session.address,
    user_agent: session.userAgent,
    created_at: formatTime(session.createdAtMs),
    expires_at: formatTime(session.expiresAtMs),
    is_current: session.id === currentId,
  };
}
