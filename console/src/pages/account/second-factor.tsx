import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { beginTotp, confirmTotp, endTotp, type NewTotp, signedInOptions } from '../../api/account.ts';
import { Badge } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { CodeSnippet } from '../../components/code-snippet.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { TextField } from '../../components/form/index.ts';
import { QrCode } from '../../components/qr-code.tsx';
import { showToast } from '../../components/toast.tsx';

/** Codes of an authenticator, asked for after the password. */
export function SecondFactor() {
  const { t } = useTranslation('account');
  const { data, error } = useQuery(signedInOptions);
  const [isOpen, open] = useState(false);
  const isOn = data?.user.twoFactorEnabled === true;
  return (
    <Card
      title={
        <span className="flex items-center gap-2">
          {t('totp.title')}
          {data === undefined ? null : (
            <Badge tone={isOn ? 'good' : 'neutral'}>{t(isOn ? 'totp.on' : 'totp.off')}</Badge>
          )}
        </span>
      }
    >
      <p className="text-sm text-ink-soft">{t('totp.text')}</p>
      {error !== null && data === undefined ? <ErrorNotice error={error} className="mt-3" /> : null}
      <Button className="mt-4" onClick={() => open(true)}>
        {t(isOn ? 'totp.turnOff' : 'totp.turnOn')}
      </Button>
      {isOpen ? <TotpDialog isOn={isOn} onClose={() => open(false)} /> : null}
    </Card>
  );
}

/** The password first; then, to turn it on, a code that shows that the authenticator has it. */
function TotpDialog({ isOn, onClose }: { isOn: boolean; onClose: () => void }) {
  const { t } = useTranslation('account');
  const form = useForm({ defaultValues: { password: '', code: '' } });
  const [begun, setBegun] = useState<NewTotp | null>(null);
  const [error, setError] = useState<unknown>(null);
  const { errors, isSubmitting } = form.formState;

  const submit = form.handleSubmit(async ({ password, code }) => {
    setError(null);
    try {
      if (begun !== null) {
        await confirmTotp(code.replaceAll(' ', ''));
        showToast({ text: t('totp.isOn') });
        onClose();
      } else if (isOn) {
        await endTotp(password);
        showToast({ text: t('totp.isOff') });
        onClose();
      } else {
        setBegun(await beginTotp(password));
      }
    } catch (refusal) {
      setError(refusal);
    }
  });

  return (
    <Dialog
      isOpen
      onClose={onClose}
      isDirty={begun !== null}
      title={t(isOn ? 'totp.turnOff' : 'totp.turnOn')}
      description={t(begun === null ? 'totp.passwordText' : 'totp.scanText')}
      footer={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button kind="primary" type="submit" form="totp" isBusy={isSubmitting}>
            {t(begun === null && !isOn ? 'totp.next' : isOn ? 'totp.turnOff' : 'totp.turnOn')}
          </Button>
        </>
      }
    >
      <form id="totp" onSubmit={submit} noValidate className="space-y-4">
        {begun === null ? (
          <TextField
            key="password"
            label={t('password.current')}
            type="password"
            autoComplete="current-password"
            error={errors.password?.message}
            {...form.register('password', { required: t('required') })}
          />
        ) : (
          <>
            <QrCode text={begun.totpURI} label={t('totp.qr')} />
            <CodeSnippet label={t('totp.backup')} code={begun.backupCodes.join('\n')} />
            <TextField
              key="code"
              label={t('totp.code')}
              inputMode="numeric"
              autoComplete="one-time-code"
              error={errors.code?.message}
              {...form.register('code', { required: t('required') })}
            />
          </>
        )}
        {error === null ? null : <ErrorNotice error={error} />}
      </form>
    </Dialog>
  );
}
