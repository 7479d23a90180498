import type { Permission } from '../../members/index.ts';

/** What a route is about; the audit log calls its actions by it: `key.create`. */
export type TargetKind =
  | 'channel'
  | 'code'
  | 'code_batch'
  | 'group'
  | 'image_batch_group'
  | 'invitation'
  | 'key'
  | 'management_key'
  | 'media_file'
  | 'member'
  | 'model'
  | 'organization'
  | 'payment'
  | 'price'
  | 'project'
  | 'provider_key'
  | 'request'
  | 'task'
  | 'wallet'
  | 'webhook_delivery'
  | 'webhook_endpoint';

/** Who may call a route, about what, and how the audit log calls it. */
export interface RouteRule {
  /** What the caller must be allowed to do in the organization; null for whoever is known. */
  readonly permission: Permission | null;
  /** What the path names, or what a call makes; null where there is no such thing. */
  readonly target: TargetKind | null;
  /** How the audit log calls a call that succeeded: `key.reveal`; null for one that changes nothing. */
  readonly action: string | null;
  /** Whether a person must have signed in a short while ago. */
  readonly needsFreshSignIn?: boolean;
}

/** The member of a route, and of the OpenAPI document, that holds its rule. */
export const RULE_MEMBER = 'x-turnpike-rule';

/** The part of every route that says who may call it. Who calls proves it with a key or a session. */
export function governed(rule: RouteRule) {
  return {
    security: [{ managementKey: [] }, { session: [] }],
    description: descriptionOf(rule),
    [RULE_MEMBER]: rule,
  };
}

function descriptionOf({ permission, needsFreshSignIn = false }: RouteRule): string {
  const needed = permission === null ? 'Needs no permission.' : `Needs the permission \`${permission}\`.`;
  return needsFreshSignIn ? `${needed} A person must have signed in within 15 minutes.` : needed;
}
