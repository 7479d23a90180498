import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { redeem } from '../../api/wallet.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { showRefusal, TextField } from '../../components/form/index.ts';
import { showToast } from '../../components/toast.tsx';
import { useFormats } from '../../i18n/format.ts';

/** Turns a code into credit. */
export function RedeemDialog({
  organizationId,
  onClose,
}: {
  organizationId: string | undefined;
  onClose: () => void;
}) {
  const { t } = useTranslation('wallet');
  const formats = useFormats();
  const form = useForm({ defaultValues: { code: '' } });
  const [error, setError] = useState<unknown>(null);
  const { errors, isSubmitting } = form.formState;

  const submit = form.handleSubmit(async ({ code }) => {
    setError(null);
    try {
      const { amount } = await redeem(code.trim(), organizationId);
      showToast({ text: t('redeem.done', { amount: formats.money(amount) }) });
      onClose();
    } catch (refusal) {
      setError(refusal);
      showRefusal(form, refusal);
    }
  });

  return (
    <Dialog
      isOpen
      size="small"
      onClose={onClose}
      title={t('redeem.title')}
      description={t('redeem.text')}
      footer={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button kind="primary" type="submit" form="redeem-form" isBusy={isSubmitting}>
            {t('redeem.submit')}
          </Button>
        </>
      }
    >
      <form id="redeem-form" onSubmit={submit} noValidate className="space-y-4">
        <TextField
          label={t('redeem.code')}
          autoComplete="off"
          spellCheck={false}
          error={errors.code?.message}
          {...form.register('code', { required: t('redeem.required') })}
        />
        {error !== null && errors.root?.server !== undefined ? <ErrorNotice error={error} /> : null}
      </form>
    </Dialog>
  );
}
