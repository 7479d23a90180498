import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { groupsOptions } from '../../api/groups.ts';
import { type ApiKey, createKey, keyListOptions, revealKey } from '../../api/keys.ts';
import { projectsOptions } from '../../api/projects.ts';
import { SignInDeclinedError, useFreshSignIn } from '../../app/fresh-sign-in.tsx';
import { useMayChangeKey } from '../../app/may-change-key.ts';
import { useScope } from '../../app/session.ts';
import { Button } from '../../components/button.tsx';
import { CodeSnippet } from '../../components/code-snippet.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { SelectField, TextField } from '../../components/form/index.ts';
import { rememberRevealed } from '../../snippets/revealed-keys.ts';

interface KeyStepProps {
  readonly apiKey: ApiKey | null;
  /** The string of the key, where it is known here. */
  readonly value: string | null;
  readonly onChoose: (key: ApiKey | null) => void;
}

/** Makes the first key, or takes one that is there. */
export function KeyStep({ apiKey, value, onChoose }: KeyStepProps) {
  const { t } = useTranslation('start');
  if (apiKey === null || value === null) {
    return (
      <div className="space-y-4">
        <NewKey onChoose={onChoose} />
        <KnownKey onChoose={onChoose} />
      </div>
    );
  }
  return (
    <div className="space-y-3">
      <CodeSnippet label={apiKey.name} code={value} shown={apiKey.preview} />
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p className="text-sm text-ink-soft">{t('key.secret')}</p>
        <Button size="small" kind="quiet" onClick={() => onChoose(null)}>
          {t('key.other')}
        </Button>
      </div>
    </div>
  );
}

function NewKey({ onChoose }: Pick<KeyStepProps, 'onChoose'>) {
  const { t } = useTranslation('start');
  const { organizationId, can } = useScope();
  const { data: projects, error: projectsError } = useQuery(projectsOptions(organizationId));
  const { data: groups, error: groupsError } = useQuery(groupsOptions(organizationId));
  const form = useForm({ defaultValues: { name: 'first-key', groupId: '' } });
  const [error, setError] = useState<unknown>(null);
  const { errors, isSubmitting } = form.formState;
  const [project] = projects ?? [];
  const isReady = groups !== undefined && projects !== undefined;
  const loadError = groupsError ?? projectsError;
  const usual = groups?.find(({ id }) => id === project?.default_group_id) ?? groups?.[0];

  const submit = form.handleSubmit(async ({ name, groupId }) => {
    setError(null);
    try {
      const key = await createKey({
        name: name.trim(),
        group_id: groupId === '' ? usual?.id : groupId,
        ...(organizationId === undefined ? {} : { organization_id: organizationId }),
        ...(project === undefined ? {} : { project_id: project.id }),
      });
      rememberRevealed(key.id, key.key ?? '');
      onChoose(key);
    } catch (refusal) {
      setError(refusal);
    }
  });

  if (!can('keys:write') || groups?.length === 0) {
    return <p className="text-sm text-ink-soft">{t(can('keys:write') ? 'key.noGroup' : 'key.mayNot')}</p>;
  }
  return (
    <form onSubmit={submit} noValidate>
      <div className="flex flex-wrap items-start gap-3">
        <TextField
          label={t('key.name')}
          className="w-64 max-w-full"
          error={errors.name?.message}
          {...form.register('name', { required: t('key.nameRequired') })}
        />
        {groups === undefined || groups.length < 2 ? null : (
          <SelectField
            label={t('key.group')}
            className="w-52 max-w-full"
            choices={groups.map(({ id, name, multiplier }) => ({
              value: id,
              label: `${name} · ×${multiplier}`,
            }))}
            {...form.register('groupId')}
          />
        )}
        <Button
          type="submit"
          kind="primary"
          className="sm:mt-6"
          icon={<Plus aria-hidden className="size-4" />}
          // Without the groups nobody knows yet what the key is to be bound to.
          isBusy={isSubmitting || (!isReady && loadError === null)}
          disabled={!isReady}
        >
          {t('key.create')}
        </Button>
      </div>
      {(error ?? loadError) === null ? null : <ErrorNotice error={error ?? loadError} className="mt-3" />}
    </form>
  );
}

function KnownKey({ onChoose }: Pick<KeyStepProps, 'onChoose'>) {
  const { t } = useTranslation('start');
  const { organizationId } = useScope();
  const mayReveal = useMayChangeKey();
  const { data = [] } = useInfiniteQuery(
    keyListOptions({
      type: 'general',
      status: 'active',
      ...(organizationId === undefined ? {} : { organization_id: organizationId }),
    }),
  );
  const { run, dialog } = useFreshSignIn();
  const [error, setError] = useState<unknown>(null);
  const keys = data.filter(mayReveal);

  async function choose(id: string): Promise<void> {
    const key = keys.find((known) => known.id === id);
    if (key === undefined) {
      return;
    }
    setError(null);
    try {
      rememberRevealed(key.id, await run(() => revealKey(key.id)));
      onChoose(key);
    } catch (refusal) {
      setError(refusal instanceof SignInDeclinedError ? null : refusal);
    }
  }

  return keys.length === 0 ? null : (
    <div>
      <SelectField
        label={t('key.known')}
        className="w-64 max-w-full"
        value=""
        onChange={(event) => void choose(event.target.value)}
        choices={[
          { value: '', label: t('key.choose') },
          ...keys.map(({ id, name, preview }) => ({ value: id, label: `${name} · ${preview}` })),
        ]}
      />
      {error === null ? null : <ErrorNotice error={error} className="mt-3" />}
      {dialog}
    </div>
  );
}
