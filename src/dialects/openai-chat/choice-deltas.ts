import type { CanonicalEvent, OpenedPart, PartDelta, Signature } from '../../canonical/index.ts';
import type { JsonObject } from '../dialect.ts';
import { type CallHead, writeAnnotation, writeCall, writePicture } from './answer-parts.ts';
import { detailOfCall, detailOfState, detailOfThought } from './reasoning-details.ts';

type PartEvent = Extract<CanonicalEvent, { readonly part: number }>;

/** Turns the parts of one choice into the deltas of its chunks. */
export interface ChoiceDeltas {
  write(event: PartEvent): readonly JsonObject[];
  hasRefusal(): boolean;
}

/** The part that is open. */
interface Open {
  readonly content: OpenedPart;
  /** Its place among the parts, which tells details apart. */
  readonly part: number;
  saidLength: number;
}

/** The deltas of one choice. `isLegacy`: the client finds its first call in `function_call`. */
export function createChoiceDeltas(isLegacy: boolean): ChoiceDeltas {
  let open: Open = { content: { type: 'text' }, part: 0, saidLength: 0 };
  let contentLength = 0;
  let partStart = 0;
  let calls = 0;
  let images = 0;
  let hasRefusal = false;

  function start(content: OpenedPart, part: number): readonly JsonObject[] {
    open = { content, part, saidLength: 0 };
    partStart = contentLength;
    hasRefusal ||= content.type === 'refusal';
    if (content.type === 'image') {
      const picture = writePicture(content.image, images++);
      return picture === null ? [] : [{ images: [picture] }];
    }
    return content.type === 'tool-call' ? [startCall(content)] : [];
  }

  function startCall(call: CallHead): JsonObject {
    calls += 1;
    return isLegacy && calls === 1
      ? { function_call: { name: call.name, arguments: '' } }
      : { tool_calls: [{ index: callIndex(), ...writeCall(call, '') }] };
  }

  function callIndex(): number {
    return isLegacy ? calls - 2 : calls - 1;
  }

  function sayText(text: string): readonly JsonObject[] {
    const { content, part } = open;
    if (text === '') {
      return [];
    }
    open.saidLength += text.length;
    switch (content.type) {
      case 'text':
        contentLength += text.length;
        return [{ content: text }];
      case 'refusal':
        return [{ refusal: text }];
      case 'reasoning':
        return [{ reasoning_content: text, reasoning_details: [detailOfThought(text, part)] }];
      case 'tool-call':
        return [sayInput(content, text)];
      case 'image':
        return [];
    }
  }

  function sayInput({ kind }: CallHead, text: string): JsonObject {
    if (isLegacy && calls === 1) {
      return { function_call: { arguments: text } };
    }
    const said = kind === 'custom' ? { custom: { input: text } } : { function: { arguments: text } };
    return { tool_calls: [{ index: callIndex(), ...said }] };
  }

  /** A call without arguments has `{}`: what a client joins must be JSON. */
  function close(): readonly JsonObject[] {
    const { content, saidLength } = open;
    return content.type === 'tool-call' && content.kind === 'function' && saidLength === 0
      ? [sayInput(content, '{}')]
      : [];
  }

  function hang(signature: Signature): JsonObject {
    const { content, part, saidLength } = open;
    if (content.type === 'tool-call') {
      return detailOfCall(content.id, signature, part);
    }
    const isReasoning = content.type === 'reasoning';
    return detailOfState(signature, isReasoning && content.isRedacted, part, isReasoning ? saidLength : 0);
  }

  function add(delta: PartDelta): readonly JsonObject[] {
    switch (delta.type) {
      case 'text':
        return sayText(delta.text);
      case 'signature':
        return [{ reasoning_details: [hang(delta.signature)] }];
      case 'citation': {
        const annotation = writeAnnotation(delta.citation, partStart, contentLength - partStart);
        return annotation === null ? [] : [{ annotations: [annotation] }];
      }
    }
  }

  return {
    hasRefusal: () => hasRefusal,
    write(event) {
      switch (event.type) {
        case 'part-start':
          return start(event.content, event.part);
        case 'part-delta':
          return add(event.delta);
        case 'part-end':
          return close();
      }
    },
  };
}
