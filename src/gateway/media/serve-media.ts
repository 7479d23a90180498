import { Refusal } from '../../core/refusal.ts';
import type { MediaFile } from '../../media/index.ts';
import type { Exchange } from '../exchange.ts';
import type { GatewayDeps } from '../gateway-deps.ts';
import { authenticate } from '../steps/authenticate.ts';
import { sendFile } from './send-file.ts';

/**
 * `GET /v1/media/{id}/{name}`: a file of a task, by its signed link or with a key of its project; whole or a
 * part of it.
 * @throws {Refusal} `not_found`, `media_link_invalid`, `media_expired`, and as `authenticate` does.
 */
export async function serveMedia(exchange: Exchange, id: string, deps: GatewayDeps): Promise<void> {
  await sendFile(exchange, await findReadable(exchange, id, deps), deps);
}

async function findReadable(exchange: Exchange, id: string, deps: GatewayDeps): Promise<MediaFile> {
  const signature = new URLSearchParams(exchange.query).get('signature');
  const access = signature === null ? await authenticate(exchange, 'refused', deps) : null;
  const file = await deps.media.find(id);
  if (file === null || (access !== null && access.key.projectId !== file.projectId)) {
    throw new Refusal('not_found');
  }
  if (signature !== null && !deps.mediaLinks.isSigned(file, signature)) {
    throw new Refusal('media_link_invalid');
  }
  if (!deps.media.isThere(file)) {
    throw new Refusal('media_expired');
  }
  return file;
}
