import type { Measured, PieceCount } from '../../canonical/usage.ts';
import type { StreamTap, TappedAnswer } from '../dialect.ts';
import { eventFrame } from '../frame-text.ts';
import { errorOf } from '../gemini/errors.ts';
import { geminiPath } from '../gemini/upstream-path.ts';
import { buildOpenaiError } from '../openai-errors.ts';
import { imageEdits } from '../openai-images/index.ts';
import type { Call, Passage } from '../passage.ts';
import type { PassageDetails } from '../translation/generator.ts';
import { errorReader } from '../translation/translated-error.ts';
import { buildGeminiImageRequest } from './build-request.ts';
import { imagesUsageOf, readDrawnImage } from './read-answer.ts';

/**
 * The passage of a request for pictures to a Gemini model that draws: `generateContent` there, OpenAI's
 * images API here. Gemini draws a picture at once, so a client that streams gets its last event alone.
 * @throws {Refusal} `invalid_request` naming what Gemini cannot do.
 */
export function openImagesOnGemini(call: Call, { model, createdAtS, answerId }: PassageDetails): Passage {
  const { body, sizeClass, dropped } = buildGeminiImageRequest(call.body);
  const pieces: readonly PieceCount[] = [{ kind: 'image', count: 1, size: sizeClass }];
  const { isStreaming } = call.facts;

  function readAnswer(answer: Buffer, costOf: (measured: Measured) => string): TappedAnswer {
    const { base64, format, measured: counted } = readDrawnImage(answer);
    const measured = counted === null ? null : { ...counted, pieces };
    const usage = measured === null ? undefined : imagesUsageOf(measured, costOf(measured));
    const bytes = isStreaming
      ? completedEvent(call, { b64_json: base64, created_at: createdAtS, output_format: format, usage })
      : Buffer.from(
          JSON.stringify({ created: createdAtS, data: [{ b64_json: base64 }], output_format: format, usage }),
        );
    return { measured, pieces, bytes };
  }

  return {
    route: `${call.operation.dialect}→gemini`,
    path: geminiPath(model, 'generateContent'),
    body: Buffer.from(JSON.stringify(body)),
    answer: null,
    headers: [],
    dropped,
    framing: 'sse',
    contentType: isStreaming ? 'text/event-stream; charset=utf-8' : 'application/json',
    heartbeat: null,
    readAnswer,
    estimateAnswerTokens: () => 0,
    createStreamTap: noStream,
    readError: errorReader(errorOf, buildOpenaiError, answerId),
  };
}

function completedEvent({ operation }: Call, members: object): Buffer {
  const type = `${operation.name === imageEdits.name ? 'image_edit' : 'image_generation'}.completed`;
  return eventFrame(type, { type, background: 'auto', quality: 'auto', size: 'auto', ...members });
}

/** Whole pictures are asked for, so an upstream never streams. */
function noStream(): StreamTap {
  throw new Error('a picture of Gemini does not come as a stream');
}
