import type { MediaRequest } from '../../canonical/media.ts';
import type { Id } from '../../core/ids.ts';
import type { KeyAccess } from '../../keys/index.ts';
import type { MediaFile } from '../../media/index.ts';
import type { StoredInput } from '../../tasks/index.ts';
import type { GatewayDeps } from '../gateway-deps.ts';

/** Inputs are needed until the task has ended; a task that takes longest ends long before this. */
const KEPT_MS = 7 * 24 * 3_600_000;

/** Inputs that are in the store. */
export interface KeptInputs {
  readonly stored: readonly StoredInput[];
  /** Removes them, when no task is made of them after all. */
  discard(): Promise<void>;
}

/** Puts the inputs of a task into the store, before anything is held. */
export async function storeInputs(
  taskId: Id<'task'>,
  { key }: KeyAccess,
  { inputs }: MediaRequest,
  { media: files, log }: GatewayDeps,
): Promise<KeptInputs> {
  const kept: MediaFile[] = [];
  const discard = async (): Promise<void> => {
    await files.remove(kept).catch((error: unknown) => log.error({ err: error }, 'inputs were not removed'));
  };
  try {
    for (const [ordinal, { bytes }] of inputs.entries()) {
      const { organizationId, projectId } = key;
      kept.push(
        await files.put(bytes, {
          ...{ organizationId, projectId, taskId, role: 'input', ordinal, seconds: null },
          ...{ kinds: ['image', 'video', 'audio'], maxBytes: bytes.length, keepMs: KEPT_MS },
        }),
      );
    }
  } catch (error) {
    await discard();
    throw error;
  }
  const stored = inputs.flatMap(({ role, mediaType }, at) => {
    const file = kept[at]?.id;
    return file === undefined ? [] : [{ role, mediaType, file }];
  });
  return { stored, discard };
}
