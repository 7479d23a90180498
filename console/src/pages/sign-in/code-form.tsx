import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { verifyCode } from '../../api/auth.ts';
import { Button } from '../../components/button.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { TextField } from '../../components/form/index.ts';

/** The second factor: a code of the authenticator, or one of the backup codes. */
export function CodeForm({ onSignedIn, onBack }: { onSignedIn: () => unknown; onBack: () => void }) {
  const { t } = useTranslation('sign-in');
  const form = useForm({ defaultValues: { code: '' } });
  const [isBackup, setBackup] = useState(false);
  const [error, setError] = useState<unknown>(null);

  const submit = form.handleSubmit(async ({ code }) => {
    setError(null);
    try {
      await verifyCode(code.replace(/\s/g, ''), isBackup);
      await onSignedIn();
    } catch (refusal) {
      setError(refusal);
    }
  });

  function change(): void {
    setBackup(!isBackup);
    setError(null);
    form.reset();
  }

  return (
    <form onSubmit={submit} noValidate className="space-y-4">
      <TextField
        key={String(isBackup)}
        label={isBackup ? t('code.backup') : t('code.totp')}
        hint={isBackup ? t('code.backupHint') : t('code.totpHint')}
        inputMode={isBackup ? 'text' : 'numeric'}
        autoComplete="one-time-code"
        error={form.formState.errors.code?.message}
        {...form.register('code', { required: t('field.required') })}
      />
      {error === null ? null : <ErrorNotice error={error} />}
      <Button type="submit" kind="primary" isBusy={form.formState.isSubmitting} className="w-full">
        {t('signIn.submit')}
      </Button>
      <div className="flex justify-between">
        <Button kind="quiet" size="small" onClick={onBack}>
          {t('code.back')}
        </Button>
        <Button kind="quiet" size="small" onClick={change}>
          {isBackup ? t('code.useTotp') : t('code.useBackup')}
        </Button>
      </div>
    </form>
  );
}
