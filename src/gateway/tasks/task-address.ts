import { geminiGenerate, type RefusalFormat } from '../../dialects/index.ts';
import type { TaskSurface } from '../../tasks/index.ts';
import type { QueryKey } from '../steps/authenticate.ts';

/** What is asked of a task that exists. */
export type TaskAction = 'get' | 'cancel' | 'delete' | 'events' | 'content';

/** What stands at an address of tasks. */
export type TaskRoute = { readonly kind: 'task'; readonly queryKey: QueryKey } & (
  | { readonly action: 'create'; readonly surface: TaskSurface; readonly model: string | null }
  | { readonly action: 'list' | 'key-events' | 'fetch-operation'; readonly surface: TaskSurface }
  | { readonly action: TaskAction; readonly surface: TaskSurface | 'any'; readonly id: string }
  | { readonly action: 'estimate' }
  | { readonly action: 'callback'; readonly token: string }
);

/** An address with the methods it takes. */
interface TaskPlace {
  readonly methods: Readonly<Record<string, TaskRoute>>;
  readonly refusalFormat: RefusalFormat;
}

const REFUSED = { kind: 'task', queryKey: 'refused' } as const;
const ACCEPTED = { kind: 'task', queryKey: 'accepted' } as const;

const FIXED: ReadonlyMap<string, TaskPlace> = new Map<string, TaskPlace>([
  ['/v1/images/tasks', ofImages({ GET: listOf('image_tasks'), POST: creationOf('image_tasks') })],
  ['/v1/images/tasks/events', ofImages({ GET: keyEvents('image_tasks') })],
  ['/v1/videos', ofTasks({ GET: listOf('videos'), POST: creationOf('videos') })],
  ['/videos', ofTasks({ GET: listOf('videos'), POST: creationOf('videos') })],
  ['/v1/music/generations', ofTasks({ POST: creationOf('music') })],
  ['/music/generations', ofTasks({ POST: creationOf('music') })],
  ['/v1/tasks', ofTasks({ GET: listOf('images') })],
  ['/v1/tasks/events', ofTasks({ GET: keyEvents('images') })],
  ['/v1/credits/estimate', ofTasks({ POST: { ...REFUSED, action: 'estimate' } })],
]);

const ONE_IMAGE_TASK = /^\/v1\/images\/tasks\/([^/]{1,100})(\/cancel)?$/;
const ONE_TASK = /^\/v1\/tasks\/([^/]{1,100})(\/cancel|\/events)?$/;
const ONE_VIDEO = /^(?:\/v1)?\/videos\/([^/]{1,100})(\/content)?$/;
const CALLBACK = /^\/v1\/callbacks\/([\w.-]{1,200})$/;
/** The same under the paths of Google's two APIs, whose clients write them differently. */
const PREDICTION =
  /^\/v1(?:beta1?)?\/(?:projects\/[^/]+\/locations\/[^/]+\/)?(?:publishers\/[^/]+\/)?models\/(.+):(predictLongRunning|fetchPredictOperation)$/;
const OPERATION = /^\/v1(?:beta1?)?\/(?:.+\/)?models\/.+\/operations\/([^/]{1,100})$/;

/** What stands at a path of tasks; undefined for any other path. */
export function findTaskPlace(path: string): TaskPlace | undefined {
  return FIXED.get(path) ?? imageTaskAt(path) ?? taskAt(path) ?? videoAt(path) ?? operationAt(path);
}

function imageTaskAt(path: string): TaskPlace | undefined {
  const [, id, suffix] = ONE_IMAGE_TASK.exec(path) ?? [];
  if (id === undefined) {
    return undefined;
  }
  return suffix === undefined
    ? ofImages({ GET: one('image_tasks', 'get', id) })
    : ofImages({ POST: one('image_tasks', 'cancel', id) });
}

function taskAt(path: string): TaskPlace | undefined {
  const token = CALLBACK.exec(path)?.[1];
  if (token !== undefined) {
    return ofTasks({ POST: { ...REFUSED, action: 'callback', token } });
  }
  const [, id, suffix] = ONE_TASK.exec(path) ?? [];
  if (id === undefined) {
    return undefined;
  }
  switch (suffix) {
    case '/cancel':
      return ofTasks({ POST: one('any', 'cancel', id) });
    case '/events':
      return ofTasks({ GET: one('any', 'events', id) });
    default:
      return ofTasks({ GET: one('any', 'get', id), DELETE: one('any', 'delete', id) });
  }
}

function videoAt(path: string): TaskPlace | undefined {
  const [, id, suffix] = ONE_VIDEO.exec(path) ?? [];
  if (id === undefined) {
    return undefined;
  }
  return suffix === undefined
    ? ofTasks({ GET: one('videos', 'get', id), DELETE: one('videos', 'delete', id) })
    : ofTasks({ GET: one('videos', 'content', id) });
}

function operationAt(path: string): TaskPlace | undefined {
  const { refusalFormat } = geminiGenerate;
  const id = OPERATION.exec(path)?.[1];
  if (id !== undefined) {
    return {
      methods: { GET: { ...ACCEPTED, action: 'get', surface: 'video_operations', id } },
      refusalFormat,
    };
  }
  const [, name, action] = PREDICTION.exec(path) ?? [];
  const model = decode(name);
  if (model === undefined) {
    return undefined;
  }
  const surface = 'video_operations';
  const route: TaskRoute =
    action === 'fetchPredictOperation'
      ? { ...ACCEPTED, action: 'fetch-operation', surface }
      : { ...ACCEPTED, action: 'create', surface, model };
  return { methods: { POST: route }, refusalFormat };
}

function creationOf(surface: TaskSurface): TaskRoute {
  return { ...REFUSED, action: 'create', surface, model: null };
}

function listOf(surface: TaskSurface): TaskRoute {
  return { ...REFUSED, action: 'list', surface };
}

function keyEvents(surface: TaskSurface): TaskRoute {
  return { ...REFUSED, action: 'key-events', surface };
}

function one(surface: TaskSurface | 'any', action: TaskAction, id: string): TaskRoute {
  return { ...REFUSED, action, surface, id };
}

function ofImages(methods: TaskPlace['methods']): TaskPlace {
  return { methods, refusalFormat: 'image-tasks' };
}

function ofTasks(methods: TaskPlace['methods']): TaskPlace {
  return { methods, refusalFormat: 'tasks' };
}

function decode(text: string | undefined): string | undefined {
  try {
    return text === undefined ? undefined : decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
