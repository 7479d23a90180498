import { CONSOLE_PATH } from '../core/console-path.ts';
import { Refusal } from '../core/refusal.ts';
import type { ForcedPool, Operation, RefusalFormat } from '../dialects/index.ts';
import * as operations from '../dialects/index.ts';
import { findStoredResponse } from './responses/stored-address.ts';
import type { Found, Place, Reading } from './route.ts';
import type { QueryKey } from './steps/authenticate.ts';
import { findTaskPlace } from './tasks/task-address.ts';

/** How refusals look at addresses that belong to a family of operations and are none themselves. */
const OPENAI_FORMAT = operations.chatCompletions.refusalFormat;
const GEMINI_FORMAT = operations.geminiGenerate.refusalFormat;
const MANAGEMENT_PREFIXES = ['/api/v1/', '/api/auth/', '/docs/'];
const MANAGEMENT_PATHS = ['/openapi.json', '/docs', '/llms.txt'];
const FORCED_PREFIX = `${operations.antigravityPool.prefix}/`;
const RESPONSES_PATHS: readonly string[] = ['/v1/responses', '/responses', '/backend-api/codex/responses'];
const PLACES = placesByPath();
const GEMINI_PATH = /^\/v1(?:beta)?\/models\/(.+):([A-Za-z]+)$/;
/** A map, because the action is the caller's word: an object would also have a `constructor`. */
const GEMINI_ACTIONS: ReadonlyMap<string, Operation> = new Map([
  ['generateContent', operations.geminiGenerate],
  ['streamGenerateContent', operations.geminiStreamGenerate],
  ['countTokens', operations.geminiCountTokens],
  ['embedContent', operations.geminiEmbed],
  ['batchEmbedContents', operations.geminiBatchEmbed],
]);

/**
 * Finds what stands at a path. Clients that forget `/v1` are served where no other meaning is possible. An
 * address of a forced pool is one of those behind its prefix.
 */
export function findRoute(method: string, path: string): Found {
  return path.startsWith(FORCED_PREFIX)
    ? findForced(method, path, operations.antigravityPool)
    : findPlain(method, path);
}

function findForced(method: string, path: string, { prefix, platform, has }: ForcedPool): Found {
  const behind = path.slice(prefix.length);
  // Beside `/v1/models` some clients ask for `/models`, which has no meaning elsewhere.
  const found = findPlain(method, behind === '/models' ? '/v1/models' : behind);
  if (!has(behind)) {
    return { refusal: new Refusal('not_found'), refusalFormat: found.refusalFormat, allow: null };
  }
  return 'route' in found ? { ...found, forcedPlatform: platform } : found;
}

function findPlain(method: string, path: string): Found {
  const place =
    PLACES.get(path) ??
    geminiPlace(path) ??
    findTaskPlace(path) ??
    modelPlace(path) ??
    mediaPlace(path) ??
    storedResponsePlace(path) ??
    managementPlace(path) ??
    consolePlace(path);
  if (place === undefined) {
    return { refusal: new Refusal('not_found'), refusalFormat: formatOfUnknown(path), allow: null };
  }
  const { refusalFormat } = place;
  const route = place.methods[method] ?? (method === 'HEAD' ? place.methods.GET : undefined);
  if (route === undefined) {
    const allow = Object.keys(place.methods).join(', ').replace('GET', 'GET, HEAD');
    const message = `This address takes ${allow}, not ${method}`;
    return { refusal: new Refusal('method_not_allowed', { message }), refusalFormat, allow };
  }
  return { route, refusalFormat, forcedPlatform: null };
}

