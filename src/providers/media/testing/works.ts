import type {
  ImageRequest,
  MediaInput,
  MediaRole,
  MusicRequest,
  VideoRequest,
} from '../../../canonical/media.ts';
import type { MediaAdapter, MediaAnswer, MediaCall, MediaWork, Submitted } from '../media-adapter.ts';

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

/** A request for a film, with what differs. */
export function videoRequest(asked: Partial<VideoRequest> = {}): VideoRequest {
  return {
    ...{ modality: 'video', prompt: 'a ship at sea', inputs: [], seed: null, count: 1, seconds: null },
    ...{ resolution: null, aspectRatio: null, negativePrompt: null, withSound: null },
    ...{ cameraFixed: null, watermark: null },
    ...asked,
  };
}

/** A request for a song, with what differs. */
export function musicRequest(asked: Partial<MusicRequest> = {}): MusicRequest {
  return {
    ...{ modality: 'music', prompt: 'a shanty', inputs: [], seed: null, lyrics: null, style: null },
    ...{ title: null, isInstrumental: false, outputFormat: null },
    ...asked,
  };
}

/** An input of a role. */
export function inputOf(role: MediaRole): MediaInput {
  return { role, mediaType: 'image/png', bytes: Buffer.from('iVBORw0KGgo=', 'base64') };
}

/** Makes the calls of an adapter at a platform of the simulator, as a worker does, until the work is over. */
export async function workThrough(
  adapter: MediaAdapter,
  work: MediaWork,
  at: { readonly baseUrl: string; readonly headers: Readonly<Record<string, string>> },
  mostCalls = 10,
): Promise<Submitted> {
  const ask = async ({ method, path, headers, body }: MediaCall): Promise<MediaAnswer> => {
    const own = headers.flatMap((name, index) => (index % 2 === 0 ? [[name, headers[index + 1] ?? '']] : []));
    const answer = await fetch(/^https?:/.test(path) ? path : at.baseUrl + path, {
      method,
      headers: { ...at.headers, ...Object.fromEntries(own) },
      ...(body === null ? {} : { body: new Uint8Array(body) }),
    });
    const bytes = Buffer.from(await answer.arrayBuffer());
    return { status: answer.status, headers: Object.fromEntries(answer.headers), body: bytes };
  };
  let reached = adapter.readSubmit(work, await ask(adapter.submit(work)));
  for (let calls = 1; calls < mostCalls; calls += 1) {
    if (reached.kind === 'continue') {
      reached = adapter.readPoll(reached.state, await ask(reached.call));
    } else if (reached.kind === 'working') {
      const call = adapter.poll(reached.state);
      if (call === null) {
        return reached;
      }
      const { state } = reached;
      const polled = adapter.readPoll(state, await ask(call));
      reached = polled.kind === 'unreadable' ? { ...reached } : polled;
    } else {
      return reached;
    }
  }
  return reached;
}
