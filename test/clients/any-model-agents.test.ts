import { describe, expect, it } from 'vitest';
import { checkMessagesStream } from '../../src/dialects/testing/messages-grammar.ts';
import { checkResponsesStream } from '../../src/dialects/testing/responses-grammar.ts';
import { ANY_MODEL, CITY_SCHEMA } from './any-model.ts';
import { useGateway } from './gateway-under-test.ts';

const gateway = useGateway();

type Json = Record<string, unknown>;

async function send(path: string, headers: Record<string, string>, body: Json): Promise<string> {
  const response = await fetch(gateway.process().url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  expect(response.status, text).toBe(200);
  return text;
}

/** No upstream gets a state in the envelope we put it into for another dialect's client. */
function expectNoEnvelopes(): void {
  expect(JSON.stringify(gateway.bodies())).not.toMatch(/tp1\.|dHAxL/);
}

describe.each(ANY_MODEL)('Claude Code on %s', (model) => {
  it('runs a loop of two turns with two calls each, and gives its signatures back', async () => {
    const messages: Json[] = [];
    for (const task of ['first', 'second']) {
      messages.push({ role: 'user', content: [text(`the ${task} file use-tool:Read use-tool:Bash`, true)] });
      const called = await ask(messages);
      const uses = called.filter(({ type }) => type === 'tool_use');
      expect(uses.map(({ name }) => name)).toEqual(['Read', 'Bash']);
      messages.push({ role: 'assistant', content: called });
      messages.push({ role: 'user', content: uses.map(({ id }) => result(id)) });
      const answer = await ask(messages);
      expect(answer.filter(({ type }) => type === 'text')).toHaveLength(1);
      messages.push({ role: 'assistant', content: answer });
    }
    expectNoEnvelopes();
  });

  async function ask(messages: readonly Json[]): Promise<readonly Json[]> {
    const headers = {
      authorization: `Bearer ${gateway.process().key}`,
      'x-api-key': gateway.process().key,
      'anthropic-version': '2023-06-01',
      'anthropic-beta': 'claude-code-20250219,interleaved-thinking-2025-05-14',
      'user-agent': 'claude-cli/2.1.0 (external, cli)',
    };
    const body = {
      model,
      max_tokens: 32_000,
      stream: true,
      system: [text('You are Claude Code.', true), text('# Environment\nLinux', true)],
      messages,
      tools: [
        { name: 'Read', description: 'Reads a file', input_schema: CITY_SCHEMA },
        {
          name: 'Bash',
          description: 'Runs it',
          input_schema: CITY_SCHEMA,
          cache_control: { type: 'ephemeral' },
        },
      ],
      thinking: { type: 'adaptive', display: 'summarized' },
      output_config: { effort: 'high' },
      context_management: { edits: [{ type: 'clear_thinking_20251015', keep: 'all' }] },
      metadata: { user_id: '{"device_id":"d1","session_id":"s1"}' },
    };
    const { ending, message } = checkMessagesStream(await send('/v1/messages?beta=true', headers, body));
    expect(ending).toBe('whole');
    return message.content as Json[];
  }

  function text(words: string, isMarked: boolean): Json {
    return { type: 'text', text: words, ...(isMarked ? { cache_control: { type: 'ephemeral' } } : {}) };
  }

  function result(id: unknown): Json {
    return { type: 'tool_result', tool_use_id: id, content: [{ type: 'text', text: 'done' }] };
  }
});

describe.each(ANY_MODEL)('Codex on %s', (model) => {
  it('runs a loop of two turns with a function and a patch, and gives its reasoning back', async () => {
    const input: Json[] = [message('developer', 'Sandbox: read only.')];
    for (const task of ['first', 'second']) {
      input.push(message('user', `the ${task} bug use-tool:exec_command use-tool:apply_patch`));
      const items = await ask(input);
      const calls = items.filter(({ type }) => String(type).endsWith('_call'));
      // The simulator's Responses knows no custom tools; its other platforms call them as functions.
      const expected = model === 'gpt-test' ? ['function_call'] : ['function_call', 'custom_tool_call'];
      expect(calls.map(({ type }) => type)).toEqual(expected);
      input.push(...items, ...calls.map(outputOf));
      const answer = await ask(input);
      expect(answer.at(-1)).toMatchObject({ type: 'message', role: 'assistant' });
      input.push(...answer);
    }
    expectNoEnvelopes();
  });

  async function ask(input: readonly Json[]): Promise<readonly Json[]> {
    const headers = {
      authorization: `Bearer ${gateway.process().key}`,
      accept: 'text/event-stream',
      originator: 'codex_cli_rs',
      session_id: 'thread-1',
    };
    const body = {
      model,
      instructions: 'You are a coding agent.',
      input,
      tools: [
        {
          type: 'function',
          name: 'exec_command',
          description: 'Runs',
          strict: false,
          parameters: CITY_SCHEMA,
        },
        {
          type: 'custom',
          name: 'apply_patch',
          description: 'Edits files',
          format: { type: 'grammar', syntax: 'lark', definition: 'start: "*** Begin Patch"' },
        },
        { type: 'web_search', external_web_access: false },
      ],
      tool_choice: 'auto',
      parallel_tool_calls: true,
      reasoning: { effort: 'medium', summary: 'auto' },
      store: false,
      stream: true,
      include: ['reasoning.encrypted_content'],
      prompt_cache_key: 'thread-1',
      text: { verbosity: 'medium' },
    };
    const { ending, items } = checkResponsesStream(await send('/v1/responses', headers, body));
    expect(ending).toBe('completed');
    return items.map(({ id: _, ...item }) => item);
  }

  function message(role: string, text: string): Json {
    return { type: 'message', role, content: [{ type: 'input_text', text }] };
  }

  function outputOf({ type, call_id }: Json): Json {
    return { type: `${String(type)}_output`, call_id, output: 'done' };
  }
});

describe.each(ANY_MODEL)('Gemini CLI on %s', (model) => {
  it('runs a loop of two turns with two calls each, and gives its signatures back', async () => {
    const contents: Json[] = [];
    for (const task of ['first', 'second']) {
      contents.push({ role: 'user', parts: [{ text: `the ${task} file use-tool:read use-tool:run` }] });
      const called = await ask(contents);
      const calls = called.flatMap(({ functionCall }) => (functionCall === undefined ? [] : [functionCall]));
      expect(calls).toMatchObject([{ name: 'read' }, { name: 'run' }]);
      contents.push({ role: 'model', parts: called });
      contents.push({ role: 'user', parts: (calls as Json[]).map(responseTo) });
      const answer = await ask(contents);
      expect(answer.some(({ text, thought }) => thought !== true && text !== undefined)).toBe(true);
      contents.push({ role: 'model', parts: answer });
    }
    expectNoEnvelopes();
  });

  async function ask(contents: readonly Json[]): Promise<readonly Json[]> {
    const declaration = (name: string) => ({ name, parametersJsonSchema: CITY_SCHEMA });
    const body = {
      systemInstruction: { role: 'user', parts: [{ text: 'You are a careful engineer.' }] },
      contents,
      tools: [{ functionDeclarations: [declaration('read'), declaration('run')] }],
      generationConfig: {
        temperature: 0,
        topP: 1,
        thinkingConfig: { includeThoughts: true, thinkingBudget: 8_192 },
      },
    };
    const headers = { 'x-goog-api-key': gateway.process().key, 'user-agent': `GeminiCLI/0.9.0/${model}` };
    const stream = await send(`/v1beta/models/${model}:streamGenerateContent?alt=sse`, headers, body);
    const events = stream.split(/\r?\n\r?\n/).filter((event) => event !== '');
    const answers = events.map((event): GeminiAnswer => JSON.parse(event.slice('data: '.length)));
    return answers.flatMap(({ candidates = [] }) => candidates[0]?.content?.parts ?? []);
  }

  function responseTo({ id, name }: Json): Json {
    return { functionResponse: { id, name, response: { output: 'done' } } };
  }
});

/** The part of an answer that is looked at. */
interface GeminiAnswer {
  readonly candidates?: readonly { readonly content?: { readonly parts?: readonly Json[] } }[];
}
