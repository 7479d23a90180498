import type { ApiKey } from '../../keys/index.ts';
import type { ManagementDeps } from '../deps.ts';

/** What telling needs. */
type TellingDeps = Pick<ManagementDeps, 'members' | 'organizations' | 'describePeople' | 'sendLeakNotice'>;

/**
 * Tells the owner of a leaked key: the person who made it, and where that person is no member any more, or
 * a program made it, the owners of the organization.
 */
export async function tellOfLeak(deps: TellingDeps, key: ApiKey): Promise<void> {
  const { members, organizations, describePeople, sendLeakNotice } = deps;
  if (describePeople === undefined || sendLeakNotice === undefined) {
    return;
  }
  const all = await members.list(key.organizationId);
  const makers = all.filter(({ userId }) => userId === key.createdBy);
  const told = makers.length > 0 ? makers : all.filter(({ role }) => role === 'owner');
  const people = await describePeople(told.map(({ userId }) => userId));
  const { name: organizationName } = await organizations.get(key.organizationId);
  for (const { email } of people.values()) {
    sendLeakNotice({ email, keyName: key.name, preview: key.preview, organizationName });
  }
}
