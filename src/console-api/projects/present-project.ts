import type { z } from '@hono/zod-openapi';
import { formatUsd } from '../../core/money.ts';
import type { Secret } from '../../core/secret.ts';
import type { Project } from '../../projects/index.ts';
import type { ProjectJson } from '../contract/projects.ts';
import { formatTime } from '../moments.ts';

/** A project as it is answered; with its webhook secret only where that is given. */
export function presentProject(project: Project, webhookSecret?: Secret): z.infer<typeof ProjectJson> {
  return {
    id: project.id,
    object: 'project',
    organization_id: project.organizationId,
    name: project.name,
    mode: project.mode,
    error_format: project.errorFormat,
    iam_rules: project.iamRules.map(({ type, values }) => ({ type, values: [...values] })),
    ip_allow: [...project.ipAllow],
    ip_deny: [...project.ipDeny],
    monthly_budget: project.monthlyBudgetNano === null ? null : formatUsd(project.monthlyBudgetNano),
    hash_only: project.hashOnly,
    default_group_id: project.defaultGroupId,
    media_retention_days: project.mediaRetentionDays,
    ...(webhookSecret === undefined ? {} : { webhook_secret: webhookSecret.reveal() }),
    created_at: formatTime(project.createdAtMs),
  };
}
