import { allows, COMMON_REQUEST_HEADERS, COMMON_RESPONSE_HEADERS, tellsAccount } from './header-list.ts';

/**
 * What OpenAI's SDKs and Codex send beside the body (openai-node; openai/codex, codex-api). The
 * organization and project of the client are not the operator's and stay here.
 */
export const forwardsToOpenai = allows({
  names: new Set([
    ...COMMON_REQUEST_HEADERS,
    'openai-beta',
    'originator',
    'session-id',
    'session_id',
    'thread-id',
    'x-client-request-id',
    'x-openai-subagent',
  ]),
  prefixes: ['x-stainless-', 'x-codex-'],
  except: tellsAccount,
});

/** What OpenAI answers beside the body and its clients read. */
export const returnsFromOpenai = allows({
  names: new Set([
    ...COMMON_RESPONSE_HEADERS,
    'openai-model',
    'openai-processing-ms',
    'openai-version',
    'x-models-etag',
    'x-reasoning-included',
  ]),
  prefixes: ['x-codex-'],
  except: tellsAccount,
});
