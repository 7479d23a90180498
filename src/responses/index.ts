/** Responses that clients come back to: what is kept of them, where, how long and how sealed. */
export { createRetention, type Retention } from './retention.ts';
export { createStoredResponses, type StoredResponses, type StoredResponsesDeps } from './service.ts';
export {
  isOver,
  type NewOwnResponse,
  type OwnResponse,
  outputOf,
  type ResponseStatus,
  type StoredResponse,
  type UpstreamResponse,
} from './stored-response.ts';
