import { invalidField } from '../core/refusal.ts';
import { checkAddressList, checkIamRules } from '../keys/index.ts';
import { checkEntityName } from './field-checks.ts';
import type { Project } from './store.ts';

/** Ten years; who wants more keeps them for ever. */
const LONGEST_RETENTION_DAYS = 3_650;

/**
 * Checks everything a project is given, and returns it as it is stored.
 * @throws {Refusal} `invalid_request` naming the field at fault.
 */
export function checkProject(project: Project): Project {
  const { monthlyBudgetNano, mediaRetentionDays } = project;
  if (monthlyBudgetNano !== null && (!Number.isSafeInteger(monthlyBudgetNano) || monthlyBudgetNano < 0)) {
    throw invalidField('monthly_budget', 'must be an amount from zero, or null for no bound');
  }
  if (mediaRetentionDays !== null && !isRetention(mediaRetentionDays)) {
    const bounds = `a whole number of days from 0, for ever, to ${LONGEST_RETENTION_DAYS}`;
    throw invalidField('media_retention_days', `must be ${bounds}, or null for the usual time`);
  }
  checkIamRules(project.iamRules);
  checkAddressList('ip_allow', project.ipAllow);
  checkAddressList('ip_deny', project.ipDeny);
  return { ...project, name: checkEntityName(project.name) };
}

function isRetention(days: number): boolean {
  return Number.isSafeInteger(days) && days >= 0 && days <= LONGEST_RETENTION_DAYS;
}
