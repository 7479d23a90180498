import type {
  AssistantPart,
  CanonicalEvent,
  CanonicalRequest,
  CanonicalResponse,
} from '../../canonical/index.ts';
import { toCustomInput } from './custom-tools.ts';

/** The custom tools of a request: what its client expects to be called with free text. */
export function customToolNames(request: CanonicalRequest): ReadonlySet<string> {
  return new Set(request.tools.flatMap((tool) => (tool.type === 'custom' ? [tool.name] : [])));
}

/** An answer whose calls of custom tools, made as functions, are custom calls again. */
export function restoreCustomCalls(
  response: CanonicalResponse,
  names: ReadonlySet<string>,
): CanonicalResponse {
  if (names.size === 0) {
    return response;
  }
  const choices = response.choices.map((choice) => ({
    ...choice,
    parts: choice.parts.map((part) => restoreCall(part, names)),
  }));
  return { ...response, choices };
}

function restoreCall(part: AssistantPart, names: ReadonlySet<string>): AssistantPart {
  return part.type === 'tool-call' && part.kind === 'function' && names.has(part.name)
    ? { ...part, kind: 'custom', input: toCustomInput(part.input) }
    : part;
}

/** The same for a stream. The input of such a call is held until it is whole, since it must be unpacked. */
export function createCustomCallRestorer(
  names: ReadonlySet<string>,
): (event: CanonicalEvent) => readonly CanonicalEvent[] {
  const held = new Map<string, string>();
  return (event) => {
    if (names.size === 0 || !('part' in event)) {
      return [event];
    }
    const at = `${event.choice}.${event.part}`;
    const input = held.get(at);
    if (event.type === 'part-start') {
      const { content } = event;
      if (content.type !== 'tool-call' || content.kind !== 'function' || !names.has(content.name)) {
        return [event];
      }
      held.set(at, '');
      return [{ ...event, content: { ...content, kind: 'custom' } }];
    }
    if (input === undefined) {
      return [event];
    }
    if (event.type === 'part-delta') {
      if (event.delta.type !== 'text') {
        return [event];
      }
      held.set(at, input + event.delta.text);
      return [];
    }
    held.delete(at);
    const { choice, part } = event;
    return [{ type: 'part-delta', choice, part, delta: { type: 'text', text: toCustomInput(input) } }, event];
  };
}
