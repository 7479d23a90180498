import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';

/** Who calls the management API. */
export interface Actor {
  /** What the audit log calls it; ends in the last four characters of the credential's hash. */
  readonly name: string;
  /** SHA-256 of the credential in hex: what is counted and remembered by, never the credential. */
  readonly credentialHash: string;
}

/** What every request of the management API carries along. */
export interface ManagementEnv {
  Variables: { requestId: string; actor: Actor };
}

/** The context of a request of the management API. */
export type ManagementContext = Context<ManagementEnv>;

/** The app that resources add their routes to. */
export type ManagementApp = OpenAPIHono<ManagementEnv>;
