import { ALL_PERMISSIONS, PERMISSIONS, ROLE_PERMISSIONS, ROLES } from '../../src/members/index.ts';
import { GENERATED, markdownTable } from './page.ts';

const MARKS = { all: 'yes', own: 'own' } as const;

/** docs/roles.md: who may do what, from the one table that the management API enforces. */
export function rolesPage(): string {
  const rows = ALL_PERMISSIONS.map((permission) => [
    `\`${permission}\``,
    ...ROLES.map((role) => {
      const reach = ROLE_PERMISSIONS[role][permission];
      return reach === undefined ? '' : MARKS[reach];
    }),
    PERMISSIONS[permission],
  ]);
  return [
    GENERATED,
    '# Roles and permissions',
    '',
    'Who calls the management API is one of three:',
    '',
    '- **the operator**: the holder of `TURNPIKE_ADMIN_KEY` (or of `admin.key` in the data folder), and a person who',
    '  is an operator. May do everything, in every organization;',
    '- **a person** with a session, who has a role in each organization they are a member of;',
    '- **a management key**, which a program sends as `Authorization: Bearer mk-tp-…`. It carries some of the',
    '  permissions of whoever made it, its scopes, and works in one organization; a key that an operator makes without',
    '  an organization works in all of them.',
    '',
    '`GET /api/v1/me` says who a credential is and what it may do. Every operation of the OpenAPI document says which',
    'permission it needs.',
    '',
    '## What each role may do',
    '',
    ...markdownTable(['permission', ...ROLES, 'allows to'], rows),
    '',
    '`own` is what one made oneself: a member changes, rotates, deletes and reveals the API keys they made, and sees',
    'the other keys of the organization without their strings. Removing `own` members is leaving. A permission that',
    'no role has is the operator’s.',
    '',
    '## Rules beside the table',
    '',
    '- What belongs to another organization does not exist for a caller: 404, or, named in a body, the refusal of a',
    '  name that nothing has. What a role does not allow is 403 `management_forbidden`, naming the permission.',
    '- Nobody gives, takes or changes a role above their own. An organization always has an owner: the last one can',
    '  neither leave nor get another role. A management key acts at most as an admin here.',
    '- A management key never gets a permission that its maker does not have. It is shown once, can expire, and is',
    '  revoked at once and for good.',
    '- Revealing an API key asks a person to have signed in within the last 15 minutes (403 `fresh_sign_in_required`).',
    '- A session may change things only from the console itself: a change that a browser sends from elsewhere is',
    '  refused by `Sec-Fetch-Site` and `Origin`.',
    '- A request is about the organization of what its path names, else about the one it names with',
    '  `organization_id`, else about the caller’s own: a person’s oldest, a key’s, and for an operator every one.',
    '',
    '## Invitations',
    '',
    '`POST /api/v1/invitations` shows a token once, and mails the link where mail is configured. It holds for seven',
    'days, for the invited e-mail address alone; `POST /api/v1/invitations/accept` with a session of that address',
    'makes the person a member.',
    '',
    '## Audit',
    '',
    'Every call that changes something leaves one entry, written before the answer leaves: who, from which address,',
    'what, and what it was before and afterwards as far as it changed, never a secret. Entries are never changed or',
    'deleted. `GET /api/v1/audit` filters by actor, action, target and time; `GET /api/v1/audit/export` gives the same',
    'as CSV or JSON lines.',
    '',
  ].join('\n');
}
