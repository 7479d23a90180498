import type { JsonObject } from '../../dialects/index.ts';
import type { KeyAccess } from '../../keys/index.ts';
import type { StoredResponses } from '../../responses/index.ts';
import type { Exchange } from '../exchange.ts';
import type { BackgroundRun } from './background-run.ts';
import { withIds } from './input-items.ts';
import type { Conversation } from './open-conversation.ts';

/** A response of which nothing is made yet, with OpenAI's own defaults where the request says nothing. */
export function queuedResponse(exchange: Exchange, { call, previousId }: Conversation): JsonObject {
  const { body, facts } = call;
  return {
    id: `resp_${exchange.id.slice(exchange.id.indexOf('_') + 1)}`,
    object: 'response',
    created_at: Math.floor(exchange.startedAtMs / 1_000),
    status: 'queued',
    background: true,
    error: null,
    incomplete_details: null,
    instructions: body.instructions ?? null,
    max_output_tokens: facts.maxOutputTokens,
    metadata: body.metadata ?? {},
    model: facts.model,
    output: [],
    parallel_tool_calls: body.parallel_tool_calls ?? true,
    previous_response_id: previousId,
    reasoning: body.reasoning ?? { effort: null, summary: null },
    store: true,
    temperature: body.temperature ?? null,
    text: body.text ?? { format: { type: 'text' } },
    tool_choice: body.tool_choice ?? 'auto',
    tools: body.tools ?? [],
    top_p: body.top_p ?? null,
    truncation: body.truncation ?? 'disabled',
    usage: null,
  };
}

/** What writes down how a run stands. */
export function runKeeper(
  exchange: Exchange,
  conversation: Conversation,
  { key }: KeyAccess,
  storedResponses: StoredResponses,
): (run: BackgroundRun) => void {
  return ({ response, status }) => {
    const id = String(response.id);
    storedResponses.keep({
      kept: 'here',
      id,
      organizationId: key.organizationId,
      projectId: key.projectId,
      createdAtMs: exchange.startedAtMs,
      previousId: conversation.keptPreviousId,
      previousBytes: conversation.previousBytes,
      isBackground: true,
      status,
      input: withIds(conversation.input, id),
      response,
    });
  };
}
