import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { projectOptions, projectsOptions } from '../../api/projects.ts';
import { useScope } from '../../app/session.ts';
import { Button } from '../../components/button.tsx';
import { SelectField } from '../../components/form/index.ts';
import { ErrorState, LoadingState } from '../../components/states.tsx';
import { NewProjectDialog } from './new-project-dialog.tsx';
import { ProjectForm } from './project-form.tsx';
import { WebhookSecret } from './webhook-secret.tsx';

/** The settings of one project; the choice of several above. */
export function SettingsTab({
  projectId,
  onChoose,
}: {
  projectId: string | undefined;
  onChoose: (id: string) => void;
}) {
  const { t } = useTranslation('project');
  const { organizationId, can } = useScope();
  const projects = useQuery(projectsOptions(organizationId));
  const [isCreating, setCreating] = useState(false);
  const chosen = projects.data?.find(({ id }) => id === projectId) ?? projects.data?.[0];
  const one = useQuery({ ...projectOptions(chosen?.id ?? ''), enabled: chosen !== undefined });
  const error = projects.error ?? one.error;
  if (error !== null && one.data === undefined) {
    return <ErrorState error={error} onRetry={() => void projects.refetch()} />;
  }
  if (one.data === undefined || projects.data === undefined) {
    return <LoadingState />;
  }
  return (
    <div className="max-w-3xl space-y-6">
      <div className="flex flex-wrap items-end gap-3">
        {projects.data.length > 1 ? (
          <SelectField
            label={t('choose')}
            className="min-w-56"
            choices={projects.data.map(({ id, name }) => ({ value: id, label: name }))}
            value={one.data.id}
            onChange={({ target }) => onChoose(target.value)}
          />
        ) : null}
        {can('projects:write') ? (
          <Button icon={<Plus aria-hidden className="size-4" />} onClick={() => setCreating(true)}>
            {t('create.open')}
          </Button>
        ) : null}
      </div>
      <ProjectForm key={one.data.id} project={one.data} mayWrite={can('projects:write')} />
      {one.data.webhook_secret === undefined ? null : (
        <WebhookSecret project={one.data} secret={one.data.webhook_secret} />
      )}
      {isCreating ? <NewProjectDialog onClose={() => setCreating(false)} onCreated={onChoose} /> : null}
    </div>
  );
}
