import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import {
  createProviderKey,
  type ProviderKey,
  providersOptions,
  updateProviderKey,
} from '../../api/provider-keys.ts';
import { useScope } from '../../app/session.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { SelectField, showRefusal, TextAreaField, TextField } from '../../components/form/index.ts';
import { showToast } from '../../components/toast.tsx';

/** Adds a credential of one's own, or changes it; a new one is tried at its provider before it is kept. */
export function ProviderKeyDialog({
  providerKey,
  onClose,
}: {
  providerKey: ProviderKey | null;
  onClose: () => void;
}) {
  const { t } = useTranslation('project');
  const { organizationId } = useScope();
  const { data: providers = [] } = useQuery(providersOptions);
  const form = useForm({
    defaultValues: {
      name: providerKey?.name ?? '',
      provider: providerKey?.provider ?? 'openai',
      base_url: providerKey?.base_url ?? '',
      credential: '',
      models:
        providerKey?.models
          .map(({ name, upstream }) => (name === upstream ? name : `${name}=${upstream}`))
          .join('\n') ?? '',
    },
  });
  const [error, setError] = useState<unknown>(null);
  const { errors, isSubmitting, isDirty } = form.formState;
  const chosen = providers.find(({ id }) => id === form.watch('provider'));

  const submit = form.handleSubmit(async ({ name, provider, base_url: baseUrl, credential, models }) => {
    setError(null);
    const fields = {
      name: name.trim(),
      base_url: baseUrl.trim() === '' ? null : baseUrl.trim(),
      models: models.split('\n').flatMap(modelOf),
    };
    try {
      if (providerKey === null) {
        const owner = organizationId === undefined ? {} : { organization_id: organizationId };
        await createProviderKey({ ...fields, provider, credential: credential.trim(), ...owner });
      } else {
        await updateProviderKey(providerKey.id, {
          ...fields,
          ...(credential.trim() === '' ? {} : { credential: credential.trim() }),
        });
      }
      showToast({ text: t('providerKey.saved', { name: fields.name }) });
      onClose();
    } catch (refusal) {
      setError(refusal);
      showRefusal(form, refusal);
    }
  });

  return (
    <Dialog
      isOpen
      onClose={onClose}
      isDirty={isDirty}
      title={providerKey === null ? t('providerKey.add') : t('providerKey.edit', { name: providerKey.name })}
      description={t('providerKey.text')}
      footer={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button kind="primary" type="submit" form="provider-key" isBusy={isSubmitting}>
            {t('providerKey.save')}
          </Button>
        </>
      }
    >
      <form id="provider-key" onSubmit={submit} noValidate className="space-y-4">
        <TextField
          label={t('field.name')}
          error={errors.name?.message}
          {...form.register('name', { required: t('field.required') })}
        />
        {providerKey === null ? (
          <SelectField
            label={t('providerKey.provider')}
            choices={providers.map(({ id }) => ({ value: id, label: id }))}
            error={errors.provider?.message}
            {...form.register('provider')}
          />
        ) : null}
        <TextField
          label={t('providerKey.credential')}
          type="password"
          autoComplete="off"
          hint={providerKey === null ? t('providerKey.credentialHint') : t('providerKey.credentialKept')}
          error={errors.credential?.message}
          {...form.register('credential', providerKey === null ? { required: t('field.required') } : {})}
        />
        <TextField
          label={t('providerKey.url')}
          hint={t('providerKey.urlHint')}
          placeholder={chosen?.default_base_url ?? 'https://'}
          error={errors.base_url?.message}
          {...form.register('base_url')}
        />
        <TextAreaField
          label={t('providerKey.models')}
          hint={t('providerKey.modelsHint')}
          error={errors.models?.message}
          {...form.register('models')}
        />
        {error !== null && errors.root?.server !== undefined ? <ErrorNotice error={error} /> : null}
      </form>
    </Dialog>
  );
}

/** A model a line; `name=upstream` where the provider calls it otherwise. */
function modelOf(line: string) {
  const [name = '', upstream = name] = line
    .trim()
    .split('=', 2)
    .map((part) => part.trim());
  return name === '' ? [] : [{ name, upstream }];
}
