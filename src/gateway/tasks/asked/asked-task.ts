import type { MediaRequest, MediaRole } from '../../../canonical/media.ts';
import type { NanoUsd } from '../../../core/money.ts';
import type { TaskWishes } from '../../../tasks/index.ts';

/** An input as the caller gave it: bytes, or where they are. `param` is the field it stands in. */
export type AskedInput = {
  readonly role: MediaRole;
  readonly param: string;
} & (
  | { readonly from: 'bytes'; readonly bytes: Buffer; readonly mediaType: string | null }
  | { readonly from: 'url'; readonly url: string }
);

type WithoutInputs<R> = R extends MediaRequest ? Omit<R, 'inputs'> : never;

/** What is asked for, before its inputs were looked at. */
export type AskedWork = WithoutInputs<MediaRequest>;

/** A task as a body asks for it, whatever endpoint it came through. */
export interface AskedTask {
  readonly model: string;
  readonly work: AskedWork;
  readonly inputs: readonly AskedInput[];
  readonly wishes: TaskWishes;
  readonly callbackUrl: string | null;
  /** The most the caller wants to pay; null for no bound. */
  readonly maxCostNano: NanoUsd | null;
}
