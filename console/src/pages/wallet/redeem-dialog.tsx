import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { redeem } from '../../api/wallet.ts';
import { TextField } from '../../components/form/index.ts';
import { FormDialog } from '../../components/form-dialog.tsx';
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
  const { errors } = form.formState;

  const send = async ({ code }: { code: string }) => {
    const { amount } = await redeem(code.trim(), organizationId);
    showToast({ text: t('redeem.done', { amount: formats.money(amount) }) });
    onClose();
  };

  return (
    <FormDialog
      form={form}
      onSend={send}
      size="small"
      onClose={onClose}
      title={t('redeem.title')}
      description={t('redeem.text')}
      submitLabel={t('redeem.submit')}
    >
      <TextField
        label={t('redeem.code')}
        autoComplete="off"
        spellCheck={false}
        error={errors.code?.message}
        {...form.register('code', { required: t('redeem.required') })}
      />
    </FormDialog>
  );
}
