import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { changePassword } from '../../api/account.ts';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { CheckboxField, TextField } from '../../components/form/index.ts';
import { showToast } from '../../components/toast.tsx';

const LEAST = 10;

/** Chooses a new password. */
export function PasswordForm() {
  const { t } = useTranslation('account');
  const form = useForm({
    defaultValues: { currentPassword: '', newPassword: '', revokeOtherSessions: true },
  });
  const [error, setError] = useState<unknown>(null);
  const { errors, isSubmitting } = form.formState;
  const submit = form.handleSubmit(async (values) => {
    setError(null);
    try {
      await changePassword(values);
      form.reset();
      showToast({ text: t('password.done') });
    } catch (refusal) {
      setError(refusal);
    }
  });
  return (
    <Card title={t('password.title')}>
      <form onSubmit={submit} noValidate className="space-y-4">
        <TextField
          label={t('password.current')}
          type="password"
          autoComplete="current-password"
          error={errors.currentPassword?.message}
          {...form.register('currentPassword', { required: t('required') })}
        />
        <TextField
          label={t('password.new')}
          hint={t('password.least', { count: LEAST })}
          type="password"
          autoComplete="new-password"
          error={errors.newPassword?.message}
          {...form.register('newPassword', {
            required: t('required'),
            minLength: { value: LEAST, message: t('password.least', { count: LEAST }) },
          })}
        />
        <CheckboxField label={t('password.endOthers')} {...form.register('revokeOtherSessions')} />
        {error === null ? null : <ErrorNotice error={error} />}
        <Button kind="primary" type="submit" isBusy={isSubmitting}>
          {t('password.submit')}
        </Button>
      </form>
    </Card>
  );
}
