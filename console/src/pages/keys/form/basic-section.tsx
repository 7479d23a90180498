import { useFormContext } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import type { Group, ImageBatchGroup } from '../../../api/groups.ts';
import type { ApiKey } from '../../../api/keys.ts';
import { classNames } from '../../../components/class-names.ts';
import { SelectField, SwitchField, TextField } from '../../../components/form/index.ts';
import type { KeyChoices } from './key-dialog.tsx';
import type { KeyFormValues } from './key-form-values.ts';

/** Name, what the key is bound to, its credit and its end. */
export function BasicSection({
  groups,
  imageGroups,
  projects,
  apiKey,
}: KeyChoices & { apiKey: ApiKey | null }) {
  const { t } = useTranslation('keys');
  const { register, formState, watch, setValue } = useFormContext<KeyFormValues>();
  const { errors } = formState;
  const [isUnlimited, isEnabled] = watch(['isUnlimited', 'isEnabled']);
  return (
    <div className="space-y-4">
      <TextField
        label={t('field.name')}
        placeholder={t('field.namePlaceholder')}
        error={errors.name?.message}
        {...register('name', {
          required: t('field.required'),
          maxLength: { value: 200, message: t('field.nameLong') },
        })}
      />
      {apiKey === null && projects.length > 1 ? (
        <SelectField
          label={t('field.project')}
          choices={projects.map(({ id, name }) => ({ value: id, label: name }))}
          error={errors.project_id?.message}
          {...register('project_id')}
        />
      ) : null}
      {apiKey === null ? <BindingChoice /> : null}
      <GroupFields groups={groups} imageGroups={imageGroups} />
      <div className="grid gap-4 sm:grid-cols-2">
        <div className="space-y-2">
          <SwitchField
            label={t('field.unlimited')}
            hint={t('field.unlimitedHint')}
            isOn={isUnlimited}
            onChange={(isOn) => setValue('isUnlimited', isOn, { shouldDirty: true })}
          />
          {isUnlimited ? null : (
            <TextField
              label={t('field.quota')}
              hint={t('field.quotaHint')}
              inputMode="decimal"
              unit="USD"
              error={errors.quota?.message}
              {...register('quota', {
                required: t('field.quotaRequired'),
                pattern: amount(t('field.amountInvalid')),
              })}
            />
          )}
        </div>
        <TextField
          label={t('field.expiry')}
          hint={t('field.expiryHint')}
          type="datetime-local"
          error={errors.expires_at?.message}
          {...register('expires_at')}
        />
      </div>
      {apiKey === null ? null : (
        <SwitchField
          label={t('field.enabled')}
          hint={t('field.enabledHint')}
          isOn={isEnabled}
          onChange={(isOn) => setValue('isEnabled', isOn, { shouldDirty: true })}
        />
      )}
    </div>
  );
}

/** A decimal amount of USD. */
export function amount(message: string) {
  return { value: /^\s*\d+(\.\d{1,9})?\s*$/, message };
}

/** General or image: never both, and never changed afterwards. */
function BindingChoice() {
  const { t } = useTranslation('keys');
  const { register, watch } = useFormContext<KeyFormValues>();
  const binding = watch('binding');
  return (
    <fieldset>
      <legend className="mb-1 text-[13px] font-medium">{t('field.binding')}</legend>
      <div className="grid gap-2 sm:grid-cols-2">
        {(['general', 'image'] as const).map((type) => (
          <label
            key={type}
            className={classNames(
              'flex cursor-pointer gap-2.5 rounded-lg border p-3 has-focus-visible:outline-2 has-focus-visible:outline-accent',
              binding === type ? 'border-accent bg-accent-soft/60' : 'border-line-strong hover:bg-sunken',
            )}
          >
            <input
              type="radio"
              value={type}
              {...register('binding')}
              className="mt-0.5 size-4 accent-accent"
            />
            <span>
              <span className="block text-sm font-medium">{t(`binding.${type}`)}</span>
              <span className="block text-xs text-ink-soft">{t(`binding.${type}Hint`)}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function GroupFields({
  groups,
  imageGroups,
}: {
  groups: readonly Group[];
  imageGroups: readonly ImageBatchGroup[];
}) {
  const { t } = useTranslation('keys');
  const { register, formState, watch } = useFormContext<KeyFormValues>();
  const { errors } = formState;
  const [binding, groupId, imageGroupId] = watch(['binding', 'group_id', 'image_batch_group_id']);
  if (binding === 'general') {
    const chosen = groups.find(({ id }) => id === groupId);
    const platforms = chosen?.platforms.map((platform) =>
      t(`platform.${platform}`, { defaultValue: platform }),
    );
    return (
      <SelectField
        label={t('field.group')}
        hint={
          groups.length === 0
            ? t('field.noGroups')
            : chosen &&
              t('field.groupHint', { platforms: platforms?.join(', '), multiplier: chosen.multiplier })
        }
        choices={groups.map(({ id, name, multiplier }) => ({ value: id, label: `${name} · ×${multiplier}` }))}
        error={errors.group_id?.message}
        {...register('group_id', { required: t('field.noGroups') })}
      />
    );
  }
  const chosen = imageGroups.find(({ id }) => id === imageGroupId);
  return (
    <SelectField
      label={t('field.imageGroup')}
      hint={
        imageGroups.length === 0
          ? t('field.noImageGroups')
          : chosen && t('field.imageGroupHint', { models: chosen.models.join(', ') })
      }
      choices={imageGroups.map(({ id, name }) => ({ value: id, label: name }))}
      error={errors.image_batch_group_id?.message}
      {...register('image_batch_group_id', { required: t('field.noImageGroups') })}
    />
  );
}
