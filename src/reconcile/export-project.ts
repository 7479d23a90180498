import { formatUsd } from '../core/money.ts';
import type { Project } from '../projects/index.ts';

/** A project as the configuration file says it, without its webhook secret. */
export function exportProject(project: Project, nameOf: ReadonlyMap<string, string>) {
  const { monthlyBudgetNano, defaultGroupId } = project;
  return {
    name: project.name,
    mode: project.mode,
    error_format: project.errorFormat,
    iam_rules: project.iamRules,
    ip_allow: project.ipAllow,
    ip_deny: project.ipDeny,
    monthly_budget: monthlyBudgetNano === null ? null : formatUsd(monthlyBudgetNano),
    hash_only: project.hashOnly,
    default_group: defaultGroupId === null ? null : (nameOf.get(defaultGroupId) ?? null),
    media_retention_days: project.mediaRetentionDays,
  };
}
