import { invalidField, Refusal } from '../../core/refusal.ts';
import type { KeyAccess } from '../../keys/index.ts';
import type { TaskSurface } from '../../tasks/index.ts';
import { type Exchange, sendJson } from '../exchange.ts';
import type { GatewayDeps } from '../gateway-deps.ts';
import { authenticate } from '../steps/authenticate.ts';
import { requireUnexpired } from '../steps/authorise.ts';
import { MAX_BODY_BYTES } from '../steps/parse.ts';
import { readBody } from '../steps/read-body.ts';
import { generalKeyNeeded } from '../steps/resolve-model.ts';
import { cancelTask, deleteTask } from './cancel-task.ts';
import { createTask } from './create-task.ts';
import { estimateTask } from './estimate.ts';
import { getTask } from './follow-task.ts';
import { listTasks } from './list-tasks.ts';
import { ownTask } from './own-task.ts';
import { readTaskBody } from './read-task-body.ts';
import { serveContent } from './serve-content.ts';
import { SURFACES } from './surfaces.ts';
import type { TaskRoute } from './task-address.ts';
import { streamEvents } from './task-events.ts';
import { requireImageKey } from './task-offers.ts';

/**
 * Serves an address of tasks. Reading and canceling stay possible with a key that has expired or is used up,
 * so that nobody loses what was paid for.
 * @throws {Refusal} whenever the gateway says no.
 */
export async function serveTask(exchange: Exchange, route: TaskRoute, deps: GatewayDeps): Promise<void> {
  if (route.action === 'callback') {
    return heedCallback(exchange, route.token, deps);
  }
  const access = await authenticate(exchange, route.queryKey, deps);
  if (route.action !== 'estimate') {
    requireKeyFor(route.surface, access);
  }
  switch (route.action) {
    case 'create':
      return create(exchange, route, access, deps);
    case 'estimate':
      return estimateTask(exchange, await readTaskBody(exchange), access, deps);
    case 'fetch-operation':
      return getTask(exchange, route.surface, await readOperationId(exchange), access, deps);
    case 'list':
      return listTasks(exchange, route.surface, access, deps);
    case 'key-events':
      return streamEvents(exchange, route.surface, null, access, deps);
    case 'get':
      return getTask(exchange, route.surface, route.id, access, deps);
    case 'cancel':
      return cancelTask(exchange, route.surface, route.id, access, deps);
    case 'delete':
      return deleteTask(exchange, route.surface, route.id, access, deps);
    case 'events':
      return streamEvents(exchange, route.surface, route.id, access, deps);
    case 'content':
      return serveContent(exchange, await ownTask(route.id, route.surface, access, deps), deps);
  }
}

async function create(
  exchange: Exchange,
  { surface: name, model }: Extract<TaskRoute, { action: 'create' }>,
  access: KeyAccess,
  deps: GatewayDeps,
): Promise<void> {
  requireUnexpired(access, deps.clock);
  const body = await readTaskBody(exchange);
  await createTask(exchange, SURFACES[name], body, model, access, deps);
}

/** Each address is for one type of key. @throws {Refusal} `key_type_mismatch` saying which to create. */
function requireKeyFor(surface: TaskSurface | 'any', { key }: KeyAccess): void {
  if (surface === 'image_tasks') {
    requireImageKey(key);
  } else if (key.type === 'image') {
    throw generalKeyNeeded();
  }
}

/** The task that a body names by the name of its operation. @throws {Refusal} `invalid_request`. */
async function readOperationId(exchange: Exchange): Promise<string> {
  const { operationName } = await readTaskBody(exchange);
  if (typeof operationName !== 'string') {
    throw invalidField('operationName', 'must be the name of an operation');
  }
  return operationName.slice(operationName.lastIndexOf('/') + 1);
}

/** What a vendor tells is a hint: it brings the next look forward, and says nothing by itself. */
async function heedCallback(exchange: Exchange, token: string, deps: GatewayDeps): Promise<void> {
  const body = await readBody(exchange.request, MAX_BODY_BYTES, 'form');
  if (!(await deps.taskPlane.heedCallback(token))) {
    throw new Refusal('not_found');
  }
  sendJson(exchange, challengeIn(body));
}

/** MiniMax proves an address by a challenge that it wants back (docs of its video API). */
function challengeIn(body: Buffer): object {
  try {
    const said: unknown = JSON.parse(body.toString('utf8'));
    const isAsking = typeof said === 'object' && said !== null && 'challenge' in said;
    return isAsking ? { challenge: said.challenge } : { ok: true };
  } catch {
    return { ok: true };
  }
}
