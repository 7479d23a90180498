import { asText } from '../json-shape.ts';
import { mp3Of, wavOf } from '../media/sound.ts';
import { bodyOf, type Call, type Frame, type Generated, Refusal, type Reply } from '../platform.ts';
import { noTokens, tokensOf } from '../tokens.ts';
import { requireModel } from './request-fields.ts';

const CONTENT_TYPES: Readonly<Record<string, string>> = { mp3: 'audio/mpeg', wav: 'audio/wav' };
/** Characters of one second of speech. */
const CHARACTERS_PER_SECOND = 15;
const EVENT_BYTES = 2_048;

/** `POST /audio/speech`: the old voices are charged by the character, the new ones by tokens. */
export function answerSpeech(call: Call): Reply {
  const body = bodyOf(call);
  const model = requireModel(body);
  const input = asText(body.input) ?? '';
  if (input === '') {
    throw new Refusal(400, "Missing required parameter: 'input'.", 'input', 'missing_required_parameter');
  }
  const format = asText(body.response_format) ?? 'mp3';
  const contentType = CONTENT_TYPES[format];
  if (contentType === undefined) {
    throw new Refusal(400, `Invalid value: '${format}'.`, 'response_format', 'invalid_value');
  }
  const sound = format === 'wav' ? wavOf(input.length / CHARACTERS_PER_SECOND, input.length) : mp3Of(input);
  const countsTokens = !model.startsWith('tts-');
  const audioOutput = countsTokens ? 2 * tokensOf(input) : 0;
  const prompt = { ...noTokens(), input: countsTokens ? tokensOf(input) : 0 };
  const media = countsTokens ? {} : { characters: [...input].length };
  const charge = { kind: 'speech', model, prompt, media };
  if (body.stream_format === 'sse') {
    const frames = speechFrames(call, sound, prompt.input, audioOutput);
    return { type: 'stream', status: 200, contentType: 'text/event-stream; charset=utf-8', frames, charge };
  }
  const generated = { output: 0, reasoning: 0, audioOutput };
  return { type: 'whole', status: 200, contentType, body: sound, charge, generated };
}

function* speechFrames(call: Call, sound: Buffer, input: number, output: number): Generator<Frame> {
  for (let at = 0; at < sound.length; at += EVENT_BYTES) {
    const audio = sound.subarray(at, at + EVENT_BYTES).toString('base64');
    const generated = { output: 0, reasoning: 0, audioOutput: at === 0 ? output : 0 };
    yield event({ type: 'speech.audio.delta', audio }, generated);
  }
  const counts = { input_tokens: input, output_tokens: output, total_tokens: input + output };
  yield event({ type: 'speech.audio.done', usage: call.omitUsage ? undefined : counts }, undefined);
}

function event(value: object, generated: Generated | undefined): Frame {
  return { text: `data: ${JSON.stringify(value)}\n\n`, generated };
}
