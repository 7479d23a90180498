import { timingSafeEqual } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { Refusal } from '../../core/refusal.ts';
import type { SecretBox } from '../../core/secret-box.ts';
import type { Actor, ManagementContext, ManagementEnv } from '../context.ts';
import type { ManagementDeps } from '../deps.ts';
import { administratorActor, managementKeyActor, personActor } from './actors.ts';
import { checkSameOrigin } from './same-origin.ts';

const BEARER = /^Bearer +(\S+) *$/i;

/** What knowing who calls needs. */
type AuthenticationDeps = Pick<
  ManagementDeps,
  'administratorKeys' | 'box' | 'managementKeys' | 'members' | 'publicUrl' | 'sessions'
>;

/**
 * Lets through who presents a management key or has a session, and says who it is. A key that is sent
 * decides alone, whatever cookies come with it.
 */
export function authenticate(deps: AuthenticationDeps): MiddlewareHandler<ManagementEnv> {
  const known = deps.administratorKeys.map((key) => keyedHash(deps.box, key.reveal()));
  const isAdministrator = createHashComparison(known);
  return async (context, next) => {
    const header = context.req.header('authorization');
    const actor =
      header === undefined
        ? await findPerson(deps, context)
        : await findKey(deps, isAdministrator, BEARER.exec(header)?.[1] ?? '');
    context.set('actor', actor);
    await next();
  };
}

async function findKey(
  { managementKeys, box }: AuthenticationDeps,
  isAdministrator: (presented: Buffer) => boolean,
  presented: string,
): Promise<Actor> {
  const hash = keyedHash(box, presented);
  if (isAdministrator(hash)) {
    return administratorActor(hash);
  }
  const key = await managementKeys.find(presented);
  if (key === null) {
    throw new Refusal('invalid_api_key', { message: 'Invalid management key' });
  }
  return managementKeyActor(key);
}

async function findPerson(deps: AuthenticationDeps, context: ManagementContext): Promise<Actor> {
  const person = (await deps.sessions?.find(context.req.raw.headers)) ?? null;
  if (person === null) {
    throw new Refusal('missing_api_key', {
      message:
        'The management API needs a session or a management key; send the key as "Authorization: Bearer <key>"',
    });
  }
  checkSameOrigin(context, deps.publicUrl);
  return personActor(person, await deps.members.membershipsOf(person.userId));
}

/**
 * Compares hashes, each in constant time and always all of them, so that neither length nor beginning of a
 * key can be found out by asking.
 */
function createHashComparison(known: readonly Buffer[]): (presented: Buffer) => boolean {
  return (presented) => {
    let isKnown = false;
    for (const hash of known) {
      isKnown = timingSafeEqual(hash, presented) || isKnown;
    }
    return isKnown;
  };
}

/** Keyed, because what an actor is told apart by is stored, and people choose administrator's keys themselves. */
function keyedHash(box: SecretBox, text: string): Buffer {
  return Buffer.from(box.lookupHash(text), 'base64url');
}
