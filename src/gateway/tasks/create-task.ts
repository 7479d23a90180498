import type { JsonObject } from '../../dialects/index.ts';
import type { KeyAccess } from '../../keys/index.ts';
import { refusalFor } from '../../limits/index.ts';
import { dearestTask, type Task, termsOf } from '../../tasks/index.ts';
import { type Exchange, send } from '../exchange.ts';
import type { GatewayDeps } from '../gateway-deps.ts';
import { claimFor } from '../steps/hold.ts';
import { beginOnce, type IdempotentRequest } from './idempotency.ts';
import { judgeTask } from './judge-task.ts';
import { storeInputs } from './store-inputs.ts';
import type { Surface } from './surfaces.ts';

/** What may pass until a follower should ask again. */
const RETRY_AFTER_S = 2;

/**
 * Makes a task: everything is judged before anything is held, and nothing was sent when this answers.
 * @throws {Refusal} whatever is wrong with it.
 */
export async function createTask(
  exchange: Exchange,
  surface: Surface,
  body: JsonObject,
  model: string | null,
  access: KeyAccess,
  deps: GatewayDeps,
): Promise<void> {
  const once = await beginOnce(exchange, access, body, deps);
  try {
    const task = once?.replayed ?? (await make(exchange, surface, body, model, access, once, deps));
    answerCreated(exchange, surface, task, once?.replayed != null, deps);
  } finally {
    once?.end();
  }
}

async function make(
  exchange: Exchange,
  surface: Surface,
  body: JsonObject,
  model: string | null,
  access: KeyAccess,
  once: IdempotentRequest | null,
  deps: GatewayDeps,
): Promise<Task> {
  const { tasks, deadlineMs } = deps.taskPlane;
  const judged = await judgeTask(exchange, surface, body, model, access, deps);
  const { asked, request, planned, pool } = judged;
  const holdNano = dearestTask(planned);
  const claim = claimFor(access, exchange.startedAtMs, { holdNano, tokens: 0, inputTokens: 0 });
  const id = deps.ids.next('task');
  // Files are kept before money is held, since it may take a while; those of a task that is not made go.
  const inputs = await storeInputs(id, access, request, deps);
  try {
    const rejection = deps.admissions.admit(claim);
    if (rejection !== null) {
      throw refusalFor(rejection);
    }
    const { inputs: _bytes, ...work } = request;
    const { task, isNew } = await tasks.create({
      ...{ id, requestId: exchange.id, poolId: pool.poolId, mostOpen: pool.mostOpen, claim },
      ...{ surface: surface.name, modality: surface.modality, model: asked.model },
      request: { ...work, inputs: inputs.stored } as Task['request'],
      wishes: asked.wishes,
      terms: termsOf(planned),
      callbackUrl: asked.callbackUrl,
      jobCount: judged.jobCount,
      createdAtMs: exchange.startedAtMs,
      deadlineAtMs: exchange.startedAtMs + deadlineMs(surface.modality),
      idempotency: once === null ? null : { key: once.key, requestHash: once.requestHash },
    });
    if (!isNew) {
      await inputs.discard();
    }
    return task;
  } catch (error) {
    await inputs.discard();
    throw error;
  }
}

function answerCreated(
  exchange: Exchange,
  surface: Surface,
  task: Task,
  isReplay: boolean,
  deps: GatewayDeps,
): void {
  const { present } = deps.taskPlane;
  // The first answer again, whatever has become of the task meanwhile.
  const first: Task = { ...task, state: 'pending', percent: null, outputs: [], error: null, bill: null };
  const shown = { ...first, startedAtMs: null, endedAtMs: null, expiresAtMs: null, isCancelRequested: false };
  const path = surface.name === 'image_tasks' ? '/v1/images/tasks' : '/v1/tasks';
  send(
    exchange,
    surface.createdStatus,
    [
      ...['content-type', 'application/json', 'location', `${path}/${task.id}`],
      ...['retry-after', RETRY_AFTER_S, 'cache-control', 'no-store'],
      ...(isReplay ? ['idempotent-replayed', 'true'] : []),
    ],
    JSON.stringify(surface.created(shown, present)),
  );
}
