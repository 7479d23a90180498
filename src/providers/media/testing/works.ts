import type { ImageRequest } from '../../../canonical/media.ts';
import type { MediaAnswer, MediaWork } from '../media-adapter.ts';

/** A request for one picture, with what differs. */
export function imageRequest(asked: Partial<ImageRequest> = {}): ImageRequest {
  return {
    ...{ modality: 'image', prompt: 'a matte black bottle', inputs: [], seed: null, count: 1 },
    ...{ size: null, sizeClass: null, aspectRatio: null, quality: null, background: null },
    ...{ outputFormat: null, outputCompression: null },
    ...asked,
  };
}

/** Work for a model. */
export function workOf(model: string, request: MediaWork['request']): MediaWork {
  return { model, request, taskId: 'task_0001', callbackUrl: null };
}

/** An answer with a body, JSON unless it is text. */
export function answerOf(status: number, body: unknown, headers: MediaAnswer['headers'] = {}): MediaAnswer {
  return { status, headers, body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)) };
}
