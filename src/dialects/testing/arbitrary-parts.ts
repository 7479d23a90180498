import fc from 'fast-check';
import type {
  AssistantPart,
  CacheMark,
  Citation,
  DocumentPart,
  ImagePart,
  MediaSource,
  ReasoningPart,
  RefusalPart,
  TextPart,
  ToolCallPart,
  UserPart,
} from '../../canonical/index.ts';
import type { Features } from './arbitrary-features.ts';

/** Text of any script, with quotes, line ends and control characters; never empty. */
export const arbitraryText = fc.oneof(
  fc.lorem({ maxCount: 4 }),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 8 }),
  fc.constantFrom(
    '\n',
    ' ',
    '"',
    '\\',
    '\r\n\r\n',
    'data: [DONE]\n\n',
    '你好',
    '👩‍👩‍👧',
    '{"a":',
    '</think>',
  ),
);

/** A name that every dialect takes for a tool. */
export const arbitraryToolName = fc.stringMatching(/^[a-z][a-z0-9_]{0,11}$/);

/** JSON text of an object, often `{}`. */
const arbitraryInput = fc.oneof(
  fc.constant('{}'),
  fc
    .dictionary(fc.stringMatching(/^[a-z]{1,6}$/), fc.oneof(arbitraryText, fc.integer(), fc.boolean()), {
      minKeys: 1,
      maxKeys: 3,
      noNullPrototype: true,
    })
    .map((value) => JSON.stringify(value)),
);

const arbitraryUrl = fc.stringMatching(/^[a-z0-9]{1,8}$/).map((name) => `https://files.example/${name}`);

/** Bytes of a known type, or an address. */
function arbitrarySource(mediaTypes: readonly string[]): fc.Arbitrary<MediaSource> {
  const data = fc.record({
    type: fc.constant('data' as const),
    mediaType: fc.constantFrom(...mediaTypes),
    base64: fc
      .uint8Array({ minLength: 3, maxLength: 12 })
      .map((bytes) => Buffer.from(bytes).toString('base64')),
  });
  return fc.oneof(
    data,
    arbitraryUrl.map((url) => ({ type: 'url' as const, url, mediaType: null })),
  );
}

function arbitraryMark({ cacheMarks }: Features): fc.Arbitrary<CacheMark | null> {
  return cacheMarks
    ? fc.option(fc.record({ ttl: fc.constantFrom('5m' as const, '1h' as const, null) }))
    : fc.constant(null);
}

const arbitraryCitation: fc.Arbitrary<Citation> = fc.record({
  url: arbitraryUrl,
  title: fc.option(arbitraryText),
  citedText: fc.constant(null),
  start: fc.constant(0),
  end: fc.nat({ max: 3 }),
});

/** A text of a request or an answer. Signatures and citations are the model's alone. */
export function arbitraryTextPart(features: Features, isByModel: boolean): fc.Arbitrary<TextPart> {
  return fc.record({
    type: fc.constant('text' as const),
    at: fc.constant(''),
    text: arbitraryText,
    cacheMark: arbitraryMark(features),
    citations:
      isByModel && features.citations ? fc.array(arbitraryCitation, { maxLength: 2 }) : fc.constant([]),
    signature: isByModel ? features.signature('text') : fc.constant(null),
  });
}

/** A picture that a user shows, or that the model made. */
export function arbitraryImagePart(features: Features, isByModel: boolean): fc.Arbitrary<ImagePart> {
  const source = arbitrarySource(['image/png', 'image/jpeg']);
  return fc.record({
    type: fc.constant('image' as const),
    at: fc.constant(''),
    source: isByModel ? source.filter(({ type }) => type === 'data') : source,
    detail: fc.constant(null),
    cacheMark: isByModel ? fc.constant(null) : arbitraryMark(features),
    signature: isByModel ? features.signature('image') : fc.constant(null),
  });
}

function arbitraryDocumentPart(features: Features): fc.Arbitrary<DocumentPart> {
  return fc.record({
    type: fc.constant('document' as const),
    at: fc.constant(''),
    source: arbitrarySource(['application/pdf']),
    name: fc.option(fc.stringMatching(/^[a-z]{1,8}\.pdf$/)),
    cacheMark: arbitraryMark(features),
  });
}

const arbitraryAudioPart: fc.Arbitrary<UserPart> = fc.record({
  type: fc.constant('audio' as const),
  at: fc.constant(''),
  source: arbitrarySource(['audio/wav', 'audio/mp3']).filter(({ type }) => type === 'data'),
  transcript: fc.constant(null),
});

/** What a user says or shows; results of tools are made with their calls. */
export function arbitraryUserPart(
  features: Features,
): fc.Arbitrary<Exclude<UserPart, { type: 'tool-result' }>> {
  const text = { arbitrary: arbitraryTextPart(features, false), weight: 4 };
  return fc.oneof(
    text,
    ...(features.images ? [{ arbitrary: arbitraryImagePart(features, false), weight: 1 }] : []),
    ...(features.documents ? [{ arbitrary: arbitraryDocumentPart(features), weight: 1 }] : []),
    ...(features.audio ? [{ arbitrary: arbitraryAudioPart, weight: 1 }] : []),
  ) as fc.Arbitrary<Exclude<UserPart, { type: 'tool-result' }>>;
}

function arbitraryReasoning(features: Features): fc.Arbitrary<ReasoningPart> {
  const shown = fc.record({
    type: fc.constant('reasoning' as const),
    at: fc.constant(''),
    text: arbitraryText,
    signature: features.signature('reasoning'),
    isRedacted: fc.constant(false),
  });
  const redacted = features
    .signature('reasoning')
    .filter((signature) => signature !== null)
    .map((signature) => ({ type: 'reasoning' as const, at: '', text: '', signature, isRedacted: true }));
  return features.redactedReasoning ? fc.oneof(shown, redacted) : shown;
}

function arbitraryCall(features: Features): fc.Arbitrary<ToolCallPart> {
  const call = (kind: 'function' | 'custom', input: fc.Arbitrary<string>) =>
    fc.record({
      type: fc.constant('tool-call' as const),
      at: fc.constant(''),
      id: fc.constant(''),
      name: arbitraryToolName,
      kind: fc.constant(kind),
      input,
      signature: features.signature('call'),
    });
  const plain = call('function', arbitraryInput);
  return features.customTools ? fc.oneof(plain, call('custom', arbitraryText)) : plain;
}

/**
 * What a model answers: thinking first, then text, then calls. Calls have no ids yet, because ids are
 * unique over a whole conversation.
 */
export function arbitraryAnswerParts(features: Features): fc.Arbitrary<readonly AssistantPart[]> {
  const refusal: fc.Arbitrary<RefusalPart> = fc.record({
    type: fc.constant('refusal' as const),
    at: fc.constant(''),
    text: arbitraryText,
  });
  const reasoning = features.reasoning ? fc.option(arbitraryReasoning(features)) : fc.constant(null);
  const said = fc.tuple(
    reasoning,
    fc.option(arbitraryTextPart(features, true)),
    features.generatedImages ? fc.option(arbitraryImagePart(features, true)) : fc.constant(null),
    fc.array(arbitraryCall(features), { maxLength: 3 }),
  );
  const whole: fc.Arbitrary<readonly AssistantPart[]> = said
    .map(([thought, text, image, calls]) => [thought, text, image, ...calls].filter((part) => part !== null))
    .filter((parts) => parts.some(({ type }) => type !== 'reasoning'));
  return features.refusals
    ? fc.oneof(
        { arbitrary: whole, weight: 5 },
        refusal.map((part) => [part]),
      )
    : whole;
}
