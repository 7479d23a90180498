export { type ClientAddress, createClientAddress } from './client-address.ts';
export { createHeartbeats, type Heartbeats } from './heartbeats.ts';
export { createGateway, type Gateway } from './serve.ts';
export { type Listening, listen } from './server.ts';
export { type AttemptTimeouts, USUAL_TIMEOUTS } from './steps/prepare-request.ts';
export { createFollowers } from './tasks/followers.ts';
export type { TaskPlane } from './tasks/task-deps.ts';
