import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useFieldArray, useFormContext } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '../../../components/button.tsx';
import { SelectField, TextAreaField } from '../../../components/form/index.ts';
import type { KeyFormValues, RuleValues } from './key-form-values.ts';
import { Section } from './section.tsx';

const TYPES: readonly RuleValues['type'][] = [
  'allow_models',
  'deny_models',
  'allow_providers',
  'deny_providers',
  'allow_operations',
  'deny_operations',
  'allow_pricing',
  'deny_pricing',
];

/** IAM rules, one below the other. */
export function RulesSection() {
  const { t } = useTranslation('keys');
  const { control, register, formState, getValues } = useFormContext<KeyFormValues>();
  const { fields, append, remove } = useFieldArray({ control, name: 'iam_rules' });
  const [isSet] = useState(() => getValues('iam_rules').length > 0);
  const error = formState.errors.iam_rules?.message;
  return (
    <Section title={t('section.rules')} isOpen={isSet || error !== undefined}>
      <p className="text-xs text-ink-faint">{t('section.rulesHint')}</p>
      {fields.map((field, index) => (
        <div key={field.id} className="grid items-start gap-3 sm:grid-cols-[12rem_1fr_auto]">
          <SelectField
            label={t('rule.type')}
            choices={TYPES.map((type) => ({ value: type, label: t(`rule.${type}`) }))}
            {...register(`iam_rules.${index}.type`)}
          />
          <TextAreaField label={t('rule.values')} rows={1} {...register(`iam_rules.${index}.values`)} />
          <IconButton label={t('rule.remove')} className="sm:mt-6" onClick={() => remove(index)}>
            <Trash2 aria-hidden className="size-4" />
          </IconButton>
        </div>
      ))}
      {error === undefined ? null : (
        <p role="alert" className="text-xs text-danger-ink">
          {error}
        </p>
      )}
      <Button
        size="small"
        icon={<Plus aria-hidden className="size-4" />}
        onClick={() => append({ type: 'allow_models', values: '' })}
      >
        {t('rule.add')}
      </Button>
    </Section>
  );
}
