import { invalidField } from '../core/refusal.ts';
import { checkAddressList, checkIamRules } from '../keys/index.ts';
import { checkEntityName } from './field-checks.ts';
import type { Project } from './store.ts';

/**
 * Checks everything a project is given, and returns it as it is stored.
 * @throws {Refusal} `invalid_request` naming the field at fault.
 */
export function checkProject(project: Project): Project {
  const { monthlyBudgetNano } = project;
  if (monthlyBudgetNano !== null && (!Number.isSafeInteger(monthlyBudgetNano) || monthlyBudgetNano < 0)) {
    throw invalidField('monthly_budget', 'must be an amount from zero, or null for no bound');
  }
  checkIamRules(project.iamRules);
  checkAddressList('ip_allow', project.ipAllow);
  checkAddressList('ip_deny', project.ipDeny);
  return { ...project, name: checkEntityName(project.name) };
}
