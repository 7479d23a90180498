import type { Audit } from '../audit/index.ts';
import { CONSOLE_PATH } from '../core/console-path.ts';
import type { Ids } from '../core/ids.ts';
import { Refusal } from '../core/refusal.ts';
import { Secret } from '../core/secret.ts';
import type { SecretBox } from '../core/secret-box.ts';
import type { Mailer } from '../mail/index.ts';
import type { InvitationService } from '../members/index.ts';
import { createAttempts } from './attempts.ts';
import { BASE_PATH } from './engine-names.ts';
import type { OidcProvider } from './engine-options.ts';
import { createEngines, type Engines } from './engines.ts';
import { createFirstOperatorLinks, type FirstOperatorLinks } from './first-operator.ts';
import { type HandlerDeps, handleSignIn, type SignInRequest } from './handler.ts';
import { type InvitationLetter, invitationLetter } from './letters.ts';
import { createPasswordHashing } from './password-hash.ts';
import { createPlacement, type Placement, type PlacementDeps } from './placement.ts';
import { FirstOperatorBody, readFields } from './request-fields.ts';
import { hasSessionCookie } from './session-cookies.ts';
import { createSignUpPolicy, type SignUpMode } from './sign-up-policy.ts';
import type { SignedIn } from './signed-in.ts';
import { deleteExpired, deleteSession, type Session, selectPeople, selectSessions } from './store.ts';

/** How people prove who they are, and what comes of it. */
export interface SignIn {
  /**
   * Serves what is under `/api/auth`, for a caller whose origin was checked and whose body is bounded.
   * @throws {Refusal} for what does not get as far as better-auth, which answers in a shape of its own.
   */
  handler(request: Request, clientAddress: string): Promise<Response>;
  /** The person behind the cookies of a request; null when there is no session that lives. */
  find(headers: Headers): Promise<SignedIn | null>;
  /** Names and addresses by the ids of people; who is gone is left out. */
  describePeople(userIds: readonly string[]): ReturnType<typeof selectPeople>;
  /** The sessions of a person that live, the newest first. */
  listSessions(userId: string): Promise<Session[]>;
  /** Ends a session of a person at once. @throws {Refusal} `not_found`. */
  revokeSession(userId: string, sessionId: string): Promise<void>;
  /** Mails an invitation. */
  sendInvitation(letter: InvitationLetter): Promise<void>;
  /**
   * What each start does: forgets what is over, and makes the link of the first operator; null once there is
   * one.
   */
  start(): Promise<Secret | null>;
}

/** What sign-in works with. */
export interface SignInDeps extends PlacementDeps {
  readonly ids: Ids;
  readonly box: SecretBox;
  readonly audit: Audit;
  readonly mailer: Mailer;
  readonly invitations: PlacementDeps['invitations'] & Pick<InvitationService, 'isInvited' | 'isOpen'>;
  readonly signUp: SignUpMode;
  readonly oidc: OidcProvider | null;
  /** Where people reach the console; known once the process listens. */
  readonly publicUrl: () => string;
  readonly log: { error(fields: object, message: string): void };
}

/** What is made once and used by several parts. */
interface Parts {
  readonly engines: Engines;
  readonly place: Placement;
  readonly links: FirstOperatorLinks;
}

