import { createHmac, timingSafeEqual } from 'node:crypto';
import type { SecretBox } from '../core/secret-box.ts';
import type { MediaFile } from './media-file.ts';

/** Links to files that open without a key: the same for a file for as long as it is kept. */
export interface MediaLinks {
  linkOf(file: MediaFile): string;
  /** Whether a signature is that of a link to the file. */
  isSigned(file: MediaFile, signature: string): boolean;
}

/** Signed with a key that follows from the look-up key, so links outlive a rotation of the master key. */
export function createMediaLinks(box: Pick<SecretBox, 'keyFor'>, publicUrl: () => string): MediaLinks {
  const key = Buffer.from(box.keyFor('links to media').reveal(), 'base64url');
  const sign = ({ id, expiresAtMs }: MediaFile): Buffer =>
    createHmac('sha256', key).update(`${id} ${expiresAtMs}`).digest();
  return {
    linkOf(file) {
      const query = `signature=${sign(file).toString('base64url')}`;
      return `${publicUrl()}/v1/media/${file.id}/${nameOf(file)}?${query}`;
    },
    isSigned(file, signature) {
      const given = Buffer.from(signature, 'base64url');
      const right = sign(file);
      return given.length === right.length && timingSafeEqual(given, right);
    },
  };
}

/** What a file is called when it is saved. */
export function nameOf({
  role,
  ordinal,
  mediaType,
}: Pick<MediaFile, 'role' | 'ordinal' | 'mediaType'>): string {
  const subtype = mediaType.slice(mediaType.indexOf('/') + 1);
  return `${role}-${ordinal + 1}.${EXTENSIONS.get(subtype) ?? subtype}`;
}

const EXTENSIONS: ReadonlyMap<string, string> = new Map([
  ['jpeg', 'jpg'],
  ['quicktime', 'mov'],
  ['mpeg', 'mp3'],
]);
