import type { JsonObject } from '../dialect.ts';

/**
 * A request as Codex sends one in the middle of a thread (openai/codex, `codex-rs/codex-api/src/common.rs`,
 * `codex-rs/tools/src/responses_api.rs`, `codex-rs/protocol/src/models.rs`). Texts and ids are made up.
 */
export const CODEX_REQUEST: JsonObject = {
  model: 'claude-sonnet-5',
  instructions: 'You are a coding agent.',
  input: [
    { type: 'message', role: 'developer', content: [{ type: 'input_text', text: 'Sandbox: read only.' }] },
    { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Fix the bug' }] },
    {
      type: 'reasoning',
      summary: [{ type: 'summary_text', text: '**Looking**' }],
      encrypted_content: 'gAAA==',
    },
    {
      type: 'message',
      role: 'assistant',
      phase: 'commentary',
      content: [{ type: 'output_text', text: 'I look.' }],
    },
    { type: 'function_call', name: 'exec_command', arguments: '{"cmd":"ls"}', call_id: 'call_1' },
    { type: 'function_call', namespace: 'mcp__docs', name: 'search', arguments: '{}', call_id: 'call_2' },
    { type: 'function_call_output', call_id: 'call_1', output: 'a.ts' },
    {
      type: 'function_call_output',
      call_id: 'call_2',
      output: [
        { type: 'input_text', text: 'found' },
        { type: 'input_image', image_url: 'data:image/png;base64,iVBO' },
      ],
    },
    { type: 'web_search_call', status: 'completed', action: { type: 'search', query: 'bug' } },
    {
      type: 'custom_tool_call',
      name: 'apply_patch',
      input: '*** Begin Patch',
      call_id: 'call_3',
      status: 'completed',
    },
    { type: 'custom_tool_call_output', call_id: 'call_3', output: 'Done' },
  ],
  tools: [
    {
      type: 'function',
      name: 'exec_command',
      description: 'Runs a command',
      strict: false,
      parameters: { type: 'object', properties: { cmd: { type: 'string' } }, required: ['cmd'] },
    },
    {
      type: 'custom',
      name: 'apply_patch',
      description: 'Edits files',
      format: { type: 'grammar', syntax: 'lark', definition: 'start: "*** Begin Patch"' },
    },
    {
      type: 'namespace',
      name: 'mcp__docs',
      description: 'Tools of the docs server',
      tools: [
        {
          type: 'function',
          name: 'search',
          description: 'Searches',
          strict: false,
          parameters: { type: 'object' },
        },
        {
          type: 'function',
          name: 'fetch',
          description: 'Fetches',
          strict: false,
          parameters: { type: 'object' },
        },
      ],
    },
    { type: 'local_shell' },
    { type: 'web_search', external_web_access: false },
  ],
  tool_choice: 'auto',
  parallel_tool_calls: true,
  reasoning: { effort: 'high', summary: 'auto' },
  store: false,
  stream: true,
  include: ['reasoning.encrypted_content'],
  prompt_cache_key: '0199a213-81c0-7800-8aa1-bbab2a035a53',
  text: { verbosity: 'medium' },
  client_metadata: { 'x-codex-installation-id': 'made-up' },
};
