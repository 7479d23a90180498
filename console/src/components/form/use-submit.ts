import { useState } from 'react';
import type { FieldValues, Path, UseFormReturn } from 'react-hook-form';
import { showRefusal } from './form-errors.ts';

/**
 * Sends a form. A refusal goes to the field that it names; one that names none is `refusal`, to be shown at
 * the form with the id of the request. What was typed stays.
 * @param fields as of {@link showRefusal}.
 */
export function useSubmit<Values extends FieldValues>(
  form: UseFormReturn<Values>,
  send: (values: Values) => Promise<void>,
  fields: Readonly<Record<string, Path<Values>>> = {},
) {
  const [error, setError] = useState<unknown>(null);
  const submit = form.handleSubmit(async (values) => {
    setError(null);
    try {
      await send(values);
    } catch (refusal) {
      setError(refusal);
      showRefusal(form, refusal, fields);
    }
  });
  return { submit, refusal: form.formState.errors.root?.server === undefined ? null : error };
}
