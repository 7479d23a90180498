import type { MediaAdapter } from './media-adapter.ts';

/** What a vendor that answers at once has no word for. */
export const ANSWERS_AT_ONCE: Pick<
  MediaAdapter,
  'poll' | 'readPoll' | 'cancel' | 'lookUp' | 'readCallback' | 'authHeaders'
> = {
  poll: () => null,
  readPoll: () => ({ kind: 'unreadable', reason: 'this upstream has nothing to poll' }),
  cancel: () => null,
  lookUp: () => null,
  readCallback: () => null,
  authHeaders: () => null,
};
