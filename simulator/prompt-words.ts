/** What the words of a prompt ask of the simulator. */
export type PromptWords = {
  /** The prompt without these words; the answer is drawn from it. */
  readonly text: string;
  /** `use-tool:NAME`, in the order they stand. */
  readonly tools: readonly string[];
  /** `repeat:N`: the answer has N tokens. */
  readonly repeatTokens: number | undefined;
  /** `huge-line:BYTES`: the answer is one piece of that many bytes. */
  readonly hugeLineBytes: number | undefined;
  /** `chunks:N`: the stream has N pieces. */
  readonly chunks: number | undefined;
};

/** The longest answer that may be asked for, so that a typing error does not fill the memory. */
const MOST_TOKENS = 16_000_000;
const MOST_BYTES = 64 * 1024 * 1024;

/** Reads the words in the last message of the user. */
export function readPromptWords(prompt: string): PromptWords {
  if (!mayHaveWords(prompt)) {
    return { text: prompt, tools: [], repeatTokens: undefined, hugeLineBytes: undefined, chunks: undefined };
  }
  const tools: string[] = [];
  const counts = new Map<string, number>();
  const text = prompt.replace(
    /(^|\s)(use-tool|repeat|huge-line|chunks):(\S+)/g,
    (all, space, word, value) => {
      if (word === 'use-tool') tools.push(value);
      else if (/^\d+$/.test(value)) counts.set(word, Number(value));
      else return all;
      return space;
    },
  );
  return {
    text: text.trim(),
    tools,
    repeatTokens: atMost(counts.get('repeat'), MOST_TOKENS),
    hugeLineBytes: atMost(counts.get('huge-line'), MOST_BYTES),
    chunks: atMost(counts.get('chunks'), MOST_TOKENS),
  };
}

function mayHaveWords(prompt: string): boolean {
  return (
    prompt.includes('use-tool:') ||
    prompt.includes('repeat:') ||
    prompt.includes('huge-line:') ||
    prompt.includes('chunks:')
  );
}

function atMost(value: number | undefined, most: number): number | undefined {
  return value === undefined ? undefined : Math.max(1, Math.min(value, most));
}
