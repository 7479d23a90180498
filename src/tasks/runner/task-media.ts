import type { Readable } from 'node:stream';
import type { MediaOutput, Modality } from '../../canonical/media.ts';
import type { Clock } from '../../core/clock.ts';
import type { MediaFiles, MediaKind, MediaRetention } from '../../media/index.ts';
import type { CredentialHeaders, Outbound } from '../../upstream/index.ts';
import type { StoredOutput, Task } from '../task.ts';
import type { OpenedUpstream } from './ask-upstream.ts';

/** The media store, as far as running tasks goes. */
export interface TaskMedia {
  /** The bytes of an input. @throws when they are gone. */
  read(file: string): Promise<Buffer>;
  /**
   * Copies what an upstream made into the store, unless it is there already from a runner that died.
   * @param ordinal its place among the results of the task
   * @throws when it cannot be fetched or stored now; it is tried again then.
   */
  keep(output: MediaOutput, ordinal: number, upstream: OpenedUpstream, task: Task): Promise<StoredOutput>;
}

/** What copying works with. */
export interface TaskMediaDeps {
  readonly files: MediaFiles;
  readonly outbound: Outbound;
  readonly credentialHeaders: CredentialHeaders;
  readonly clock: Clock;
  /** The largest result that is kept. */
  readonly maxBytes: number;
  readonly retention: MediaRetention;
}

/** A result could not be fetched from where the upstream said it is. */
class ResultUnreachableError extends Error {
  override readonly name = 'ResultUnreachableError';
}

const MEGABYTE = 1024 * 1024;
const BOUNDS: Readonly<Record<Modality, { readonly kind: MediaKind; readonly mostBytes: number }>> = {
  image: { kind: 'image', mostBytes: 64 * MEGABYTE },
  video: { kind: 'video', mostBytes: Number.POSITIVE_INFINITY },
  music: { kind: 'audio', mostBytes: 256 * MEGABYTE },
};
const FETCH_TIMEOUT_MS = 300_000;
const MOST_REDIRECTS = 3;

/** The media store of running tasks. */
export function createTaskMedia(deps: TaskMediaDeps): TaskMedia {
  const { files, retention } = deps;
  return {
    async read(id) {
      const file = await files.find(id);
      if (file === null) {
        throw new ResultUnreachableError('an input of the task is gone');
      }
      return files.read(file);
    },
    async keep(output, ordinal, upstream, task) {
      const { organizationId, projectId, id: taskId, modality } = task;
      const { kind, mostBytes } = BOUNDS[modality];
      const maxBytes = Math.min(mostBytes, deps.maxBytes);
      const keepMs = await retention.keepMsOf(projectId);
      const source = output.from === 'bytes' ? output.bytes : await fetchResult(output, upstream, deps);
      return files.put(source, {
        ...{ organizationId, projectId, taskId, role: 'output', ordinal, seconds: output.seconds },
        ...{ kinds: [kind], maxBytes, keepMs },
      });
    },
  };
}

/** Follows the few redirects that vendors answer with; the credential goes to the upstream itself alone. */
async function fetchResult(
  { url, needsCredential }: Extract<MediaOutput, { from: 'url' }>,
  upstream: OpenedUpstream,
  { outbound, credentialHeaders, clock }: TaskMediaDeps,
): Promise<Readable> {
  const { adapter, credential, allowPrivate } = upstream;
  const { baseUrl, provider } = upstream;
  let place = url.startsWith('/') ? baseUrl + provider.pathFor(url) : url;
  for (let count = 0; count <= MOST_REDIRECTS; count += 1) {
    const { origin, pathname, search } = new URL(place);
    const isOwn = origin === new URL(baseUrl).origin;
    const request = { method: 'GET', path: pathname + search, body: null } as const;
    const headers =
      needsCredential && isOwn && credential !== null
        ? (adapter.authHeaders(credential, clock.nowMs()) ??
          (await credentialHeaders.headersFor(upstream, credential, request)))
        : [];
    const bounds = { allowPrivate, timeoutMs: FETCH_TIMEOUT_MS };
    const answer = await outbound.send({ url: place, method: 'GET', headers, body: null, ...bounds });
    const { location } = answer.headers;
    if (answer.status === 200) {
      return answer.body;
    }
    answer.body.destroy();
    if (answer.status < 300 || answer.status >= 400 || typeof location !== 'string') {
      throw new ResultUnreachableError(`the address of a result answered ${answer.status}`);
    }
    place = new URL(location, place).href;
  }
  throw new ResultUnreachableError('the address of a result leads nowhere');
}
