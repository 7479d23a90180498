/** What a snippet is filled with. */
export interface SnippetValues {
  /** `https://gateway.example`, without a slash at the end. */
  readonly origin: string;
  readonly apiKey: string;
  readonly model: string;
}

/** How one client is pointed at the gateway. */
export interface Snippet {
  readonly client: string;
  /** Its own name; names of products are the same in every language. */
  readonly name: string;
  /** The models that it is made for; it gets any other where none of them is served. */
  readonly prefers?: RegExp;
  /** Files and commands, in the order in which they are used. */
  readonly blocks: (values: SnippetValues) => readonly SnippetBlock[];
}

/** One thing to paste. */
export interface SnippetBlock {
  /** Where it goes: the terminal, or the name of a file. */
  readonly place: string;
  readonly code: string;
}

/** Names of small models that most gateways serve, so that a first try costs next to nothing. */
const USUAL = ['gpt-5-mini', 'gpt-4o-mini', 'claude-haiku-4-5', 'claude-sonnet-4-5', 'gemini-2.5-flash'];

/** The model that a snippet is filled with until somebody chooses one. */
export function usualModel({ prefers }: Snippet, served: readonly string[]): string | undefined {
  const fitting = prefers === undefined ? [] : served.filter((name) => prefers.test(name));
  const among = fitting.length === 0 ? served : fitting;
  return USUAL.find((name) => among.includes(name)) ?? among.find((name) => !name.includes('/')) ?? among[0];
}

/** The kinds of keys, and what each is for. */
export type SnippetKind = 'general' | 'image';

const TERMINAL = 'bash';
const HELLO = 'Say hello';

/** The clients of general keys; what each wants is in docs/clients. */
export const GENERAL_SNIPPETS: readonly Snippet[] = [
  {
    client: 'curl',
    name: 'curl',
    blocks: ({ origin, apiKey, model }) => [
      {
        place: TERMINAL,
        code: `curl ${origin}/v1/chat/completions \\
  -H 'authorization: Bearer ${apiKey}' \\
  -H 'content-type: application/json' \\
  -d '${JSON.stringify({ model, messages: [{ role: 'user', content: HELLO }] })}'`,
      },
    ],
  },
  {
    client: 'openai-python',
    name: 'OpenAI SDK · Python',
    blocks: ({ origin, apiKey, model }) => [
      { place: TERMINAL, code: 'pip install openai' },
      {
        place: 'hello.py',
        code: `from openai import OpenAI

client = OpenAI(base_url="${origin}/v1", api_key="${apiKey}")
answer = client.chat.completions.create(
    model="${model}",
    messages=[{"role": "user", "content": "${HELLO}"}],
)
print(answer.choices[0].message.content)`,
      },
    ],
  },
  {
    client: 'openai-typescript',
    name: 'OpenAI SDK · TypeScript',
    blocks: ({ origin, apiKey, model }) => [
      { place: TERMINAL, code: 'npm install openai' },
      {
        place: 'hello.ts',
        code: `import OpenAI from 'openai';

const client = new OpenAI({ baseURL: '${origin}/v1', apiKey: '${apiKey}' });
const answer = await client.chat.completions.create({
  model: '${model}',
  messages: [{ role: 'user', content: '${HELLO}' }],
});
console.log(answer.choices[0]?.message.content);`,
      },
    ],
  },
  {
    client: 'claude-code',
    name: 'Claude Code',
    prefers: /claude/,
    blocks: ({ origin, apiKey, model }) => [
      {
        place: TERMINAL,
        code: `export ANTHROPIC_BASE_URL=${origin}
export ANTHROPIC_AUTH_TOKEN=${apiKey}
export ANTHROPIC_MODEL=${model}
claude`,
      },
    ],
  },
  {
    client: 'codex',
    name: 'Codex',
    prefers: /codex|^gpt-5/,
    blocks: ({ origin, apiKey, model }) => [
      {
        place: '~/.codex/config.toml',
        code: `model = "${model}"
model_provider = "turnpike"

[model_providers.turnpike]
name = "Turnpike"
base_url = "${origin}/v1"
env_key = "TURNPIKE_KEY"
wire_api = "responses"`,
      },
      { place: TERMINAL, code: `export TURNPIKE_KEY=${apiKey}\ncodex` },
    ],
  },
  {
    client: 'gemini-cli',
    name: 'Gemini CLI',
    prefers: /gemini/,
    blocks: ({ origin, apiKey, model }) => [
      {
        place: '~/.gemini/settings.json',
        code: '{ "security": { "auth": { "selectedType": "gemini-api-key" } } }',
      },
      {
        place: TERMINAL,
        code: `export GOOGLE_GEMINI_BASE_URL=${origin}
export GEMINI_API_KEY=${apiKey}
gemini --model ${model}`,
      },
    ],
  },
  {
    client: 'cursor',
    name: 'Cursor',
    blocks: ({ origin, apiKey, model }) => [
      { place: 'Settings › Models › Override OpenAI Base URL', code: `${origin}/v1` },
      { place: 'Settings › Models › OpenAI API Key', code: apiKey },
      { place: 'Settings › Models › Add model', code: model },
    ],
  },
  {
    client: 'ai-sdk',
    name: 'AI SDK',
    blocks: ({ origin, apiKey, model }) => [
      { place: TERMINAL, code: 'npm install ai @ai-sdk/openai-compatible' },
      {
        place: 'hello.ts',
        code: `import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { generateText } from 'ai';

const turnpike = createOpenAICompatible({
  name: 'turnpike',
  baseURL: '${origin}/v1',
  apiKey: '${apiKey}',
});
const { text } = await generateText({ model: turnpike('${model}'), prompt: '${HELLO}' });
console.log(text);`,
      },
    ],
  },
];

/** What image keys are for: tasks, and nothing else. */
export const IMAGE_SNIPPETS: readonly Snippet[] = [
  {
    client: 'submit',
    name: 'POST /v1/images/tasks',
    blocks: ({ origin, apiKey, model }) => [
      {
        place: TERMINAL,
        code: `curl ${origin}/v1/images/tasks \\
  -H 'authorization: Bearer ${apiKey}' \\
  -H 'content-type: application/json' \\
  -d '${JSON.stringify({ model, prompt: 'a toll road at dawn', image_size: '1K', aspect_ratio: '1:1', n: 1 })}'`,
      },
    ],
  },
  {
    client: 'follow',
    name: 'GET /v1/images/tasks/events',
    blocks: ({ origin, apiKey }) => [
      {
        place: TERMINAL,
        code: `curl -N ${origin}/v1/images/tasks/events \\
  -H 'authorization: Bearer ${apiKey}'`,
      },
    ],
  },
];
