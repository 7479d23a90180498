import { invalidField, Refusal } from '../../core/refusal.ts';
import type { Task } from '../../tasks/index.ts';
import type { Exchange } from '../exchange.ts';
import type { GatewayDeps } from '../gateway-deps.ts';
import { sendFile } from '../media/send-file.ts';

/**
 * `GET /v1/videos/{id}/content`: the film of a task itself.
 * @throws {Refusal} `conflict` while it is not made, `media_expired`, `invalid_request` for a variant that
 *   nobody made.
 */
export async function serveContent(exchange: Exchange, task: Task, deps: GatewayDeps): Promise<void> {
  const variant = new URLSearchParams(exchange.query).get('variant') ?? 'video';
  if (variant !== 'video' && variant !== 'thumbnail') {
    throw invalidField('variant', 'must be video or thumbnail');
  }
  if (task.state !== 'succeeded') {
    throw new Refusal('conflict', { message: `There is no content yet: the task is ${task.state}` });
  }
  const role = variant === 'video' ? 'output' : 'thumbnail';
  const [file] = await deps.media.ofTasks([task.id], role);
  if (file === undefined) {
    throw invalidField('variant', `there is no ${variant} of this task`);
  }
  if (!deps.media.isThere(file)) {
    throw new Refusal('media_expired');
  }
  await sendFile(exchange, file, deps);
}
