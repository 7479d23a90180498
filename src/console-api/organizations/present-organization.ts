import type { z } from '@hono/zod-openapi';
import type { Organization } from '../../organizations/index.ts';
import type { OrganizationJson } from '../contract/organizations.ts';
import { formatTime } from '../moments.ts';

/** An organization as it is answered. */
export function presentOrganization(organization: Organization): z.infer<typeof OrganizationJson> {
  return {
    id: organization.id,
    object: 'organization',
    name: organization.name,
    created_at: formatTime(organization.createdAtMs),
  };
}
