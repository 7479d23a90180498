import { invalidField } from '../../core/refusal.ts';
import type { KeyAccess } from '../../keys/index.ts';
import { isEnd, type Task, type TaskSurface } from '../../tasks/index.ts';
import { type Exchange, send } from '../exchange.ts';
import type { GatewayDeps } from '../gateway-deps.ts';
import { ownTask } from './own-task.ts';
import { shownWhole } from './show-task.ts';

const LONGEST_WAIT_S = 60;
/** A client that polls should not ask sooner. */
const ASK_AGAIN_S = 2;
/** Another process may have ended the task, and would not be heard here. */
const LOOK_EVERY_MS = 1_000;

/**
 * `GET` of one task. With `?wait=30` or `Prefer: wait=30` it answers when the task is over, or after that
 * many seconds.
 * @throws {Refusal} `task_not_found`, `invalid_request`, `concurrency_exceeded`.
 */
export async function getTask(
  exchange: Exchange,
  surface: TaskSurface | 'any',
  id: string,
  access: KeyAccess,
  deps: GatewayDeps,
): Promise<void> {
  const waitS = readWait(exchange);
  const found = await ownTask(id, surface, access, deps);
  const task = waitS > 0 && !isEnd(found.state) ? await waitFor(exchange, found, waitS, deps) : found;
  const again = isEnd(task.state) ? [] : ['retry-after', ASK_AGAIN_S];
  const headers = ['content-type', 'application/json', 'cache-control', 'no-store', ...again];
  send(exchange, 200, headers, JSON.stringify(await shownWhole(surface, task, deps)));
}

function readWait({ query, request }: Exchange): number {
  const asked = new URLSearchParams(query).get('wait');
  if (asked !== null) {
    if (!/^\d{1,3}$/.test(asked) || Number(asked) > LONGEST_WAIT_S) {
      throw invalidField('wait', `must be a number of seconds from 0 to ${LONGEST_WAIT_S}`);
    }
    return Number(asked);
  }
  const preferred = /(?:^|,)\s*wait=(\d{1,3})\s*(?:[,;]|$)/i.exec(String(request.headers.prefer ?? ''))?.[1];
  return Math.min(LONGEST_WAIT_S, Number(preferred ?? 0));
}

/** The task once it is over, or as it is when the time is up or the client has gone. */
async function waitFor(exchange: Exchange, begun: Task, waitS: number, deps: GatewayDeps): Promise<Task> {
  const { followers, news, tasks } = deps.taskPlane;
  const leave = followers.enter(begun.keyId);
  const untilMs = deps.clock.monotonicMs() + waitS * 1_000;
  let task = begun;
  try {
    while (!isEnd(task.state) && !exchange.response.destroyed) {
      const leftMs = untilMs - deps.clock.monotonicMs();
      if (leftMs <= 0) {
        break;
      }
      await heard(exchange, news, task, Math.min(leftMs, LOOK_EVERY_MS));
      task = (await tasks.find(task.id)) ?? task;
    }
    return task;
  } finally {
    exchange.upstreamWaitMs += waitS * 1_000 - Math.max(0, untilMs - deps.clock.monotonicMs());
    leave();
  }
}

/** Resolves at the next news of the key, when the client leaves, or when the time is up. */
function heard(
  { response }: Exchange,
  news: GatewayDeps['taskPlane']['news'],
  { keyId }: Task,
  waitMs: number,
): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      stop();
      response.off('close', done);
      resolve();
    };
    const timer = setTimeout(done, waitMs);
    const stop = news.listen(keyId, done);
    response.once('close', done);
  });
}
