/** What somebody can be allowed to do in the management API, with the sentence the documentation says of it. */
export const PERMISSIONS = {
  'organizations:read': 'See the organization',
  'organizations:write': 'Rename and delete the organization',
  'projects:read': 'See projects and their settings',
  'projects:write': 'Create, change and delete projects',
  'projects:secret': 'See and rotate the webhook secret of a project',
  'keys:read': 'See API keys, never their strings',
  'keys:write': 'Create, change, rotate and delete API keys',
  'keys:reveal': 'See the string of an API key again',
  'groups:read': 'See groups and image batch groups that the organization may bind keys to',
  'members:read': 'See members and their roles',
  'members:write': 'Change roles; invite people, see and revoke invitations',
  'members:remove': 'Remove members',
  'management-keys:read': 'See management keys, never their strings',
  'management-keys:write': 'Create and revoke management keys',
  'provider-keys:read': 'See provider keys, never their credentials',
  'provider-keys:write': 'Add, change and delete provider keys',
  'wallet:read': 'See the wallet, its ledger, statements and payments',
  'wallet:redeem': 'Turn a code into credit',
  'wallet:pay': 'Pay for credit',
  'usage:read': 'See sums of usage',
  'requests:read': 'See requests with their attempts and charges',
  'tasks:read': 'See media tasks and their results',
  'tasks:cancel': 'Cancel media tasks',
  'tasks:delete': 'Delete files of media tasks',
  'webhooks:read': 'See webhook endpoints and the log of their deliveries',
  'webhooks:write': 'Create, change, test and delete webhook endpoints, and deliver again',
  'webhooks:secret': 'See and rotate the secret of a webhook endpoint',
  'audit:read': 'See and export the audit log',
  'wallet:credit': 'Add credit to a wallet, adjust it and refund charges',
  'codes:read': 'See redeem codes, never their strings',
  'codes:write': 'Make, disable and enable redeem codes',
  'codes:reveal': 'See the strings of redeem codes again',
  'groups:write': 'Create, change and delete groups and image batch groups',
  'channels:read': 'See channels',
  'channels:write': 'Create, change and delete channels',
  'models:read': 'See the prices an operator set',
  'models:write': 'Set and take back prices',
  'configuration:apply': 'Reconcile the gateway with a configuration file',
  'configuration:export': 'Export the configuration',
} as const;

/** One thing that somebody can be allowed to do. */
export type Permission = keyof typeof PERMISSIONS;

/** A permission that a management key carries: its scopes are a part of what its maker may do. */
export type Scope = Permission;

/** The roles of a member, from the one that may do most. */
export const ROLES = ['owner', 'admin', 'member', 'viewer'] as const;

/** What a member of an organization is there. */
export type Role = (typeof ROLES)[number];

/** How far a permission reaches: everything of the organization, or what one made or is oneself. */
export type Reach = 'all' | 'own';

type Allowed = Readonly<Partial<Record<Permission, Reach>>>;

const VIEWER = {
  'organizations:read': 'all',
  'projects:read': 'all',
  'keys:read': 'all',
  'groups:read': 'all',
  'members:read': 'all',
  'members:remove': 'own',
  'wallet:read': 'all',
  'usage:read': 'all',
  'requests:read': 'all',
  'tasks:read': 'all',
} as const satisfies Allowed;

const MEMBER = {
  ...VIEWER,
  'webhooks:read': 'all',
  'keys:write': 'own',
  'keys:reveal': 'own',
  'tasks:cancel': 'own',
  'tasks:delete': 'own',
} as const satisfies Allowed;

const ADMIN = {
  ...MEMBER,
  'projects:write': 'all',
  'projects:secret': 'all',
  'keys:write': 'all',
  'keys:reveal': 'all',
  'tasks:cancel': 'all',
  'tasks:delete': 'all',
  'members:write': 'all',
  'members:remove': 'all',
  'management-keys:read': 'all',
  'management-keys:write': 'all',
  'provider-keys:read': 'all',
  'provider-keys:write': 'all',
  'webhooks:write': 'all',
  'webhooks:secret': 'all',
  'audit:read': 'all',
  'wallet:redeem': 'all',
  'wallet:pay': 'all',
} as const satisfies Allowed;

/** What each role may do in its organization. What stands with no role is the operator's alone. */
export const ROLE_PERMISSIONS: Readonly<Record<Role, Allowed>> = {
  owner: { ...ADMIN, 'organizations:write': 'all' },
  admin: ADMIN,
  member: MEMBER,
  viewer: VIEWER,
};

/** Every permission, which is what an operator has. */
export const ALL_PERMISSIONS = Object.keys(PERMISSIONS) as readonly Permission[];

/** The permissions of a role. */
export function permissionsOf(role: Role): readonly Permission[] {
  return ALL_PERMISSIONS.filter((permission) => ROLE_PERMISSIONS[role][permission] !== undefined);
}

/** Whether a text is a permission; the one check wherever scopes come from outside. */
export function isPermission(text: string): text is Permission {
  return Object.hasOwn(PERMISSIONS, text);
}

/** Whether a role is at least as high as another. */
export function isRoleAtLeast(role: Role, other: Role): boolean {
  return ROLES.indexOf(role) <= ROLES.indexOf(other);
}
