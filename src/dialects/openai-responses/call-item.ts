import type { OpenedPart, ToolOrigin } from '../../canonical/index.ts';
import type { JsonObject } from '../dialect.ts';
import { isJsonObject } from '../field-checks.ts';
import { type ItemTool, itemToolOf } from './item-tools.ts';
import { type ItemPlace, sayAdded, sayDone, type WrittenItem } from './written-item.ts';

/** What is known of a call when it begins. */
export type OpenedCall = Extract<OpenedPart, { readonly type: 'tool-call' }>;

/**
 * Begins a call, under the name and in the form its client knows the tool by: Codex finds the tool by
 * `namespace` and `name` of the item, never by a joined name.
 */
export function createCallItem(place: ItemPlace, call: OpenedCall, origin: ToolOrigin | null): WrittenItem {
  const itemTool = origin === null ? undefined : itemToolOf(origin.type);
  if (itemTool !== undefined) {
    return createItemCall(place, call.id, itemTool);
  }
  const namespace = origin?.namespace ?? null;
  const named = { name: origin?.name ?? call.name, ...(namespace === null ? {} : { namespace }) };
  return createNamedCall(place, call, named);
}

/** The events and members in which calls of functions and of custom tools differ. */
const FORMS = {
  function: {
    type: 'function_call',
    idPrefix: 'fc_',
    member: 'arguments',
    delta: 'response.function_call_arguments.delta',
    done: 'response.function_call_arguments.done',
  },
  custom: {
    type: 'custom_tool_call',
    idPrefix: 'ctc_',
    member: 'input',
    delta: 'response.custom_tool_call_input.delta',
    done: 'response.custom_tool_call_input.done',
  },
} as const;

function createNamedCall(place: ItemPlace, { id: callId, kind }: OpenedCall, named: JsonObject): WrittenItem {
  const form = FORMS[kind];
  const id = `${form.idPrefix}${place.key}`;
  const at = { item_id: id, output_index: place.outputIndex };
  let input = '';
  const item = (status: string): JsonObject => ({
    id,
    type: form.type,
    status,
    call_id: callId,
    ...named,
    [form.member]: input,
  });
  sayAdded(place, item('in_progress'));

  function addText(text: string): void {
    if (text !== '') {
      input += text;
      place.say(form.delta, { ...at, delta: text });
    }
  }

  return {
    addText,
    close(status) {
      if (input === '' && kind === 'function') {
        addText('{}');
      }
      place.say(form.done, { ...at, [form.member]: input });
      return sayDone(place, item(status));
    },
  };
}

/** A call by an item of its own. Nothing is said of it before its input is whole, since it must be unpacked. */
function createItemCall(place: ItemPlace, callId: string, tool: ItemTool): WrittenItem {
  const id = `${tool.idPrefix}${place.key}`;
  let input = '';
  return {
    addText(text) {
      input += text;
    },
    close(status) {
      const item = { id, type: tool.callType, call_id: callId, ...tool.writeCall(parseInput(input)) };
      sayAdded(place, { ...item, status: 'in_progress' });
      return sayDone(place, { ...item, status });
    },
  };
}

/** The input of a call; what a model wrote wrongly is no input, and its client says so to it. */
function parseInput(text: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : {};
  } catch {
    return {};
  }
}
