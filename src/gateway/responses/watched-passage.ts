import type { Passage, StreamTap } from '../../dialects/index.ts';

/** Sees everything a client gets, and may write it anew. */
export interface AnswerWatcher {
  /** A whole answer. */
  whole(bytes: Buffer): Buffer;
  /** One event of a stream or several, each with the blank line that closes it. */
  frames(bytes: Buffer): Buffer;
}

/** A passage whose answer is watched on its way to the client. */
export function watchPassage(passage: Passage, watcher: AnswerWatcher): Passage {
  return {
    route: passage.route,
    path: passage.path,
    body: passage.body,
    answer: passage.answer,
    headers: passage.headers,
    dropped: passage.dropped,
    framing: passage.framing,
    contentType: passage.contentType,
    heartbeat: passage.heartbeat,
    readAnswer(answer, costOf) {
      const { measured, bytes } = passage.readAnswer(answer, costOf);
      return { measured, bytes: watcher.whole(bytes) };
    },
    estimateAnswerTokens: (answer) => passage.estimateAnswerTokens(answer),
    createStreamTap: (options) => watchTap(passage.createStreamTap(options), watcher),
    readError: (status, body, retryAfterS) => passage.readError(status, body, retryAfterS),
  };
}

function watchTap(tap: StreamTap, watcher: AnswerWatcher): StreamTap {
  return {
    read: (frame) => tap.read(frame),
    rewrite: (frame) => watcher.frames(tap.rewrite(frame)),
    measured: () => tap.measured(),
    deliveredOutputTokens: () => tap.deliveredOutputTokens(),
    isComplete: () => tap.isComplete(),
    hasFailed: () => tap.hasFailed(),
    errorFrame: (refusal, requestId) => tap.errorFrame(refusal, requestId),
    close() {
      const last = tap.close();
      return last.length === 0 ? last : watcher.frames(last);
    },
  };
}
