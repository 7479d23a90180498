import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { type ApiKey, rotateKey } from '../../api/keys.ts';
import { SelectField, TextField } from '../../components/form/index.ts';
import { FormDialog } from '../../components/form-dialog.tsx';

/** How long the old string goes on working, in seconds. */
const OVERLAPS = [
  ['0', 'rotate.atOnce'],
  ['3600', 'rotate.hour'],
  ['86400', 'rotate.day'],
  ['604800', 'rotate.week'],
  ['2592000', 'rotate.month'],
] as const;

/** Gives a key another string, with a time in which both work. */
export function RotateDialog({
  apiKey,
  onClose,
  onRotated,
}: {
  apiKey: ApiKey;
  onClose: () => void;
  onRotated: (key: ApiKey) => void;
}) {
  const { t } = useTranslation('keys');
  const form = useForm({ defaultValues: { overlap_s: '86400', value: '' } });
  const { errors } = form.formState;

  const send = async ({ overlap_s: overlapS, value }: { overlap_s: string; value: string }) => {
    const own = value.trim();
    onRotated(
      await rotateKey(apiKey.id, { overlap_s: Number(overlapS), ...(own === '' ? {} : { value: own }) }),
    );
  };

  return (
    <FormDialog
      form={form}
      onSend={send}
      size="small"
      onClose={onClose}
      title={t('rotate.title', { name: apiKey.name })}
      description={t('rotate.text')}
      submitLabel={t('action.rotate')}
    >
      <SelectField
        label={t('rotate.overlap')}
        choices={OVERLAPS.map(([value, label]) => ({ value, label: t(label) }))}
        error={errors.overlap_s?.message}
        {...form.register('overlap_s')}
      />
      <TextField
        label={t('field.value')}
        hint={t('field.valueHint')}
        error={errors.value?.message}
        {...form.register('value', {
          pattern: { value: /^\s*([A-Za-z0-9_-]{16,128})?\s*$/, message: t('field.valueInvalid') },
        })}
      />
    </FormDialog>
  );
}
