import type { FieldValues, Path, UseFormReturn } from 'react-hook-form';
import { ApiError } from '../../api/api-error.ts';

/**
 * Puts a refusal where it belongs: at the field that it names, else at the form (`root.server`).
 * @param fields the field of the form for each path of the body: `{ 'limits.rpm': 'rpm' }`; `ip_allow` is also
 *   taken for `ip_allow[2]`. A path that is a field's own name needs no entry.
 */
export function showRefusal<Values extends FieldValues>(
  form: UseFormReturn<Values>,
  error: unknown,
  fields: Readonly<Record<string, Path<Values>>> = {},
): void {
  const param = error instanceof ApiError ? error.param : null;
  const field = param === null ? undefined : fieldOf(form, param, fields);
  if (field === undefined || !(error instanceof ApiError)) {
    form.setError('root.server', { type: 'server', message: 'refused' });
    return;
  }
  form.setError(field, { type: 'server', message: error.message }, { shouldFocus: true });
}

function fieldOf<Values extends FieldValues>(
  form: UseFormReturn<Values>,
  param: string,
  fields: Readonly<Record<string, Path<Values>>>,
): Path<Values> | undefined {
  const paths = [param, param.replace(/\[.*$/, ''), param.split(/[.[]/)[0] ?? ''];
  const named = paths.map((path) => fields[path]).find((field) => field !== undefined);
  if (named !== undefined) {
    return named;
  }
  const names = Object.keys(form.getValues());
  // A name among the values is a path of them.
  return paths.find((path) => names.includes(path)) as Path<Values> | undefined;
}
