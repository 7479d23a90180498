import { createHash } from 'node:crypto';
import type { ManagementKey } from '../../management-keys/index.ts';
import { ALL_PERMISSIONS, type Membership, permissionsOf } from '../../members/index.ts';
import type { Actor } from '../context.ts';
import type { SignedIn } from './signed-in.ts';

const NOBODY = {
  organizationId: null,
  role: null,
  userId: null,
  managementKeyId: null,
  sessionId: null,
  signedInAtMs: null,
  email: null,
  memberships: [],
} as const;

/** The holder of the administrator's key, by the hash of that key. */
export function administratorActor(presentedHash: Buffer): Actor {
  const credentialHash = presentedHash.toString('hex');
  return {
    ...NOBODY,
    name: `management:${credentialHash.slice(-4)}`,
    credentialHash,
    kind: 'operator',
    scopes: ALL_PERMISSIONS,
  };
}

/** The program that holds a management key. */
export function managementKeyActor(key: ManagementKey): Actor {
  return {
    ...NOBODY,
    name: `${key.name} (${key.preview})`,
    credentialHash: hashOf(key.id),
    kind: 'management-key',
    organizationId: key.organizationId,
    scopes: key.scopes,
    managementKeyId: key.id,
  };
}

/** A person who signed in; in their oldest organization until the request is known to be about another. */
export function personActor(person: SignedIn, memberships: readonly Membership[]): Actor {
  const first = person.isOperator ? undefined : memberships[0];
  return {
    ...NOBODY,
    name: person.email,
    credentialHash: hashOf(`person ${person.userId}`),
    kind: person.isOperator ? 'operator' : 'person',
    organizationId: first?.organizationId ?? null,
    role: first?.role ?? null,
    scopes: person.isOperator ? ALL_PERMISSIONS : first === undefined ? [] : permissionsOf(first.role),
    userId: person.userId,
    sessionId: person.sessionId,
    signedInAtMs: person.signedInAtMs,
    email: person.email,
    memberships,
  };
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
