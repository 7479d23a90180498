import type { Refusal } from '../../core/refusal.ts';
import type { RefusalFormat } from '../dialect.ts';
import { flatRefusal } from './flat.ts';
import { geminiRefusal } from './gemini.ts';
import { imageTasksRefusal } from './image-tasks.ts';
import { messagesRefusal } from './messages.ts';
import { openaiRefusal } from './openai.ts';
import type { RefusalRenderer, RenderedRefusal } from './rendered-refusal.ts';
import { retryAfterS } from './retry-after.ts';
import { tasksRefusal } from './tasks.ts';

const RENDERERS: Readonly<Record<RefusalFormat, RefusalRenderer>> = {
  messages: messagesRefusal,
  openai: openaiRefusal,
  gemini: geminiRefusal,
  tasks: tasksRefusal,
  'image-tasks': imageTasksRefusal,
  flat: flatRefusal,
};

/** The one place where a refusal becomes status, headers and body. Header names are lower case. */
export function renderRefusal(refusal: Refusal, format: RefusalFormat, requestId: string): RenderedRefusal {
  const renderer = RENDERERS[format];
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  const seconds = retryAfterS(refusal);
  if (seconds !== null) {
    headers['retry-after'] = String(seconds);
  }
  if (refusal.kind === 'billing') {
    // SDKs retry 429 by themselves; money does not come back by trying again.
    headers['x-should-retry'] = 'false';
  }
  return {
    status: renderer.status(refusal),
    headers,
    body: JSON.stringify(renderer.body(refusal, requestId)),
  };
}
