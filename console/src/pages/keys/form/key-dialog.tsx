import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import {
  type Group,
  groupsOptions,
  type ImageBatchGroup,
  imageBatchGroupsOptions,
} from '../../../api/groups.ts';
import { type ApiKey, createKey, updateKey } from '../../../api/keys.ts';
import { type Project, projectsOptions } from '../../../api/projects.ts';
import { useScope } from '../../../app/session.ts';
import { Dialog } from '../../../components/dialog.tsx';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { LoadingState } from '../../../components/states.tsx';
import { showToast } from '../../../components/toast.tsx';
import { AccessSection } from './access-section.tsx';
import { BasicSection } from './basic-section.tsx';
import { emptyValues, type KeyFormValues, newKeyOf, patchOf, valuesOf } from './key-form-values.ts';
import { LimitsSection } from './limits-section.tsx';
import { RulesSection } from './rules-section.tsx';

/** What of the body stands in which field. */
const FIELDS = {
  group: 'group_id',
  image_batch_group: 'image_batch_group_id',
  project: 'project_id',
  'limits.rpm': 'rpm',
  'limits.tpm': 'tpm',
  'limits.concurrency': 'concurrency',
  'limits.queue_limit': 'queue_limit',
  'spend_windows.5h': 'window_5h',
  'spend_windows.1d': 'window_1d',
  'spend_windows.7d': 'window_7d',
  'spend_windows.30d': 'window_30d',
} as const;

interface KeyDialogProps {
  /** The key to edit; null creates one. */
  readonly apiKey: ApiKey | null;
  readonly onClose: () => void;
  /** Told of a key that was created, with its string. */
  readonly onCreated: (key: ApiKey) => void;
}

/** Creates or edits a key. The groups and projects it may name are there before the form is. */
export function KeyDialog(props: KeyDialogProps) {
  const { t } = useTranslation('keys');
  const { organizationId } = useScope();
  const groups = useQuery(groupsOptions(organizationId));
  const imageGroups = useQuery(imageBatchGroupsOptions(organizationId));
  const projects = useQuery(projectsOptions(organizationId));
  const error = groups.error ?? imageGroups.error ?? projects.error;
  if (groups.data !== undefined && imageGroups.data !== undefined && projects.data !== undefined) {
    const choices = { groups: groups.data, imageGroups: imageGroups.data, projects: projects.data };
    return <KeyForm {...props} {...choices} />;
  }
  return (
    <Dialog isOpen onClose={props.onClose} title={t(props.apiKey === null ? 'create.title' : 'edit.title')}>
      {error === null ? <LoadingState /> : <ErrorNotice error={error} />}
    </Dialog>
  );
}

/** What a key may be bound to and belong to. */
export interface KeyChoices {
  readonly groups: readonly Group[];
  readonly imageGroups: readonly ImageBatchGroup[];
  readonly projects: readonly Project[];
}

function KeyForm({ apiKey, onClose, onCreated, ...choices }: KeyDialogProps & KeyChoices) {
  const { t } = useTranslation('keys');
  const { organizationId } = useScope();
  const [initial] = useState(() => (apiKey === null ? firstValues(choices) : valuesOf(apiKey)));
  const form = useForm<KeyFormValues>({ defaultValues: initial });
  const send = async (values: KeyFormValues) => {
    if (apiKey === null) {
      onCreated(await createKey(newKeyOf(values, organizationId)));
      return;
    }
    await updateKey(apiKey.id, patchOf(initial, values));
    showToast({ text: t('toast.saved', { name: values.name }) });
    onClose();
  };

  return (
    <FormDialog
      form={form}
      onSend={send}
      fields={FIELDS}
      onClose={onClose}
      title={apiKey === null ? t('create.title') : t('edit.title')}
      description={apiKey === null ? t('create.text') : t('edit.text', { preview: apiKey.preview })}
      submitLabel={apiKey === null ? t('create.submit') : t('action.save')}
    >
      <BasicSection {...choices} apiKey={apiKey} />
      <LimitsSection />
      <AccessSection isNew={apiKey === null} />
      <RulesSection />
    </FormDialog>
  );
}

function firstValues({ groups, imageGroups, projects }: KeyChoices): KeyFormValues {
  const [project] = projects;
  const usual = groups.find(({ id }) => id === project?.default_group_id) ?? groups[0];
  return emptyValues({
    projectId: project?.id ?? '',
    groupId: usual?.id ?? '',
    imageGroupId: imageGroups[0]?.id ?? '',
  });
}
