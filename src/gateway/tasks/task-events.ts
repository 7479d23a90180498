import { invalidField } from '../../core/refusal.ts';
import type { KeyAccess } from '../../keys/index.ts';
import { isEnd, type Task, type TaskSurface } from '../../tasks/index.ts';
import { type Exchange, ownHeaders } from '../exchange.ts';
import type { GatewayDeps } from '../gateway-deps.ts';
import type { SilentStream } from '../heartbeats.ts';
import { ownTask } from './own-task.ts';
import { shownAt } from './show-task.ts';

/** What one read of the news brings at most; the next follows at once. */
const BATCH = 100;
const HEARTBEAT = ': heartbeat\n\n';

/**
 * The news of a key's tasks as server-sent events: first the tasks that are open, or, for a client that comes
 * back with `Last-Event-ID`, what it missed; then every change. With `id` it ends with that task.
 * @throws {Refusal} `task_not_found`, `invalid_request`, `concurrency_exceeded`, `key_type_mismatch`.
 */
export async function streamEvents(
  exchange: Exchange,
  surface: TaskSurface | 'any',
  id: string | null,
  access: KeyAccess,
  deps: GatewayDeps,
): Promise<void> {
  const { key } = access;
  const only = id === null ? null : await ownTask(id, surface, access, deps);
  const lastId = readLastId(exchange);
  const leave = deps.taskPlane.followers.enter(key.id);
  try {
    await follow(exchange, { surface, only, lastId, keyId: key.id }, deps);
  } finally {
    leave();
  }
}

/** What is followed. */
interface Following {
  readonly surface: TaskSurface | 'any';
  readonly only: Task | null;
  readonly lastId: number | null;
  readonly keyId: Task['keyId'];
}

async function follow(exchange: Exchange, following: Following, deps: GatewayDeps): Promise<void> {
  const { news } = deps.taskPlane;
  const { response } = exchange;
  let wake: () => void = () => undefined;
  let isBehind = true;
  let isFull = false;
  const rouse = (): void => {
    isBehind = true;
    wake();
  };
  const stop = news.listen(following.keyId, rouse);
  const stream: SilentStream = {
    lastWriteMs: deps.clock.monotonicMs(),
    slot: -1,
    beat() {
      write(HEARTBEAT);
      // What another process did is not heard here, so it is looked for now and then.
      rouse();
    },
  };
  response.once('close', rouse);
  const write = (text: string): void => {
    stream.lastWriteMs = deps.clock.monotonicMs();
    // A client that does not read gets nothing more until it has read what there is.
    if (!response.write(text) && !isFull) {
      isFull = true;
      response.once('drain', () => {
        isFull = false;
        rouse();
      });
    }
  };
  try {
    open(exchange);
    deps.heartbeats.add(stream);
    const reader = await createReader(following, write, deps);
    while (!response.destroyed && !reader.isOver()) {
      if (isBehind && !isFull) {
        isBehind = false;
        isBehind = (await reader.next()) || isBehind;
      } else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
    response.end();
  } finally {
    stop();
    deps.heartbeats.remove(stream);
    response.off('close', rouse);
  }
}

/** Reads news of a key and writes what belongs to a stream. */
interface NewsReader {
  /** Writes what is new; says whether there may be more. */
  next(): Promise<boolean>;
  /** Whether the one task that is followed is over. */
  isOver(): boolean;
}

async function createReader(
  { surface, only, lastId, keyId }: Following,
  write: (text: string) => void,
  deps: GatewayDeps,
): Promise<NewsReader> {
  const { tasks } = deps.taskPlane;
  const name = surface === 'image_tasks' ? 'image_task.updated' : 'task.updated';
  let over = false;
  const tell = (task: Task, seq: number): void => {
    const isOther = only === null ? !isOf(task, surface) : task.id !== only.id;
    if (!isOther) {
      write(`id: ${seq}\nevent: ${name}\ndata: ${JSON.stringify(shownAt(surface, task, deps))}\n\n`);
      over ||= only !== null && isEnd(task.state);
    }
  };
  const start = await tasks.newsFrom(keyId, lastId);
  let seq = start.seq;
  if (start.isFresh) {
    const open = only === null ? await tasks.openOf(keyId) : [(await tasks.find(only.id)) ?? only];
    for (const task of open) {
      tell(task, seq);
    }
  }
  return {
    isOver: () => over,
    async next() {
      const batch = await tasks.newsAfter(keyId, seq, BATCH);
      for (const note of batch) {
        seq = note.seq;
        tell(note.task, seq);
      }
      return batch.length === BATCH;
    },
  };
}

function isOf(task: Task, surface: TaskSurface | 'any'): boolean {
  return (surface === 'image_tasks') === (task.surface === 'image_tasks');
}

function open(exchange: Exchange): void {
  const headers = [
    ...['content-type', 'text/event-stream; charset=utf-8', 'cache-control', 'no-cache, no-transform'],
    ...['x-accel-buffering', 'no', ...ownHeaders(exchange)],
  ];
  exchange.response.writeHead(200, headers as unknown as Record<string, string>);
  exchange.response.write(': open\n\n');
}

function readLastId({ request, query }: Exchange): number | null {
  const given = request.headers['last-event-id'] ?? new URLSearchParams(query).get('last_event_id');
  if (given === undefined || given === null || given === '') {
    return null;
  }
  if (typeof given !== 'string' || !/^\d{1,15}$/.test(given)) {
    throw invalidField('Last-Event-ID', 'must be the id of an event of this stream');
  }
  return Number(given);
}
