import { isDeepStrictEqual } from 'node:util';
import type { JsonObject } from '../dialect.ts';
import { isJsonObject } from '../field-checks.ts';
import { createPieceCheck, type PieceCheck } from './responses-pieces.ts';

/** Checks the items of one stream. */
export interface ItemCheck {
  /** Reads an event of an item; the problem with it, or null. */
  read(event: JsonObject): string | null;
  /** The items that are whole. */
  done(): readonly JsonObject[];
  /** What is still open at the end, or null. */
  openProblem(): string | null;
}

/** What every item of a type has (openai-node, `ResponseOutputItem`; Codex, `ResponseItem`). */
const MEMBERS: Readonly<Record<string, readonly string[]>> = {
  message: ['id', 'status', 'role', 'content'],
  reasoning: ['id', 'summary'],
  function_call: ['id', 'status', 'call_id', 'name', 'arguments'],
  custom_tool_call: ['id', 'call_id', 'name', 'input'],
  local_shell_call: ['id', 'status', 'call_id', 'action'],
  tool_search_call: ['id', 'status', 'call_id', 'execution', 'arguments'],
  image_generation_call: ['id', 'status', 'result'],
};

/** Checks items as they come: one after another, each told to its end. */
export function createItemCheck(): ItemCheck {
  const done: JsonObject[] = [];
  const ids = new Set<unknown>();
  let open: JsonObject | null = null;
  let pieces: PieceCheck | null = null;

  function begin({ item, output_index }: JsonObject): string | null {
    if (open !== null) {
      return 'begins an item in an item';
    }
    if (!isJsonObject(item) || output_index !== done.length) {
      return `is no item at the place ${done.length}`;
    }
    if (ids.has(item.id)) {
      return 'begins an item whose id there was';
    }
    ids.add(item.id);
    open = item;
    pieces = createPieceCheck(item);
    return membersProblem(item);
  }

  function end({ item, output_index }: JsonObject): string | null {
    if (open === null || pieces === null || !isJsonObject(item) || output_index !== done.length) {
      return 'ends an item that is not open';
    }
    const problem = sameItemProblem(open, item) ?? membersProblem(item) ?? pieces.endProblem(item);
    done.push(item);
    open = null;
    pieces = null;
    return problem;
  }

  return {
    read(event) {
      if (event.type === 'response.output_item.added') {
        return begin(event);
      }
      if (event.type === 'response.output_item.done') {
        return end(event);
      }
      if (open === null || pieces === null) {
        return 'says something of no item';
      }
      if (event.item_id !== open.id || event.output_index !== done.length) {
        return 'says something of another item than the open one';
      }
      return pieces.read(event);
    },
    done: () => done,
    openProblem: () => (open === null ? null : 'ends with an open item'),
  };
}

function membersProblem(item: JsonObject): string | null {
  const members = MEMBERS[`${item.type}`];
  if (members === undefined) {
    return `has an item of the unknown type ${item.type}`;
  }
  const missing = members.find((member) => item[member] === undefined);
  return missing === undefined ? null : `has an item without ${missing}`;
}

function sameItemProblem(begun: JsonObject, ended: JsonObject): string | null {
  const changed = ['id', 'type', 'call_id', 'name', 'namespace'].find(
    (member) => !isDeepStrictEqual(begun[member], ended[member]),
  );
  return changed === undefined ? null : `ends an item whose ${changed} was another`;
}
