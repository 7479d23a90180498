import { isDeepStrictEqual } from 'node:util';
import type { JsonObject } from '../dialect.ts';
import { isJsonObject } from '../field-checks.ts';

/** Checks what is said in one item against what stands in it at its end. */
export interface PieceCheck {
  read(event: JsonObject): string | null;
  /** The problem with the whole item, or null. */
  endProblem(item: JsonObject): string | null;
}

/** One content, summary or input while it is said. */
interface OpenPiece {
  readonly kind: string;
  text: string;
  isSaid: boolean;
  readonly annotations: unknown[];
  logprobs: unknown[];
}

/** Which family an event belongs to, and what it does: `output_text` and `delta`. */
const EVENT =
  /^response\.(content_part|reasoning_summary_part|output_text|refusal|reasoning_summary_text|function_call_arguments|custom_tool_call_input|image_generation_call)\.(\S+)$/;

/** The member in which the end of a family stands whole. */
const WHOLE: Readonly<Record<string, string>> = {
  output_text: 'text',
  refusal: 'refusal',
  reasoning_summary_text: 'text',
  function_call_arguments: 'arguments',
  custom_tool_call_input: 'input',
};

/** The families of what has no parts, by the type of their items. */
const INPUTS: Readonly<Record<string, string>> = {
  function_call: 'function_call_arguments',
  custom_tool_call: 'custom_tool_call_input',
};

/** Checks the pieces of an item that begins. */
export function createPieceCheck(begun: JsonObject): PieceCheck {
  const parts: unknown[] = [];
  const input = INPUTS[`${begun.type}`];
  let open: OpenPiece | null = input === undefined ? null : openPiece(input);

  function readPart(event: JsonObject, isStart: boolean): string | null {
    const { part } = event;
    const index = event.content_index ?? event.summary_index;
    if (index !== parts.length || !isJsonObject(part)) {
      return `is no part at the place ${parts.length}`;
    }
    if (isStart) {
      const problem = open === null ? null : 'begins a part in a part';
      open = openPiece(part.type === 'summary_text' ? 'reasoning_summary_text' : `${part.type}`);
      return problem ?? (textIn(part) === '' ? null : 'begins with something said');
    }
    const problem = open === null || !open.isSaid ? 'ends a part that was not told to its end' : null;
    const said = open?.text;
    open = null;
    parts.push(part);
    return problem ?? (textIn(part) === said ? null : 'ends with another text than was said');
  }

  function readText(family: string, verb: string, event: JsonObject): string | null {
    if (open === null || open.kind !== family || open.isSaid) {
      return 'adds to what is not open';
    }
    if (verb === 'delta') {
      open.text += event.delta;
      open.logprobs = [...open.logprobs, ...listOf(event.logprobs)];
      return event.delta === '' ? 'adds nothing' : null;
    }
    if (verb === 'annotation.added') {
      return open.annotations.push(event.annotation) - 1 === event.annotation_index ? null : 'is misnumbered';
    }
    open.isSaid = true;
    return event[WHOLE[family] ?? ''] === open.text ? null : 'ends with another text than was said';
  }

  return {
    read(event) {
      const [, family = '', verb = ''] = EVENT.exec(`${event.type}`) ?? [];
      if (family === 'image_generation_call') {
        return null;
      }
      if (family === 'content_part' || family === 'reasoning_summary_part') {
        return readPart(event, verb === 'added');
      }
      return family === '' ? 'is of an unknown type' : readText(family, verb, event);
    },
    endProblem(item) {
      if (open !== null && !open.isSaid) {
        return 'ends an item that was not told to its end';
      }
      if (input !== undefined) {
        return inputProblem(item, open?.text ?? '');
      }
      const whole = item.type === 'message' ? item.content : item.summary;
      return whole === undefined || isDeepStrictEqual(whole, parts) ? null : 'ends an item with other parts';
    },
  };
}

function openPiece(kind: string): OpenPiece {
  return { kind, text: '', isSaid: false, annotations: [], logprobs: [] };
}

function textIn(part: JsonObject): unknown {
  return part.type === 'refusal' ? part.refusal : part.text;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** What a model writes as arguments is its own; that it is told as it was written is ours. */
function inputProblem(item: JsonObject, said: string): string | null {
  const whole = item.type === 'function_call' ? item.arguments : item.input;
  return whole === said ? null : 'ends a call with another input than was said';
}
