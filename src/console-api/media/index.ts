import { createRoute } from '@hono/zod-openapi';
import { Refusal } from '../../core/refusal.ts';
import type { ManagementApp } from '../context.ts';
import { answer, Deleted, IdParam, REFUSALS } from '../contract/route-parts.ts';
import { governed } from '../contract/route-rule.ts';
import type { ManagementDeps } from '../deps.ts';
import { pathId } from '../path-ids.ts';

const removeRoute = createRoute({
  tags: ['tasks'],
  ...governed({ permission: 'tasks:delete', target: 'media_file', action: 'media_file.delete' }),
  method: 'delete',
  path: '/api/v1/media/{id}',
  summary: 'Delete one file of a task that is over: an output, or an input, for good',
  request: { params: IdParam },
  responses: { 200: answer('What was deleted', Deleted), ...REFUSALS },
});

/** Adds `/api/v1/media`. */
export function addMediaRoutes(app: ManagementApp, { media, tasks }: ManagementDeps): void {
  app.openapi(removeRoute, async (context) => {
    const id = pathId('file', context.req.valid('param').id);
    const file = await media.find(id);
    if (file === null || !media.isThere(file)) {
      throw new Refusal('not_found', { message: `there is no media file ${id}` });
    }
    await tasks.forgetFile(file);
    await media.remove([file]);
    return context.json({ id, object: 'media_file', deleted: true as const }, 200);
  });
}
