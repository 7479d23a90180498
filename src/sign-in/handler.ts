import { Refusal } from '../core/refusal.ts';
import type { Attempts } from './attempts.ts';
import { ENDPOINTS, type Endpoint, SIGN_IN_ACTION } from './endpoints.ts';
import { BASE_PATH, CLIENT_ADDRESS_HEADER } from './engine-names.ts';
import type { Engines } from './engines.ts';
import { ProviderBody, readFields, SignUpBody } from './request-fields.ts';
import { sessionHeaders } from './session-cookies.ts';
import type { SignUpPolicy } from './sign-up-policy.ts';
import type { SignedIn } from './signed-in.ts';

/** A request of sign-in whose body was read. */
export interface SignInRequest {
  readonly path: string;
  readonly request: Request;
  /** The body as JSON; null without one. */
  readonly body: unknown;
  readonly clientAddress: string;
}

/** What serving needs. */
export interface HandlerDeps {
  readonly engines: Engines;
  readonly attempts: Attempts;
  readonly policy: SignUpPolicy;
  find(headers: Headers): Promise<SignedIn | null>;
  /** Answers the addresses that are our own; undefined for those that are better-auth's. */
  serveOwn(asked: SignInRequest): Promise<Response> | undefined;
  /** Told of what is worth an entry in the audit log. */
  onAction(action: string, person: SignedIn, clientAddress: string): Promise<void>;
}

/**
 * Serves what is under `/api/auth`: checks what better-auth leaves to us, lets it answer, and writes down
 * who did what.
 * @throws {Refusal} for what does not get as far as better-auth.
 */
export async function handleSignIn(
  deps: HandlerDeps,
  request: Request,
  clientAddress: string,
): Promise<Response> {
  const path = new URL(request.url).pathname.slice(BASE_PATH.length);
  const endpoint = ENDPOINTS.get(path);
  if (endpoint === undefined) {
    throw new Refusal('not_found');
  }
  if (endpoint.method !== request.method) {
    throw new Refusal('method_not_allowed');
  }
  const asked = { path, request, body: await readBody(request), clientAddress };
  const giveBack = await takeAttempt(deps, endpoint, asked);
  // Who ends their session is known before, who begins one afterwards.
  const before = endpoint.action === null ? null : await deps.find(request.headers);
  const response = await answer(deps, asked);
  if (response.status >= 400) {
    return response;
  }
  giveBack();
  if (endpoint.action !== null) {
    const after = await deps.find(sessionHeaders(request.headers, response.headers));
    const person = whoActed(endpoint.action, before, after);
    const action = before === null ? endpoint.action : endpoint.actionInSession;
    if (person !== null && action !== null) {
      await deps.onAction(action, person, clientAddress);
    }
  }
  return response;
}

/** A password alone begins no session where a second factor is asked for, nor does a provider's refusal. */
function whoActed(action: string, before: SignedIn | null, after: SignedIn | null): SignedIn | null {
  if (action !== SIGN_IN_ACTION) {
    return after ?? before;
  }
  return after?.sessionId === before?.sessionId ? null : after;
}

/** What reads has no body, and what has one has JSON: nothing that a form of another site can send. */
async function readBody(request: Request): Promise<unknown> {
  const text = request.method === 'POST' ? await request.clone().text() : '';
  if (text === '') {
    return null;
  }
  if (!/^application\/json\s*(;|$)/i.test(request.headers.get('content-type') ?? '')) {
    throw new Refusal('unsupported_media_type');
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal('invalid_json');
  }
}

async function takeAttempt(
  deps: HandlerDeps,
  { limit }: Endpoint,
  { request, body, clientAddress }: SignInRequest,
): Promise<() => void> {
  if (limit === 'none') {
    return () => {};
  }
  const person = limit === 'session' ? await deps.find(request.headers) : null;
  return deps.attempts.take({
    client: clientAddress,
    account: limit === 'account' ? emailOf(body) : (person?.userId ?? null),
    mailbox: limit === 'mailbox' ? emailOf(body) : null,
  });
}

async function answer(deps: HandlerDeps, asked: SignInRequest): Promise<Response> {
  const own = deps.serveOwn(asked);
  if (own !== undefined) {
    return own;
  }
  const request = withClientAddress(asked);
  if (asked.path === '/sign-up/email') {
    await checkSignUp(deps.policy, asked.body);
  }
  if (asked.path === '/sign-in/social') {
    readFields(ProviderBody, asked.body);
  }
  const atProvider = asked.path === '/sign-in/social' || asked.path.startsWith('/callback/');
  const engine = atProvider ? await deps.engines.withProvider() : await deps.engines.usual();
  return engine.handle(request);
}

async function checkSignUp(policy: SignUpPolicy, body: unknown): Promise<void> {
  const { email, invitationToken = null } = readFields(SignUpBody, body);
  const rejection = await policy({ email, invitationToken, emailVerified: false });
  if (rejection !== null) {
    throw new Refusal('management_forbidden', { message: rejection.message });
  }
}

/** The header is ours alone: what a client sent under its name is replaced. */
function withClientAddress({ request, clientAddress }: SignInRequest): Request {
  const headers = new Headers(request.headers);
  headers.set(CLIENT_ADDRESS_HEADER, clientAddress);
  return new Request(request, { headers });
}

/** What an account is counted by, whether there is one or not. */
function emailOf(body: unknown): string {
  const email = typeof body === 'object' && body !== null ? Reflect.get(body, 'email') : undefined;
  return typeof email === 'string' ? email.trim().toLowerCase().slice(0, 254) : '';
}
