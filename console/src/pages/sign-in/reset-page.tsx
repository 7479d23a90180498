import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { resetPassword } from '../../api/auth.ts';
import { Button, buttonClass } from '../../components/button.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { TextField } from '../../components/form/index.ts';
import { linkToken } from './link-token.ts';
import { LINK_CLASS, SignInFrame } from './sign-in-frame.tsx';

/** Chooses a new password with a mailed link. */
export function ResetPage() {
  const { t } = useTranslation('sign-in');
  const [token] = useState(linkToken);
  const form = useForm({ defaultValues: { password: '' } });
  const [error, setError] = useState<unknown>(null);
  const { errors, isSubmitting, isSubmitSuccessful } = form.formState;

  if (token === null) {
    return (
      <SignInFrame title={t('reset.title')} text={t('reset.noToken')}>
        <Link to="/sign-in/forgot" className={LINK_CLASS}>
          {t('reset.another')}
        </Link>
      </SignInFrame>
    );
  }
  if (isSubmitSuccessful && error === null) {
    return (
      <SignInFrame title={t('reset.doneTitle')} text={t('reset.done')}>
        <Link to="/sign-in" className={buttonClass('primary')}>
          {t('toSignIn')}
        </Link>
      </SignInFrame>
    );
  }
  const submit = form.handleSubmit(async ({ password }) => {
    setError(null);
    await resetPassword(token, password).catch(setError);
  });
  return (
    <SignInFrame title={t('reset.title')} text={t('reset.text')}>
      <form onSubmit={submit} noValidate className="space-y-4">
        <TextField
          label={t('field.newPassword')}
          type="password"
          autoComplete="new-password"
          hint={t('field.passwordHint')}
          error={errors.password?.message}
          {...form.register('password', {
            required: t('field.required'),
            minLength: { value: 10, message: t('field.passwordHint') },
          })}
        />
        {error === null ? null : <ErrorNotice error={error} />}
        <Button type="submit" kind="primary" isBusy={isSubmitting} className="w-full">
          {t('reset.submit')}
        </Button>
      </form>
    </SignInFrame>
  );
}
