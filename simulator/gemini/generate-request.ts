import type { ToolChoice, Wish } from '../answer.ts';
import { asList, asNumber, asObject, asText, type JsonObject } from '../json-shape.ts';
import { Refusal } from '../platform.ts';
import type { OfferedTool } from '../tool-arguments.ts';

/** The generation settings of a request, without its prompt. */
export type GenerationSettings = Pick<
  Wish,
  'tools' | 'toolChoice' | 'maxTokens' | 'thinkingTokens' | 'stop'
> & {
  readonly candidates: number;
  readonly showsThoughts: boolean;
};

/** Tokens of thinking that the simulator does when asked, within the budget of the request. */
const THINKING_TOKENS = 32;

/** Reads `generationConfig`, `tools` and `toolConfig`. */
export function readSettings(body: JsonObject): GenerationSettings {
  const config = asObject(body.generationConfig ?? body.generation_config) ?? {};
  const thinking = asObject(config.thinkingConfig);
  return {
    tools: asList(body.tools).flatMap(readDeclarations),
    toolChoice: readToolChoice(asObject(body.toolConfig)),
    maxTokens: readCount(config, 'maxOutputTokens'),
    thinkingTokens: thinkingTokens(thinking),
    stop: asList(config.stopSequences).filter((entry) => typeof entry === 'string'),
    candidates: Math.min(readCount(config, 'candidateCount') ?? 1, 8),
    showsThoughts: thinking?.includeThoughts === true,
  };
}

function readDeclarations(entry: unknown): OfferedTool[] {
  const declarations = asList(asObject(entry)?.functionDeclarations);
  return declarations.flatMap((declaration) => {
    const fields = asObject(declaration);
    const name = asText(fields?.name);
    const schema = asObject(fields?.parametersJsonSchema ?? fields?.parameters);
    return name === undefined ? [] : [{ name, schema }];
  });
}

function readToolChoice(toolConfig: JsonObject | undefined): ToolChoice {
  const config = asObject(toolConfig?.functionCallingConfig);
  if (config?.mode === 'NONE') return { mode: 'none' };
  if (config?.mode !== 'ANY') return { mode: 'auto' };
  const only = asList(config.allowedFunctionNames);
  const name = asText(only[0]);
  return name !== undefined && only.length === 1 ? { mode: 'one', name } : { mode: 'any' };
}

function readCount(config: JsonObject, name: string): number | undefined {
  const value = config[name];
  if (value === undefined || value === null) return undefined;
  const count = asNumber(value);
  if (count !== undefined && Number.isInteger(count) && count >= 1) return count;
  throw new Refusal(400, `Invalid value at 'generation_config.${name}': must be a positive integer`);
}

/** A budget of -1 leaves the amount to the model, and 0 switches thinking off. */
function thinkingTokens(thinking: JsonObject | undefined): number {
  const budget = asNumber(thinking?.thinkingBudget);
  if (budget !== undefined && budget >= 0) return Math.min(budget, THINKING_TOKENS);
  const isAsked =
    budget === -1 || thinking?.includeThoughts === true || thinking?.thinkingLevel !== undefined;
  return thinking !== undefined && isAsked ? THINKING_TOKENS : 0;
}
