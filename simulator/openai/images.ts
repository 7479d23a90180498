import { asList, asText } from '../json-shape.ts';
import { formFields, readSentForm } from '../media/form.ts';
import { pictureOf } from '../media/picture.ts';
import { bareFrame, bodyOf, type Call, type Frame, imageOutputOf, Refusal, type Reply } from '../platform.ts';
import { noTokens, TOKENS_PER_IMAGE, tokensOf } from '../tokens.ts';
import { readCount, requireModel } from './request-fields.ts';

/** Tokens of one picture and of each partial one before it, whatever the size. */
const PICTURE_TOKENS = 1_056;
const PARTIAL_TOKENS = 100;

/** A request for pictures, new or edited. */
type ImageRequest = {
  readonly model: string;
  readonly prompt: string;
  readonly count: number;
  readonly size: string;
  readonly sources: number;
  readonly partials: number;
  readonly stream: boolean;
  readonly asUrl: boolean;
  /** The models before `gpt-image` are charged by the picture and report nothing. */
  readonly countsTokens: boolean;
};

/** `POST /images/generations` and `/images/edits`. */
export function answerImages(call: Call): Reply {
  const request = readRequest(call);
  const { model, countsTokens, count, size } = request;
  const prompt = countsTokens
    ? { ...noTokens(), input: tokensOf(request.prompt), image_input: request.sources * TOKENS_PER_IMAGE }
    : noTokens();
  const charge = { kind: 'images', model, prompt, media: { images: count } };
  const created = Math.floor(call.atMs / 1000);
  if (request.stream && countsTokens) {
    const frames = imageFrames(call, request, created);
    return { type: 'stream', status: 200, contentType: 'text/event-stream; charset=utf-8', frames, charge };
  }
  const data = Array.from({ length: count }, (_, index) => picture(request, index));
  const usage = countsTokens && !call.omitUsage ? usageOf(request, count * PICTURE_TOKENS) : undefined;
  const facts = countsTokens ? { background: 'opaque', output_format: 'png', quality: 'medium', size } : {};
  return {
    type: 'whole',
    status: 200,
    body: JSON.stringify({ created, ...facts, data, usage }),
    charge,
    generated: imageOutputOf(countsTokens ? count * PICTURE_TOKENS : 0),
  };
}

function readRequest(call: Call): ImageRequest {
  const form = readSentForm(call.headers, call.bytes);
  const body = form === undefined ? bodyOf(call) : formFields(form);
  const model = requireModel(body);
  const prompt = asText(body.prompt);
  if (prompt === undefined || prompt === '') {
    throw new Refusal(400, "Missing required parameter: 'prompt'.", 'prompt', 'missing_required_parameter');
  }
  if (prompt.includes('forbidden')) {
    throw new Refusal(400, 'Your request was rejected by the safety system.', null, 'moderation_blocked');
  }
  const sources = form?.files.length ?? asList(body.images).length;
  if (call.path === '/images/edits' && sources === 0) {
    throw new Refusal(400, "Missing required parameter: 'image'.", 'image', 'missing_required_parameter');
  }
  const size = asText(body.size);
  return {
    model,
    prompt,
    sources,
    count: readCount(body, 'n', 1) ?? 1,
    size: size === undefined || size === 'auto' ? '1024x1024' : size,
    partials: readCount(body, 'partial_images', 0) ?? 0,
    stream: body.stream === true,
    asUrl: model.startsWith('dall-e') && body.response_format !== 'b64_json',
    countsTokens: !model.startsWith('dall-e'),
  };
}

function picture({ prompt, asUrl }: ImageRequest, index: number): object {
  return asUrl
    ? { url: `https://images.simulator.invalid/${index}.png`, revised_prompt: prompt }
    : { b64_json: base64Of(prompt, index) };
}

function base64Of(prompt: string, index: number): string {
  return pictureOf(`${prompt} ${index}`).toString('base64');
}

function usageOf({ prompt, sources }: ImageRequest, outputTokens: number): object {
  const text = tokensOf(prompt);
  const image = sources * TOKENS_PER_IMAGE;
  return {
    input_tokens: text + image,
    input_tokens_details: { text_tokens: text, image_tokens: image },
    output_tokens: outputTokens,
    total_tokens: text + image + outputTokens,
  };
}

function* imageFrames(call: Call, request: ImageRequest, created: number): Generator<Frame> {
  const family = call.path === '/images/edits' ? 'image_edit' : 'image_generation';
  const common = { created_at: created, background: 'opaque', output_format: 'png', quality: 'medium' };
  const frame = (type: string, rest: object): string =>
    `event: ${type}\ndata: ${JSON.stringify({ type, ...common, size: request.size, ...rest })}\n\n`;
  for (let index = 0; index < request.partials; index++) {
    const rest = { partial_image_index: index, b64_json: base64Of(`partial ${request.prompt}`, index) };
    yield { text: frame(`${family}.partial_image`, rest), generated: imageOutputOf(PARTIAL_TOKENS) };
  }
  for (let index = 0; index < request.count; index++) {
    const partialTokens = index === 0 ? request.partials * PARTIAL_TOKENS : 0;
    const usage = call.omitUsage
      ? undefined
      : usageOf(
          index === 0 ? request : { ...request, prompt: '', sources: 0 },
          PICTURE_TOKENS + partialTokens,
        );
    const text = frame(`${family}.completed`, { b64_json: base64Of(request.prompt, index), usage });
    yield { text, generated: imageOutputOf(PICTURE_TOKENS) };
  }
  yield bareFrame('data: [DONE]\n\n');
}
