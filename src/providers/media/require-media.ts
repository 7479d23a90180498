import type {
  MediaInput,
  MediaRequest,
  MediaRole,
  MusicRequest,
  VideoRequest,
} from '../../canonical/media.ts';
import { invalidField } from '../../core/refusal.ts';

/** @throws {Refusal} `invalid_request` for anything but a film. */
export function requireVideo(request: MediaRequest): VideoRequest {
  if (request.modality !== 'video') {
    throw invalidField('model', `makes films, not ${request.modality}`);
  }
  return request;
}

/** @throws {Refusal} `invalid_request` for anything but a song. */
export function requireMusic(request: MediaRequest): MusicRequest {
  if (request.modality !== 'music') {
    throw invalidField('model', `makes songs, not ${request.modality}`);
  }
  return request;
}

/**
 * The value where it is one of those a vendor takes, or its own default for none.
 * @throws {Refusal} `invalid_request` naming the field.
 */
export function oneOf<T extends string | number>(
  field: string,
  value: T | null,
  usual: T,
  possible: readonly T[],
): T {
  if (value === null) {
    return usual;
  }
  if (!possible.includes(value)) {
    throw invalidField(field, `must be one of ${possible.join(', ')} for this model`);
  }
  return value;
}

/** What callers call an input of each role. */
const FIELDS: Readonly<Record<MediaRole, string>> = {
  first_frame: 'image',
  last_frame: 'last_frame',
  reference_image: 'images',
  mask: 'mask',
  reference_video: 'video',
  reference_audio: 'audio',
};

/** @throws {Refusal} `invalid_request` naming an input of a role the vendor does not take. */
export function refuseOtherInputs(inputs: readonly MediaInput[], roles: readonly MediaRole[]): void {
  const other = inputs.find(({ role }) => !roles.includes(role));
  if (other !== undefined) {
    throw invalidField(FIELDS[other.role], 'is not taken by this model');
  }
}

/** @throws {Refusal} `invalid_request` naming the first of these fields that was asked for. */
export function refuseAsked(asked: Readonly<Record<string, unknown>>): void {
  for (const [field, value] of Object.entries(asked)) {
    if (value !== null && value !== undefined) {
      throw invalidField(field, 'is not taken by this model');
    }
  }
}

/** An input as an address that holds it. */
export function dataUrlOf({ mediaType, bytes }: MediaInput): string {
  return `data:${mediaType};base64,${bytes.toString('base64')}`;
}
