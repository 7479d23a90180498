/** The composition root: configuration → storage → domain → planes. */
export { createDomain } from './create-domain.ts';
export { createPeople } from './create-people.ts';
export { createPlane } from './create-plane.ts';
export { startWorker } from './create-worker.ts';
export { openMedia } from './open-media.ts';
export { openStorage } from './open-storage.ts';
export { openTasks } from './open-tasks.ts';
export { openWebhooks } from './open-webhooks.ts';
export { closeAll, type Opened } from './opened.ts';
