import type { MediaInput, MediaRole } from '../../canonical/media.ts';
import { invalidField } from '../../core/refusal.ts';
import type { MediaKind } from '../../media/index.ts';
import type { GatewayDeps } from '../gateway-deps.ts';
import type { AskedInput } from './asked/asked-task.ts';

const MEGABYTE = 1024 * 1024;
/** What one input may weigh, and all of them. */
const MOST_BYTES: Readonly<Record<MediaKind, number>> = {
  image: 20 * MEGABYTE,
  audio: 20 * MEGABYTE,
  video: 64 * MEGABYTE,
};
const MOST_BYTES_TOGETHER = 128 * MEGABYTE;

const KINDS: Readonly<Record<MediaRole, MediaKind>> = {
  first_frame: 'image',
  last_frame: 'image',
  reference_image: 'image',
  mask: 'image',
  reference_video: 'video',
  reference_audio: 'audio',
};

/**
 * Gets the inputs of a task, one after the other so that they never weigh more together than is allowed.
 * @throws {Refusal} `invalid_request` naming the field of one that cannot be had or is no such media.
 */
export async function fetchInputs(
  asked: readonly AskedInput[],
  { taskPlane: { references } }: GatewayDeps,
): Promise<readonly MediaInput[]> {
  const inputs: MediaInput[] = [];
  let left = MOST_BYTES_TOGETHER;
  for (const input of asked) {
    const { role, param: field } = input;
    const kind = KINDS[role];
    const bounds = { field, kinds: [kind], maxBytes: Math.min(left, MOST_BYTES[kind]) };
    const { bytes, mediaType } =
      input.from === 'bytes'
        ? await references.accept(input.bytes, bounds)
        : await references.fetch(input.url, bounds);
    left -= bytes.length;
    if (left <= 0) {
      throw invalidField(field, `the inputs weigh more than ${MOST_BYTES_TOGETHER / MEGABYTE} MB together`);
    }
    inputs.push({ role, mediaType, bytes });
  }
  return inputs;
}
