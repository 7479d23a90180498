import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ApiKey } from '../../api/keys.ts';
import { Button, buttonClass } from '../../components/button.tsx';
import { CodeSnippet } from '../../components/code-snippet.tsx';
import { Dialog } from '../../components/dialog.tsx';

/** The string of a key that was just made or rotated. */
export function KeyShownDialog({
  apiKey,
  isNew,
  onClose,
}: {
  apiKey: ApiKey;
  isNew: boolean;
  onClose: () => void;
}) {
  const { t } = useTranslation('keys');
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={isNew ? t('shown.created', { name: apiKey.name }) : t('shown.rotated', { name: apiKey.name })}
      description={t('shown.text')}
      footer={
        <>
          <Link
            to="/keys/$keyId"
            params={{ keyId: apiKey.id }}
            search={{ tab: 'snippets' }}
            className={buttonClass('secondary')}
          >
            {t('shown.snippets')}
          </Link>
          <Button kind="primary" onClick={onClose}>
            {t('shown.done')}
          </Button>
        </>
      }
    >
      <CodeSnippet code={apiKey.key ?? ''} label={t('shown.label')} />
      <p className="mt-3 text-sm text-ink-soft">{t('shown.warning')}</p>
    </Dialog>
  );
}
