import { useState } from 'react';
import { useFormContext } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { TextAreaField, TextField } from '../../../components/form/index.ts';
import type { KeyFormValues } from './key-form-values.ts';
import { Section } from './section.tsx';

const FIELDS = ['models', 'default_model', 'ip_allow', 'ip_deny', 'value', 'tags'] as const;

/** Models, addresses, a string of one's own, tags. */
export function AccessSection({ isNew }: { isNew: boolean }) {
  const { t } = useTranslation('keys');
  const { register, formState, getValues } = useFormContext<KeyFormValues>();
  const { errors } = formState;
  const [isSet] = useState(() => FIELDS.some((field) => getValues(field) !== ''));
  const isRefused = FIELDS.some((field) => errors[field] !== undefined);
  return (
    <Section title={t('section.access')} isOpen={isSet || isRefused}>
      <div className="grid gap-4 sm:grid-cols-2">
        <TextAreaField
          label={t('field.models')}
          hint={t('field.modelsHint')}
          placeholder="gpt-4o*"
          error={errors.models?.message}
          {...register('models')}
        />
        <TextAreaField
          label={t('field.ipAllow')}
          hint={t('field.ipAllowHint')}
          placeholder="203.0.113.0/24"
          error={errors.ip_allow?.message}
          {...register('ip_allow')}
        />
        <TextField
          label={t('field.defaultModel')}
          hint={t('field.defaultModelHint')}
          error={errors.default_model?.message}
          {...register('default_model')}
        />
        <TextAreaField
          label={t('field.ipDeny')}
          hint={t('field.ipDenyHint')}
          rows={1}
          error={errors.ip_deny?.message}
          {...register('ip_deny')}
        />
        {isNew ? (
          <TextField
            label={t('field.value')}
            hint={t('field.valueHint')}
            spellCheck={false}
            className="font-normal"
            error={errors.value?.message}
            {...register('value', {
              pattern: { value: /^\s*([A-Za-z0-9_-]{16,128})?\s*$/, message: t('field.valueInvalid') },
            })}
          />
        ) : null}
        <TextAreaField
          label={t('field.tags')}
          hint={t('field.tagsHint')}
          placeholder="team=search"
          rows={isNew ? 1 : 2}
          error={errors.tags?.message}
          {...register('tags')}
        />
      </div>
    </Section>
  );
}
