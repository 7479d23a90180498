import type {
  CanonicalField,
  CanonicalRequest,
  CustomTool,
  FunctionTool,
  ToolChoice,
} from '../../canonical/index.ts';
import { CannotCarryError } from '../codec.ts';

/** The tools of a request that any upstream can offer to its model, and the choice among them. */
export interface OfferedTools {
  readonly tools: readonly (FunctionTool | CustomTool)[];
  readonly toolChoice: ToolChoice | null;
  /** `tools` where a hosted tool was left out. */
  readonly dropped: readonly CanonicalField[];
}

/**
 * A request's tools without those that another vendor's upstream would run itself. They are offers the
 * model may pass over, so an agent that offers them by default keeps working; only a choice that leaves the
 * model nothing else is refused. A choice without any tool left is no choice, and most upstreams refuse it.
 * @throws {CannotCarryError} when the choice forces a hosted tool.
 */
export function withoutHostedTools({
  tools,
  toolChoice,
}: Pick<CanonicalRequest, 'tools' | 'toolChoice'>): OfferedTools {
  const offered = tools.filter((tool) => tool.type !== 'hosted');
  if (offered.length === tools.length) {
    return { tools: offered, toolChoice, dropped: [] };
  }
  const hosted = new Set(tools.flatMap((tool) => (tool.type === 'hosted' ? [tool.name] : [])));
  const choice = toolChoice === null ? null : choiceWithout(hosted, toolChoice);
  if (offered.length === 0 && choice !== null && mustCall(choice)) {
    throw forced();
  }
  return { tools: offered, toolChoice: offered.length === 0 ? null : choice, dropped: ['tools'] };
}

function choiceWithout(hosted: ReadonlySet<string>, choice: ToolChoice): ToolChoice {
  if (choice.type === 'tool' && hosted.has(choice.name)) {
    throw forced();
  }
  if (choice.type !== 'allowed') {
    return choice;
  }
  const names = choice.names.filter((name) => !hosted.has(name));
  if (names.length > 0) {
    return { ...choice, names };
  }
  if (choice.isRequired) {
    throw forced();
  }
  return { type: 'none' };
}

function mustCall(choice: ToolChoice): boolean {
  return choice.type === 'required' || choice.type === 'tool';
}

function forced(): CannotCarryError {
  return new CannotCarryError({ field: 'toolChoice' }, 'forces a tool that this model cannot run');
}
