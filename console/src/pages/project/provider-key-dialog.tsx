import { useQuery } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import {
  createProviderKey,
  type ProviderKey,
  providersOptions,
  updateProviderKey,
} from '../../api/provider-keys.ts';
import { useScope } from '../../app/session.ts';
import { SelectField, TextAreaField, TextField } from '../../components/form/index.ts';
import { FormDialog } from '../../components/form-dialog.tsx';
import { showToast } from '../../components/toast.tsx';

interface ProviderKeyValues {
  readonly name: string;
  readonly provider: string;
  readonly base_url: string;
  readonly credential: string;
  /** A model a line. */
  readonly models: string;
}

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
  const form = useForm<ProviderKeyValues>({
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
  const { errors } = form.formState;
  const chosen = providers.find(({ id }) => id === form.watch('provider'));

  const send = async (values: ProviderKeyValues) => {
    const { name, provider, base_url: baseUrl, credential, models } = values;
    const fields = {
      name: name.trim(),
      base_url: baseUrl.trim() === '' ? null : baseUrl.trim(),
      models: models.split('\n').flatMap(modelOf),
    };
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
  };

  return (
    <FormDialog
      form={form}
      onSend={send}
      onClose={onClose}
      title={providerKey === null ? t('providerKey.add') : t('providerKey.edit', { name: providerKey.name })}
      description={t('providerKey.text')}
      submitLabel={t('providerKey.save')}
    >
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
    </FormDialog>
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
