import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { methodsOptions, requestReset } from '../../api/auth.ts';
import { Button } from '../../components/button.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { TextField } from '../../components/form/index.ts';
import { LINK_CLASS, SignInFrame } from './sign-in-frame.tsx';

/** Asks for a link to choose a new password. */
export function ForgotPage() {
  const { t } = useTranslation('sign-in');
  const form = useForm({ defaultValues: { email: '' } });
  const { data: methods } = useQuery(methodsOptions);
  const [error, setError] = useState<unknown>(null);
  const { errors, isSubmitting, isSubmitSuccessful } = form.formState;

  const submit = form.handleSubmit(async ({ email }) => {
    setError(null);
    await requestReset(email).catch(setError);
  });

  const isDone = isSubmitSuccessful && error === null;
  const sent = methods?.sends_mail === false ? t('forgot.logged') : t('forgot.sent');
  return (
    <SignInFrame title={t('forgot.title')} text={isDone ? sent : t('forgot.text')}>
      {isDone ? null : (
        <form onSubmit={submit} noValidate className="space-y-4">
          <TextField
            label={t('field.email')}
            type="email"
            autoComplete="username"
            error={errors.email?.message}
            {...form.register('email', { required: t('field.required') })}
          />
          {error === null ? null : <ErrorNotice error={error} />}
          <Button type="submit" kind="primary" isBusy={isSubmitting} className="w-full">
            {t('forgot.submit')}
          </Button>
        </form>
      )}
      <p className="text-sm">
        <Link to="/sign-in" className={LINK_CLASS}>
          {t('toSignIn')}
        </Link>
      </p>
    </SignInFrame>
  );
}
