import type { IncomingMessage } from 'node:http';
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { AuditedFields } from '../audit/index.ts';
import type { Id } from '../core/ids.ts';
import type { Membership, Role, Scope } from '../members/index.ts';

/** Who calls the management API, in the organization that the request is about. */
export interface Actor {
  /** What the audit log calls it: an e-mail address or the name of a management key, never a credential. */
  readonly name: string;
  /** A hash in hex of what it is told apart by, keyed where that is a credential: what is counted and remembered by. */
  readonly credentialHash: string;
  /** The operator is the holder of the administrator's key, or a person who is an operator. */
  readonly kind: 'operator' | 'management-key' | 'person';
  /** The organization it acts in; null for every organization, or for a person who belongs to none. */
  readonly organizationId: Id<'org'> | null;
  /** What a person is in that organization; null for everybody else. */
  readonly role: Role | null;
  /** What it may do there. */
  readonly scopes: readonly Scope[];
  /** The person; null for keys. */
  readonly userId: string | null;
  /** The management key; null for persons and the administrator's key. */
  readonly managementKeyId: Id<'mk'> | null;
  /** The session of a person; null for keys. */
  readonly sessionId: string | null;
  /** When a person signed in, in epoch milliseconds; null for keys. */
  readonly signedInAtMs: number | null;
  /** The e-mail address of a person; null for keys. */
  readonly email: string | null;
  /** Where a person is a member, the oldest first. */
  readonly memberships: readonly Membership[];
}

/** What the path of a request names. */
export interface Target {
  readonly id: string;
  /** Whose it is; null for what belongs to the whole deployment. */
  readonly organizationId: Id<'org'> | null;
  /** The person who made it, or who it is; null where nobody's own is meant. */
  readonly ownerId: string | null;
  /** How it is answered to a caller, without secrets: what the audit log compares. Null for what is not there yet. */
  readonly shown: AuditedFields | null;
}

/** What a handler adds to the entry of the audit log, where the log cannot see it by itself. */
export interface AuditRemark {
  /** What was acted on, where neither the path nor the answer names it: an entry is written of each. */
  readonly targetIds?: readonly string[];
  /** Must hold no secret. */
  readonly details?: AuditedFields;
}

/** What every request of the management API carries along. */
export interface ManagementEnv {
  Bindings: { readonly incoming?: IncomingMessage };
  Variables: {
    requestId: string;
    actor: Actor;
    /** The organization the request is about; null for an operator who named none. */
    organizationId: Id<'org'> | null;
    /** Null where the path names nothing. */
    target: Target | null;
    remark: AuditRemark | undefined;
  };
}

/** The context of a request of the management API. */
export type ManagementContext = Context<ManagementEnv>;

/** The app that resources add their routes to. */
export type ManagementApp = OpenAPIHono<ManagementEnv>;
