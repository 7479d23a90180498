import type { Pace } from './pace.ts';
import { textOfTokens } from './pieces.ts';
import { readPromptWords } from './prompt-words.ts';
import { tokensOf } from './tokens.ts';
import { type OfferedTool, toolArguments } from './tool-arguments.ts';

/** Which tools must or must not be called, in the words of no platform. */
export type ToolChoice =
  | { readonly mode: 'auto' | 'none' | 'any' }
  | { readonly mode: 'one'; readonly name: string };

/** What an answer depends on. Equal wishes get equal answers. */
export type Wish = {
  /** The last message of the user, or what a tool returned when that came last. */
  readonly prompt: string;
  readonly tools: readonly OfferedTool[];
  readonly toolChoice: ToolChoice;
  /** True when the conversation ends with a tool's result; then text follows, not the same call again. */
  readonly afterToolResult: boolean;
  readonly maxTokens: number | undefined;
  /** Tokens of reasoning asked for, 0 for none. */
  readonly thinkingTokens: number;
  readonly stop: readonly string[];
  /** Which of several answers this is; each begins at another word. */
  readonly choice: number;
  readonly pace: Pace;
};

/** A tool that is called, with its arguments as JSON text. */
export type ToolCall = { readonly name: string; readonly json: string; readonly tokens: number };

/** One answer before any platform has given it a shape. */
export type Answer = {
  readonly thinking: string;
  readonly thinkingTokens: number;
  readonly text: string;
  readonly textTokens: number;
  readonly calls: readonly ToolCall[];
  readonly finish: 'stop' | 'length' | 'tools' | 'stop-sequence';
  readonly stopSequence: string | undefined;
  /** Pieces in which the text is streamed. */
  readonly chunks: number;
};

/** Makes the answer that a wish deserves. */
export function makeAnswer(wish: Wish): Answer {
  const words = readPromptWords(wish.prompt);
  const limit = wish.maxTokens ?? Number.POSITIVE_INFINITY;
  const thinkingTokens = Math.min(wish.thinkingTokens, limit);
  const thinking = textOfTokens(words.text, thinkingTokens);
  const left = limit - thinkingTokens;
  const chunks = words.chunks ?? wish.pace.chunks;
  const common = { thinking, thinkingTokens, chunks, stopSequence: undefined };
  const chosen = wish.afterToolResult ? [] : chooseTools(wish, words.tools);
  if (chosen.length > 0)
    return { ...common, text: '', textTokens: 0, ...callTools(chosen, words.text, left) };
  if (words.hugeLineBytes !== undefined) {
    // A line of this size is asked for to test readers, so it is not bound by the limit of the request.
    const text = 'x'.repeat(words.hugeLineBytes);
    return { ...common, text, textTokens: tokensOf(text), calls: [], finish: 'stop', chunks: 1 };
  }
  const wanted = Math.max(1, words.repeatTokens ?? Math.max(chunks, wish.pace.answer_tokens));
  const textTokens = Math.min(wanted, left);
  const text = textOfTokens(fromWord(words.text, wish.choice), textTokens);
  const stopped = stopAt(text, wish.stop);
  if (stopped !== undefined) {
    const textTokens = tokensOf(stopped.text);
    return { ...common, ...stopped, textTokens, calls: [], finish: 'stop-sequence' };
  }
  return { ...common, text, textTokens, calls: [], finish: wanted > left ? 'length' : 'stop' };
}

/** Tokens of an answer without its reasoning. */
export function answerTokens(answer: Answer): number {
  let total = answer.textTokens;
  for (const call of answer.calls) total += call.tokens;
  return total;
}

function chooseTools(wish: Wish, named: readonly string[]): OfferedTool[] {
  const choice = wish.toolChoice;
  if (choice.mode === 'none' || wish.tools.length === 0) return [];
  if (choice.mode === 'one') return wish.tools.filter((tool) => tool.name === choice.name).slice(0, 1);
  const asked = named.flatMap((name) => wish.tools.filter((tool) => tool.name === name).slice(0, 1));
  return asked.length === 0 && choice.mode === 'any' ? wish.tools.slice(0, 1) : asked;
}

function callTools(tools: readonly OfferedTool[], prompt: string, limit: number) {
  const calls: ToolCall[] = [];
  let left = limit;
  for (const tool of tools) {
    const json = JSON.stringify(toolArguments(tool.schema, prompt));
    const tokens = tokensOf(tool.name + json);
    if (tokens > left) return { calls, finish: 'length' as const };
    left -= tokens;
    calls.push({ name: tool.name, json, tokens });
  }
  return { calls, finish: 'tools' as const };
}

function stopAt(text: string, stop: readonly string[]) {
  let found: { text: string; stopSequence: string } | undefined;
  for (const sequence of stop) {
    const at = sequence === '' ? -1 : text.indexOf(sequence);
    if (at >= 0 && (found === undefined || at < found.text.length)) {
      found = { text: text.slice(0, at), stopSequence: sequence };
    }
  }
  return found;
}

/** The text from its n-th word on, the words before it put behind. */
function fromWord(text: string, start: number): string {
  if (start === 0) return text;
  const words = text.split(/\s+/);
  const at = start % words.length;
  return [...words.slice(at), ...words.slice(0, at)].join(' ');
}