function placesByPath(): Map<string, Place> {
  const calls: readonly [Operation, readonly string[]][] = [
    [operations.chatCompletions, ['/v1/chat/completions', '/chat/completions']],
    [operations.responses, RESPONSES_PATHS],
    [operations.responsesCompact, underResponses('compact')],
    [operations.responsesInputTokens, underResponses('input_tokens')],
    [operations.embeddings, ['/v1/embeddings', '/embeddings']],
    [operations.completions, ['/v1/completions', '/completions']],
    [operations.imageGenerations, ['/v1/images/generations', '/images/generations']],
    [operations.imageEdits, ['/v1/images/edits', '/images/edits']],
    [operations.audioSpeech, ['/v1/audio/speech', '/audio/speech']],
    [operations.audioTranscriptions, ['/v1/audio/transcriptions', '/audio/transcriptions']],
    [operations.audioTranslations, ['/v1/audio/translations', '/audio/translations']],
    [operations.moderations, ['/v1/moderations', '/moderations']],
    [operations.rerank, ['/v1/rerank', '/rerank']],
    [operations.messages, ['/v1/messages', '/messages']],
    [operations.messagesCountTokens, ['/v1/messages/count_tokens', '/messages/count_tokens']],
  ];
  const places = new Map<string, Place>([
    ['/v1/models', reading('models', OPENAI_FORMAT)],
    ['/v1/usage', reading('usage', 'messages')],
    ['/v1/key', reading('key', 'messages')],
    ['/v1beta/models', reading('gemini-models', GEMINI_FORMAT, null, 'accepted')],
    ['/api/hello', { methods: { GET: { kind: 'hello' } }, refusalFormat: 'messages' }],
    ['/healthz', { methods: { GET: { kind: 'health' } }, refusalFormat: 'messages' }],
    ['/readyz', { methods: { GET: { kind: 'readiness' } }, refusalFormat: 'messages' }],
  ]);
  for (const [operation, paths] of calls) {
    for (const path of paths) {
      places.set(path, {
        methods: { POST: { kind: 'call', operation, model: null, queryKey: 'refused' } },
        refusalFormat: operation.refusalFormat,
      });
    }
  }
  return places;
}

/** The model of such a path may hold slashes, escaped or not: `models/google/gemini-x:generateContent`. */
function geminiPlace(path: string): Place | undefined {
  const match = GEMINI_PATH.exec(path);
  const operation = GEMINI_ACTIONS.get(match?.[2] ?? '');
  const model = decode(match?.[1]);
  if (operation === undefined || model === undefined) {
    return undefined;
  }
  return {
    methods: { POST: { kind: 'call', operation, model, queryKey: 'accepted' } },
    refusalFormat: operation.refusalFormat,
  };
}

function modelPlace(path: string): Place | undefined {
  const gemini = decode(/^\/v1beta\/models\/([^:]+)$/.exec(path)?.[1]);
  if (gemini !== undefined) {
    return reading('gemini-model', GEMINI_FORMAT, gemini, 'accepted');
  }
  const model = decode(/^\/v1\/models\/(.+)$/.exec(path)?.[1]);
  return model === undefined ? undefined : reading('model', OPENAI_FORMAT, model);
}

function mediaPlace(path: string): Place | undefined {
  const id = /^\/v1\/media\/([0-9a-z_]{1,64})\/[^/]{1,128}$/.exec(path)?.[1];
  return id === undefined ? undefined : { methods: { GET: { kind: 'media', id } }, refusalFormat: 'tasks' };
}

function underResponses(name: string): readonly string[] {
  return RESPONSES_PATHS.map((path) => `${path}/${name}`);
}

function storedResponsePlace(path: string): Place | undefined {
  const methods = findStoredResponse(path);
  return methods === null ? undefined : { methods, refusalFormat: operations.responses.refusalFormat };
}

function managementPlace(path: string): Place | undefined {
  const isManagement = MANAGEMENT_PREFIXES.some((prefix) => path.startsWith(prefix));
  if (!isManagement && !MANAGEMENT_PATHS.includes(path)) {
    return undefined;
  }
  const route = { kind: 'management' } as const;
  return {
    methods: { GET: route, POST: route, PUT: route, PATCH: route, DELETE: route, OPTIONS: route },
    refusalFormat: 'tasks',
  };
}

function consolePlace(path: string): Place | undefined {
  const isConsole = path === '/' || path === CONSOLE_PATH || path.startsWith(`${CONSOLE_PATH}/`);
  return isConsole ? { methods: { GET: { kind: 'console' } }, refusalFormat: 'messages' } : undefined;
}

function reading(
  what: Reading,
  refusalFormat: RefusalFormat,
  model: string | null = null,
  queryKey: QueryKey = 'refused',
): Place {
  return { methods: { GET: { kind: 'reading', reading: what, model, queryKey } }, refusalFormat };
}

function decode(text: string | undefined): string | undefined {
  if (text === undefined) {
    return undefined;
  }
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** A path that nobody serves still tells which clients would use it. */
function formatOfUnknown(path: string): RefusalFormat {
  if (path.startsWith('/v1beta/')) {
    return GEMINI_FORMAT;
  }
  if (path.startsWith('/api/')) {
    return 'tasks';
  }
  return /^\/v1\/(chat|responses|embeddings|images|audio|models|completions|moderations|rerank)/.test(path)
    ? OPENAI_FORMAT
    : 'messages';
}
