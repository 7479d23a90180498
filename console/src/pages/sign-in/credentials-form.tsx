import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { signIn } from '../../api/auth.ts';
import { Button } from '../../components/button.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { TextField } from '../../components/form/index.ts';
import { CodeForm } from './code-form.tsx';

/** Address and password, then a code where the account has a second factor. */
export function CredentialsForm({
  email,
  onSignedIn,
}: {
  /** Given where it is known whose password is asked for. */
  email?: string;
  onSignedIn: () => unknown;
}) {
  const { t } = useTranslation('sign-in');
  const form = useForm({ defaultValues: { email: email ?? '', password: '' } });
  const [needsCode, setNeedsCode] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const required = { required: t('field.required') };

  const submit = form.handleSubmit(async (values) => {
    setError(null);
    try {
      const answer = await signIn(values);
      await (answer.needsCode ? setNeedsCode(true) : onSignedIn());
    } catch (refusal) {
      setError(refusal);
    }
  });

  if (needsCode) {
    return <CodeForm onSignedIn={onSignedIn} onBack={() => setNeedsCode(false)} />;
  }
  const { errors, isSubmitting } = form.formState;
  return (
    <form onSubmit={submit} noValidate className="space-y-4">
      <TextField
        label={t('field.email')}
        type="email"
        autoComplete="username webauthn"
        readOnly={email !== undefined}
        error={errors.email?.message}
        {...form.register('email', required)}
      />
      <TextField
        label={t('field.password')}
        type="password"
        autoComplete="current-password"
        error={errors.password?.message}
        {...form.register('password', required)}
      />
      {error === null ? null : <ErrorNotice error={error} />}
      <Button type="submit" kind="primary" isBusy={isSubmitting} className="w-full">
        {t('signIn.submit')}
      </Button>
    </form>
  );
}
