import { describe, expect, it } from 'vitest';
import { ALL_PERMISSIONS, isPermission, isRoleAtLeast, ROLE_PERMISSIONS, ROLES } from './permissions.ts';

/** What each role may do, said once more by hand: a change of the table must be meant. */
const EXPECTED = {
  'organizations:read': 'all all all all',
  'organizations:write': 'all - - -',
  'projects:read': 'all all all all',
  'projects:write': 'all all - -',
  'projects:secret': 'all all - -',
  'keys:read': 'all all all all',
  'keys:write': 'all all own -',
  'keys:reveal': 'all all own -',
  'groups:read': 'all all all all',
  'members:read': 'all all all all',
  'members:write': 'all all - -',
  'members:remove': 'all all own own',
  'management-keys:read': 'all all - -',
  'management-keys:write': 'all all - -',
  'provider-keys:read': 'all all - -',
  'provider-keys:write': 'all all - -',
  'wallet:read': 'all all all all',
  'wallet:redeem': 'all all - -',
  'wallet:pay': 'all all - -',
  'webhooks:read': 'all all all -',
  'webhooks:write': 'all all - -',
  'webhooks:secret': 'all all - -',
  'usage:read': 'all all all all',
  'requests:read': 'all all all all',
  'tasks:read': 'all all all all',
  'tasks:cancel': 'all all own -',
  'tasks:delete': 'all all own -',
  'audit:read': 'all all - -',
};

describe('the permissions of roles', () => {
  it('are these, and no role has what is the operator’s', () => {
    const rows = ALL_PERMISSIONS.map((permission) => [
      permission,
      ROLES.map((role) => ROLE_PERMISSIONS[role][permission] ?? '-').join(' '),
    ]);
    expect(Object.fromEntries(rows.filter(([, row]) => row !== '- - - -'))).toEqual(EXPECTED);
    const operators = rows.filter(([, row]) => row === '- - - -').map(([permission]) => permission);
    expect(
      operators.every((permission) =>
        /^(wallet:credit|codes|payments|groups|channels|models|config)/.test(permission ?? ''),
      ),
    ).toBe(true);
  });

  it('are told apart from other texts, and roles are ordered', () => {
    expect([isPermission('keys:read'), isPermission('keys:everything'), isPermission('toString')]).toEqual([
      true,
      false,
      false,
    ]);
    expect([isRoleAtLeast('owner', 'admin'), isRoleAtLeast('admin', 'admin')]).toEqual([true, true]);
    expect(isRoleAtLeast('viewer', 'member')).toBe(false);
  });
});
