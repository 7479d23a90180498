import type { MediaAdapter } from './media-adapter.ts';

/** What a vendor that answers at once has no word for. */
export const ANSWERS_AT_ONCE: Pick<
  MediaAdapter,
  'answersAtOnce' | 'poll' | 'readPoll' | 'cancel' | 'lookUp' | 'readCallback' | 'authHeaders'
> = {
  answersAtOnce: true,
  poll: () => null,
  readPoll: () => ({ kind: 'unreadable', reason: 'this upstream has nothing to poll' }),
  cancel: () => null,
  lookUp: () => null,
  readCallback: () => null,
  authHeaders: () => null,
};
