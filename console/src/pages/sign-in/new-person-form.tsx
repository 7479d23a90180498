import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { TextField } from '../../components/form/index.ts';

/** What a new person says of themselves. */
export interface NewPerson {
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

const SHORTEST_PASSWORD = 10;

/** Name, address and password of somebody new. */
export function NewPersonForm({
  submitLabel,
  onSubmit,
}: {
  submitLabel: string;
  /** Does it; what it throws is shown, and everything stays typed. */
  onSubmit: (person: NewPerson) => Promise<unknown>;
}) {
  const { t } = useTranslation('sign-in');
  const form = useForm<NewPerson>({ defaultValues: { name: '', email: '', password: '' } });
  const [error, setError] = useState<unknown>(null);
  const required = { required: t('field.required') };
  const { errors, isSubmitting } = form.formState;

  const submit = form.handleSubmit(async (person) => {
    setError(null);
    try {
      await onSubmit(person);
    } catch (refusal) {
      setError(refusal);
    }
  });

  return (
    <form onSubmit={submit} noValidate className="space-y-4">
      <TextField
        label={t('field.name')}
        autoComplete="name"
        error={errors.name?.message}
        {...form.register('name', required)}
      />
      <TextField
        label={t('field.email')}
        type="email"
        autoComplete="email"
        error={errors.email?.message}
        {...form.register('email', {
          ...required,
          pattern: { value: /^\S+@\S+$/, message: t('field.emailInvalid') },
        })}
      />
      <TextField
        label={t('field.password')}
        type="password"
        autoComplete="new-password"
        hint={t('field.passwordHint')}
        error={errors.password?.message}
        {...form.register('password', {
          ...required,
          minLength: { value: SHORTEST_PASSWORD, message: t('field.passwordHint') },
        })}
      />
      {error === null ? null : <ErrorNotice error={error} />}
      <Button type="submit" kind="primary" isBusy={isSubmitting} className="w-full">
        {submitLabel}
      </Button>
    </form>
  );
}
