import { type ApiKey, type KeyAccess, NO_LIMITS, NO_SPEND_WINDOWS, type ProjectAccess } from '../api-key.ts';
import { compileKeyPolicy } from '../key-policy.ts';

const PLAIN_KEY: ApiKey = {
  id: 'key_1',
  organizationId: 'org_1',
  projectId: 'proj_1',
  name: 'test',
  type: 'general',
  groupId: 'grp_1',
  imageBatchGroupId: null,
  status: 'active',
  preview: 'sk-tp-…0000',
  expiresAtMs: null,
  quotaNano: null,
  quotaUsedNano: 0,
  limits: NO_LIMITS,
  spendWindowsNano: NO_SPEND_WINDOWS,
  models: [],
  ipAllow: [],
  ipDeny: [],
  iamRules: [],
  defaultModel: null,
  tags: {},
  createdBy: null,
  leakedAtMs: null,
  lastUsedAtMs: null,
  createdAtMs: 0,
};

const PLAIN_PROJECT: ProjectAccess = {
  id: 'proj_1',
  mode: 'credits',
  iamRules: [],
  ipAllow: [],
  ipDeny: [],
  monthlyBudgetNano: null,
};

/** A key without any rule in a project without any, but for what is given; for tests. */
export function keyAccess(
  given: { key?: Partial<ApiKey>; project?: Partial<ProjectAccess> } = {},
): KeyAccess {
  const key = { ...PLAIN_KEY, ...given.key };
  const project = { ...PLAIN_PROJECT, ...given.project };
  return { key, project, errorFormat: 'native', policy: compileKeyPolicy(key, project), worksUntilMs: null };
}
