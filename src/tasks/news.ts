import type { Id } from '../core/ids.ts';
import type { Transaction } from '../db/index.ts';
import type { Outbox } from '../webhooks/index.ts';
import { insertEvent } from './event-store.ts';
import { presentImageTask } from './present/present-image-task.ts';
import { presentTask } from './present/present-task.ts';
import type { PresentDeps } from './present/presenter.ts';
import type { Task } from './task.ts';

/** What tells callers of changes that they can see. */
export interface TaskNews {
  /** Notes a change in the transaction that makes it: for those who listen, and for those who are called. */
  note(tx: Transaction, task: Task): Promise<void>;
  /** Wakes those who listen; after the transaction was committed. */
  tell(task: Pick<Task, 'id' | 'keyId'>): void;
  /** Calls `onNews` whenever something of a key changed, until what it returns is called. */
  listen(keyId: Id<'key'>, onNews: () => void): () => void;
}

/** What news work with. */
export interface NewsDeps {
  readonly outbox: Outbox;
  readonly present: PresentDeps;
}

/** The news of one process. */
export function createTaskNews({ outbox, present }: NewsDeps): TaskNews {
  const listeners = new Map<Id<'key'>, Set<() => void>>();
  return {
    async note(tx, task) {
      await insertEvent(tx, task, task.state, task.updatedAtMs);
      await outbox.enqueue(tx, {
        ...{ organizationId: task.organizationId, projectId: task.projectId, taskId: task.id },
        type: `task.${task.state}`,
        data: task.surface === 'image_tasks' ? presentImageTask(task, present) : presentTask(task, present),
        callbackUrl: task.callbackUrl,
      });
    },
    tell({ keyId }) {
      for (const onNews of listeners.get(keyId) ?? []) {
        onNews();
      }
    },
    listen(keyId, onNews) {
      const own = listeners.get(keyId) ?? new Set();
      own.add(onNews);
      listeners.set(keyId, own);
      return () => {
        own.delete(onNews);
        if (own.size === 0) {
          listeners.delete(keyId);
        }
      };
    },
  };
}
