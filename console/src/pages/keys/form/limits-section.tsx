import { useState } from 'react';
import { useFormContext } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { TextField } from '../../../components/form/index.ts';
import { amount } from './basic-section.tsx';
import { type KeyFormValues, LIMITS, WINDOWS } from './key-form-values.ts';
import { Section } from './section.tsx';

/** Rate limits and spend windows. */
export function LimitsSection() {
  const { t } = useTranslation('keys');
  const { register, formState, getValues } = useFormContext<KeyFormValues>();
  const { errors } = formState;
  const windows = WINDOWS.map((name) => ({ name, field: `window_${name}` as const }));
  const fields = [...LIMITS, ...windows.map(({ field }) => field)];
  const [isSet] = useState(() => fields.some((field) => getValues(field) !== ''));
  const isRefused = fields.some((field) => errors[field] !== undefined);
  return (
    <Section title={t('section.limits')} isOpen={isSet || isRefused}>
      <div className="grid grid-cols-2 items-start gap-x-3 gap-y-4 sm:grid-cols-4">
        {LIMITS.map((name) => (
          <TextField
            key={name}
            label={t(`limit.${name}`)}
            hint={t(`limit.${name}Hint`)}
            inputMode="numeric"
            placeholder={t(name === 'queue_limit' ? 'limit.nobody' : 'limit.unlimited')}
            error={errors[name]?.message}
            {...register(name, { pattern: { value: /^\s*\d{0,12}\s*$/, message: t('field.countInvalid') } })}
          />
        ))}
      </div>
      <fieldset>
        <legend className="text-[13px] font-medium">{t('section.windows')}</legend>
        <p className="mb-2 text-xs text-ink-faint">{t('section.windowsHint')}</p>
        <div className="grid grid-cols-2 gap-3 sm:grid-cols-4">
          {windows.map(({ name, field }) => (
            <TextField
              key={name}
              label={t(`windowName.${name}`)}
              inputMode="decimal"
              unit="USD"
              placeholder="–"
              error={errors[field]?.message}
              {...register(field, { pattern: amount(t('field.amountInvalid')) })}
            />
          ))}
        </div>
      </fieldset>
    </Section>
  );
}
