import { Refusal } from '../core/refusal.ts';
import type { Operation, RefusalFormat } from '../dialects/index.ts';
import * as operations from '../dialects/index.ts';
import type { QueryKey } from './steps/authenticate.ts';

/** What the gateway reads out to a caller without asking an upstream. */
export type Reading = 'models' | 'model' | 'gemini-models' | 'gemini-model' | 'usage' | 'key' | 'image-tasks';

/** What stands at an address, before anything else of the request was looked at. */
export type Route =
  | {
      readonly kind: 'call';
      readonly operation: Operation;
      readonly model: string | null;
      readonly queryKey: QueryKey;
    }
  | {
      readonly kind: 'reading';
      readonly reading: Reading;
      readonly model: string | null;
      readonly queryKey: QueryKey;
    }
  | { readonly kind: 'hello' }
  | { readonly kind: 'health' }
  | { readonly kind: 'readiness' }
  | { readonly kind: 'management' };

/** An address that exists, with the methods it takes. */
interface Place {
  readonly methods: Readonly<Record<string, Route>>;
  readonly refusalFormat: RefusalFormat;
}

/** What a path leads to: the route, or the refusal that says why there is none, in the right format. */
export type Found =
  | { readonly route: Route; readonly refusalFormat: RefusalFormat }
  | {
      readonly refusal: Refusal;
      readonly refusalFormat: RefusalFormat;
      /** The methods of an address that does not take this one, for the `allow` header; else null. */
      readonly allow: string | null;
    };

/** How refusals look at addresses that belong to a family of operations and are none themselves. */
const OPENAI_FORMAT = operations.chatCompletions.refusalFormat;
const GEMINI_FORMAT = operations.geminiGenerate.refusalFormat;
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

/** Finds what stands at a path. Clients that forget `/v1` are served where no other meaning is possible. */
export function findRoute(method: string, path: string): Found {
  const place =
    PLACES.get(path) ??
    geminiPlace(path) ??
    modelPlace(path) ??
    imageTaskPlace(path) ??
    managementPlace(path);
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
  return { route, refusalFormat };
}

function placesByPath(): Map<string, Place> {
  const calls: readonly [Operation, readonly string[]][] = [
    [operations.chatCompletions, ['/v1/chat/completions', '/chat/completions']],
    [operations.responses, ['/v1/responses', '/responses', '/backend-api/codex/responses']],
    [operations.embeddings, ['/v1/embeddings', '/embeddings']],
    [operations.messages, ['/v1/messages', '/messages']],
    [operations.messagesCountTokens, ['/v1/messages/count_tokens', '/messages/count_tokens']],
  ];
  const places = new Map<string, Place>([
    ['/v1/models', reading('models', OPENAI_FORMAT)],
    ['/v1/usage', reading('usage', 'messages')],
    ['/v1/key', reading('key', 'messages')],
    ['/v1beta/models', reading('gemini-models', GEMINI_FORMAT, null, 'accepted')],
    ['/v1/images/tasks', imageTasks('GET', 'POST')],
    ['/v1/images/tasks/events', imageTasks('GET')],
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

function imageTaskPlace(path: string): Place | undefined {
  const match = /^\/v1\/images\/tasks\/[^/]+(\/cancel)?$/.exec(path);
  return match === null ? undefined : imageTasks(match[1] === undefined ? 'GET' : 'POST');
}

/** Every address of image tasks is told apart by the type of the key alone. */
function imageTasks(...methods: readonly ('GET' | 'POST')[]): Place {
  const route = { kind: 'reading', reading: 'image-tasks', model: null, queryKey: 'refused' } as const;
  return { methods: Object.fromEntries(methods.map((method) => [method, route])), refusalFormat: 'tasks' };
}

function managementPlace(path: string): Place | undefined {
  if (!path.startsWith('/api/v1/') && path !== '/openapi.json') {
    return undefined;
  }
  const route = { kind: 'management' } as const;
  return {
    methods: { GET: route, POST: route, PUT: route, PATCH: route, DELETE: route, OPTIONS: route },
    refusalFormat: 'tasks',
  };
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
  return /^\/v1\/(chat|responses|embeddings|images|audio|models|completions|moderations)/.test(path)
    ? OPENAI_FORMAT
    : 'messages';
}
