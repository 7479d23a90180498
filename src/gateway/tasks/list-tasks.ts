import { invalidField } from '../../core/refusal.ts';
import type { KeyAccess } from '../../keys/index.ts';
import { TASK_STATES, type TaskFilter, type TaskState, type TaskSurface } from '../../tasks/index.ts';
import { type Exchange, sendJson } from '../exchange.ts';
import type { GatewayDeps } from '../gateway-deps.ts';
import { shownAt } from './show-task.ts';

const USUAL_LIMIT = 20;
const MOST = 100;
const GENERAL = ['images', 'videos', 'music', 'video_operations'] as const;

/**
 * `GET` of the asking key's tasks, the newest first, as OpenAI's lists are paged: `after` is the last id of the
 * page before.
 * @throws {Refusal} `invalid_request` naming the parameter, `key_type_mismatch`.
 */
export async function listTasks(
  exchange: Exchange,
  surface: TaskSurface,
  { key }: KeyAccess,
  deps: GatewayDeps,
): Promise<void> {
  const query = new URLSearchParams(exchange.query);
  const limit = readLimit(query);
  const filter = { keyId: key.id, ...filterOf(surface), ...readFilter(query, surface) };
  const page = {
    limit: limit + 1,
    after: query.get('after') ?? query.get('cursor'),
    order: readOrder(query),
  };
  const found = await deps.taskPlane.tasks.list(filter, page);
  const tasks = found.slice(0, limit);
  const shown = surface === 'images' ? 'any' : surface;
  const hasMore = found.length > limit;
  const lastId = tasks.at(-1)?.id ?? null;
  sendJson(exchange, {
    object: 'list',
    data: tasks.map((task) => shownAt(shown, task, deps)),
    has_more: hasMore,
    first_id: tasks[0]?.id ?? null,
    last_id: lastId,
    next_cursor: hasMore ? lastId : null,
  });
}

function filterOf(surface: TaskSurface): TaskFilter {
  switch (surface) {
    case 'image_tasks':
      return { surfaces: ['image_tasks'] };
    case 'videos':
      return { surfaces: GENERAL, modality: 'video' };
    default:
      return { surfaces: GENERAL };
  }
}

function readFilter(query: URLSearchParams, surface: TaskSurface): TaskFilter {
  const status = query.get('status');
  const modality = surface === 'images' ? query.get('modality') : null;
  return {
    model: query.get('model'),
    ...(status === null ? {} : { states: statesOf(status, surface) }),
    ...(modality === null ? {} : { modality: modalityOf(modality) }),
  };
}

/** Image tasks know no `pending`: what was not sent yet is `queued` there. */
function statesOf(text: string, surface: TaskSurface): readonly TaskState[] {
  return text.split(',').flatMap((word): readonly TaskState[] => {
    const state = TASK_STATES.find((one) => one === word.trim());
    if (state === undefined || (surface === 'image_tasks' && state === 'pending')) {
      throw invalidField('status', `must be some of ${TASK_STATES.join(', ')}`);
    }
    return surface === 'image_tasks' && state === 'queued' ? ['pending', 'queued'] : [state];
  });
}

function modalityOf(text: string): 'image' | 'video' | 'music' {
  if (text !== 'image' && text !== 'video' && text !== 'music') {
    throw invalidField('modality', 'must be image, video or music');
  }
  return text;
}

function readOrder(query: URLSearchParams): 'asc' | 'desc' {
  const order = query.get('order') ?? 'desc';
  if (order !== 'asc' && order !== 'desc') {
    throw invalidField('order', 'must be asc or desc');
  }
  return order;
}

function readLimit(query: URLSearchParams): number {
  const text = query.get('limit') ?? String(USUAL_LIMIT);
  const limit = Number(text);
  if (!/^\d{1,3}$/.test(text) || limit < 1 || limit > MOST) {
    throw invalidField('limit', `must be a number from 1 to ${MOST}`);
  }
  return limit;
}
