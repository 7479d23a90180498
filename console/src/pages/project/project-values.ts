import type { Project, ProjectChange } from '../../api/projects.ts';

/** Whose credentials requests go out with. */
export const MODES = ['credits', 'hybrid', 'api-keys'] as const satisfies readonly Project['mode'][];
/** How refusals look. */
export const ERROR_FORMATS = ['native', 'flat'] as const satisfies readonly Project['error_format'][];

/** A project as its form has it: everything typed is text. */
export interface ProjectValues {
  name: string;
  mode: Project['mode'];
  error_format: Project['error_format'];
  default_group_id: string;
  monthly_budget: string;
  media_retention_days: string;
  ip_allow: string;
  ip_deny: string;
  /** A rule a line: `deny_models: gpt-4*, o1`. */
  iam_rules: string;
  hash_only: boolean;
}

/** What the form begins with. */
export function valuesOf(project: Project): ProjectValues {
  return {
    name: project.name,
    mode: project.mode,
    error_format: project.error_format,
    default_group_id: project.default_group_id ?? '',
    monthly_budget: project.monthly_budget ?? '',
    media_retention_days: project.media_retention_days === null ? '' : String(project.media_retention_days),
    ip_allow: project.ip_allow.join('\n'),
    ip_deny: project.ip_deny.join('\n'),
    iam_rules: project.iam_rules.map(({ type, values }) => `${type}: ${values.join(', ')}`).join('\n'),
    hash_only: project.hash_only,
  };
}

/** What the form asks the server for; what is wrong in it the server says by the field. */
export function changeOf(values: ProjectValues): ProjectChange {
  return {
    name: values.name.trim(),
    mode: values.mode,
    error_format: values.error_format,
    default_group_id: values.default_group_id === '' ? null : values.default_group_id,
    monthly_budget: values.monthly_budget.trim() === '' ? null : values.monthly_budget.trim(),
    media_retention_days:
      values.media_retention_days.trim() === '' ? null : Number(values.media_retention_days),
    ip_allow: partsOf(values.ip_allow),
    ip_deny: partsOf(values.ip_deny),
    iam_rules: values.iam_rules.split('\n').flatMap(ruleOf),
    hash_only: values.hash_only,
  };
}

function partsOf(text: string): string[] {
  return text.split(/[\s,]+/).filter((part) => part !== '');
}

type Rule = NonNullable<ProjectChange['iam_rules']>[number];

function ruleOf(line: string): Rule[] {
  const [type = '', ...rest] = line.split(':');
  // Whether there is a rule of this type is the server's to say, with the number of the line.
  return line.trim() === '' ? [] : [{ type: type.trim() as Rule['type'], values: partsOf(rest.join(':')) }];
}
