import { asText } from '../json-shape.ts';
import { formFields, readSentForm } from '../media/form.ts';
import { secondsOf } from '../media/sound.ts';
import { piecesOf } from '../pieces.ts';
import { bareFrame, type Call, type Frame, outputOf, Refusal, type Reply } from '../platform.ts';
import { noTokens, tokensOf } from '../tokens.ts';
import { requireModel } from './request-fields.ts';

const AUDIO_TOKENS_PER_SECOND = 10;
const EVENTS = 4;

/** What a transcript is made of. */
type Transcript = {
  readonly text: string;
  readonly seconds: number;
  readonly input: number;
  readonly audioInput: number;
  readonly output: number;
};

/** `POST /audio/transcriptions` and `/audio/translations`: `whisper-1` is charged by the second, others by tokens. */
export function answerTranscription(call: Call): Reply {
  const form = readSentForm(call.headers, call.bytes);
  const file = form?.files.find(({ name }) => name === 'file');
  if (form === undefined || file === undefined) {
    throw new Refusal(400, "Missing required parameter: 'file'.", 'file', 'missing_required_parameter');
  }
  const body = formFields(form);
  const model = requireModel(body);
  const isWhisper = model.startsWith('whisper');
  const seconds = secondsOf(file.bytes);
  const text = `A recording of ${file.bytes.length} bytes, told in ${asText(body.language) ?? 'English'}.`;
  const transcript = {
    text,
    seconds,
    input: isWhisper ? 0 : tokensOf(asText(body.prompt) ?? ''),
    audioInput: isWhisper ? 0 : Math.ceil(seconds) * AUDIO_TOKENS_PER_SECOND,
    output: isWhisper ? 0 : tokensOf(text),
  };
  const prompt = { ...noTokens(), input: transcript.input, audio_input: transcript.audioInput };
  const media = isWhisper ? { seconds: Math.ceil(seconds) } : {};
  const charge = { kind: 'transcription', model, prompt, media };
  const usage = call.omitUsage ? undefined : usageOf(transcript, isWhisper);
  if (body.stream === true && !isWhisper) {
    const frames = transcriptFrames(transcript, usage);
    return { type: 'stream', status: 200, contentType: 'text/event-stream; charset=utf-8', frames, charge };
  }
  const generated = outputOf(transcript.output);
  const shape = shapeOf(call, transcript, asText(body.response_format) ?? 'json', usage);
  return { type: 'whole', status: 200, ...shape, charge, generated };
}

function shapeOf(
  { path }: Call,
  { text, seconds }: Transcript,
  format: string,
  usage: object | undefined,
): { readonly body: string; readonly contentType?: string } {
  // Translations report no usage, whatever the model.
  const reported = path === '/audio/translations' ? undefined : usage;
  switch (format) {
    case 'text':
      return { body: `${text}\n`, contentType: 'text/plain; charset=utf-8' };
    case 'srt':
      return {
        body: `1\n00:00:00,000 --> 00:00:01,000\n${text}\n`,
        contentType: 'text/plain; charset=utf-8',
      };
    case 'verbose_json':
      return {
        body: JSON.stringify({ task: 'transcribe', duration: seconds, text, segments: [], usage: reported }),
      };
    default:
      return { body: JSON.stringify({ text, usage: reported }) };
  }
}

function usageOf({ seconds, input, audioInput, output }: Transcript, isWhisper: boolean): object {
  if (isWhisper) return { type: 'duration', seconds: Math.ceil(seconds) };
  return {
    type: 'tokens',
    input_tokens: input + audioInput,
    input_token_details: { text_tokens: input, audio_tokens: audioInput },
    output_tokens: output,
    total_tokens: input + audioInput + output,
  };
}

function* transcriptFrames({ text, output }: Transcript, usage: object | undefined): Generator<Frame> {
  for (const piece of piecesOf(text, output, EVENTS)) {
    const value = { type: 'transcript.text.delta', delta: piece.text };
    yield { text: `data: ${JSON.stringify(value)}\n\n`, generated: outputOf(piece.tokens) };
  }
  yield bareFrame(`data: ${JSON.stringify({ type: 'transcript.text.done', text, usage })}\n\n`);
  yield bareFrame('data: [DONE]\n\n');
}
