export type { Candidate } from './account.ts';
export type { AccountView, RestView } from './account-view.ts';
export { type Affinity, type Binding, createAffinity } from './affinity.ts';
export { affinityKey } from './affinity-key.ts';
export {
  type Failure,
  failureOfAnswer,
  failureOfConnection,
  failureOfCredential,
  failureOfEvent,
} from './classify-failure.ts';
export { groupFor } from './group-for.ts';
export { createKnownModels, type KnownModels } from './known-models.ts';
export { nextStep } from './next-step.ts';
export {
  type RetryInput,
  retryInputSchema,
  type TimeoutsInput,
  timeoutsInputSchema,
} from './policy-input.ts';
export type { OfferTimeouts, RetryPolicy } from './retry-policy.ts';
export { type Bound, type Choice, createRoad, type Road } from './road.ts';
export type { Channel, Group, ImageBatchPool, Offer, Pool, Snapshot } from './snapshot.ts';
export { createSnapshots, type Snapshots } from './snapshots.ts';
export { createTried, type Tried } from './tried.ts';
