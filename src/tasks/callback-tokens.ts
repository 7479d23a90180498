import { createHmac, timingSafeEqual } from 'node:crypto';
import type { SecretBox } from '../core/secret-box.ts';

/** Addresses that upstreams call when a job has changed; nobody can guess one. */
export interface CallbackTokens {
  tokenFor(taskId: string, ordinal: number): string;
  /** The task that a token was made for; null for one that was not made here. */
  taskOf(token: string): string | null;
}

/** Signed with a key of their own. */
export function createCallbackTokens(box: Pick<SecretBox, 'keyFor'>): CallbackTokens {
  const key = Buffer.from(box.keyFor('callbacks of upstreams').reveal(), 'base64url');
  const sign = (name: string): Buffer => createHmac('sha256', key).update(name).digest();
  return {
    tokenFor(taskId, ordinal) {
      const name = `${taskId}.${ordinal}`;
      return `${name}.${sign(name).toString('base64url')}`;
    },
    taskOf(token) {
      const [, name = '', taskId = '', signature = ''] = /^((task_\w+)\.\d+)\.([\w-]+)$/.exec(token) ?? [];
      const [given, right] = [Buffer.from(signature, 'base64url'), sign(name)];
      return given.length === right.length && timingSafeEqual(given, right) ? taskId : null;
    },
  };
}
