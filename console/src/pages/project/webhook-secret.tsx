import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Project, rotateWebhookSecret } from '../../api/projects.ts';
import { useScope } from '../../app/session.ts';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { showToast } from '../../components/toast.tsx';

/** What the callbacks of a project's tasks are signed with; hidden but for its end until it is copied. */
export function WebhookSecret({ project, secret }: { project: Project; secret: string }) {
  const { t } = useTranslation('project');
  const { can } = useScope();
  const [isAsking, ask] = useState(false);
  return (
    <Card
      title={t('webhook.title')}
      actions={
        can('projects:secret') ? (
          <Button size="small" onClick={() => ask(true)}>
            {t('webhook.rotate')}
          </Button>
        ) : undefined
      }
    >
      <p className="text-sm text-ink-soft">{t('webhook.text')}</p>
      <p className="mt-3 flex items-center gap-2">
        <code className="rounded-md bg-sunken px-2 py-1 font-mono text-sm">whsec_…{secret.slice(-4)}</code>
        <CopyButton text={secret} label={t('webhook.copy')} />
      </p>
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => ask(false)}
        title={t('webhook.rotateTitle')}
        confirmLabel={t('webhook.rotate')}
        onConfirm={async () => {
          await rotateWebhookSecret(project.id);
          showToast({ text: t('webhook.rotated') });
        }}
      >
        <p>{t('webhook.rotateText')}</p>
      </ConfirmDialog>
    </Card>
  );
}