/** Sign-in over better-auth, which nothing outside this folder sees. */
export function createSignIn(deps: SignInDeps): SignIn {
  const { database, clock } = deps;
  const policy = createSignUpPolicy(deps.signUp, deps.invitations);
  const passwords = createPasswordHashing();
  const place = createPlacement(deps);
  const links = createFirstOperatorLinks({ ...deps, passwords });
  const secret = deps.box.keyFor('sign-in v1');
  const events = createEvents(deps, place);
  const engines = createEngines(() => ({
    ...deps,
    ...{ passwords, policy, secret, events },
    publicUrl: originOf(deps.publicUrl()),
  }));
  const parts = { engines, place, links };
  const handlerDeps: HandlerDeps = {
    ...{ engines, policy, find },
    attempts: createAttempts(clock),
    serveOwn: (asked) => serveOwn(deps, parts, asked),
    onAction: (action, person, address) => recordAction(deps, action, person, address),
  };

  async function find(headers: Headers): Promise<SignedIn | null> {
    return hasSessionCookie(headers) ? (await engines.usual()).find(headers) : null;
  }

  return {
    handler: (request, clientAddress) => handleSignIn(handlerDeps, request, clientAddress),
    find,
    describePeople: (userIds) => selectPeople(database.db, userIds),
    listSessions: (userId) => selectSessions(database.db, userId, clock.nowMs()),
    async revokeSession(userId, sessionId) {
      if (!(await deleteSession(database.db, userId, sessionId))) {
        throw new Refusal('not_found', { message: 'there is no such session' });
      }
    },
    sendInvitation: async (letter) => deps.mailer.send(invitationLetter(letter)),
    async start() {
      await deleteExpired(database.db, clock.nowMs());
      const token = await links.open();
      return (
        token &&
        new Secret(`${originOf(deps.publicUrl())}${CONSOLE_PATH}/sign-in/first?token=${token.reveal()}`)
      );
    },
  };
}

/** What is our own among the addresses. */
function serveOwn(deps: SignInDeps, parts: Parts, asked: SignInRequest): Promise<Response> | undefined {
  switch (asked.path) {
    case '/methods':
      return describeMethods(deps);
    case '/first-operator':
      return signInFirstOperator(parts, asked);
    default:
      return undefined;
  }
}

/** What the console offers on its sign-in page. */
async function describeMethods({ oidc, signUp, mailer }: SignInDeps): Promise<Response> {
  return Response.json({
    object: 'sign_in_methods',
    password: true,
    passkey: true,
    oidc: oidc === null ? null : { name: oidc.name },
    sign_up: signUp,
    sends_mail: mailer.sendsMail,
  });
}

/** Makes the account, sees to its organization, and signs it in, as its owner would do next. */
async function signInFirstOperator({ engines, place, links }: Parts, asked: SignInRequest) {
  const operator = readFields(FirstOperatorBody, asked.body);
  await place(await links.redeem(operator), null);
  const { email, password } = operator;
  const url = new URL(`${BASE_PATH}/sign-in/email`, asked.request.url);
  const body = JSON.stringify({ email, password });
  const headers = new Headers(asked.request.headers);
  headers.delete('content-length');
  return (await engines.usual()).handle(new Request(url, { method: 'POST', headers, body }));
}

function createEvents(deps: SignInDeps, place: Placement) {
  return {
    async onSignUp(userId: string, invitationToken: string | null) {
      try {
        await place(userId, invitationToken);
      } catch (error) {
        // The account is there; the next sign-in makes up for it.
        deps.log.error({ err: error, userId }, 'a new person got no organization yet');
      }
      const person = (await selectPeople(deps.database.db, [userId])).get(userId);
      await recordPerson(deps, 'person.sign_up', { userId, email: person?.email ?? userId }, null);
    },
    beforeSession: (userId: string) => place(userId, null),
    onPasswordReset: (person: { readonly userId: string; readonly email: string }) =>
      recordPerson(deps, 'person.password_reset', person, null),
  };
}

async function recordAction(deps: SignInDeps, action: string, person: SignedIn, address: string) {
  await recordPerson(deps, action, person, address, person.isOperator);
}

async function recordPerson(
  { audit }: SignInDeps,
  action: string,
  { userId, email }: { readonly userId: string; readonly email: string },
  address: string | null,
  isOperator = false,
): Promise<void> {
  await audit.record({
    ...{ action, address, actor: email, actorId: userId, targetId: userId },
    actorKind: isOperator ? 'operator' : 'person',
    ...{ organizationId: null, details: {}, before: null, after: null },
  });
}

function originOf(url: string): string {
  return new URL(url).origin;
}
