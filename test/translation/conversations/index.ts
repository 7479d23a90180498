import type { Conversation } from './conversation.ts';
import { MEDIA_CONVERSATIONS } from './media.ts';
import { PLAIN_CONVERSATIONS } from './plain.ts';
import { SETTING_CONVERSATIONS } from './settings.ts';
import { TOOL_CONVERSATIONS } from './tools.ts';

export type { Conversation, Dialect } from './conversation.ts';

/** Every conversation. */
export const CONVERSATIONS: readonly Conversation[] = [
  ...PLAIN_CONVERSATIONS,
  ...MEDIA_CONVERSATIONS,
  ...TOOL_CONVERSATIONS,
  ...SETTING_CONVERSATIONS,
];
