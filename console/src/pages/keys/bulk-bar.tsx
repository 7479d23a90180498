import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ApiKey, changeKeys } from '../../api/keys.ts';
import { Button } from '../../components/button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { useErrorText } from '../../components/error-notice.tsx';
import { showToast } from '../../components/toast.tsx';
import { DeleteDialog } from './delete-dialog.tsx';
import { reportBulk } from './report-bulk.ts';

/** What can be done with the chosen keys together. */
export function BulkBar({ keys, onDone }: { keys: readonly ApiKey[]; onDone: () => void }) {
  const { t } = useTranslation('keys');
  const [asking, ask] = useState<'disable' | 'delete' | null>(null);
  const [isBusy, setBusy] = useState(false);
  const textOf = useErrorText();
  const ids = keys.map(({ id }) => id);

  async function enable(): Promise<void> {
    setBusy(true);
    try {
      reportBulk(await changeKeys(ids, 'enable'), t);
      onDone();
    } catch (error) {
      showToast({ tone: 'bad', text: textOf(error) });
    } finally {
      setBusy(false);
    }
  }

  return (
    <fieldset className="flex flex-wrap items-center gap-2">
      <legend className="sr-only">{t('bulk.label')}</legend>
      <span className="numeric px-1.5 text-sm font-medium">{t('bulk.chosen', { count: keys.length })}</span>
      <Button size="small" isBusy={isBusy} onClick={enable}>
        {t('action.enable')}
      </Button>
      <Button size="small" onClick={() => ask('disable')}>
        {t('action.disable')}
      </Button>
      <Button size="small" kind="danger" onClick={() => ask('delete')}>
        {t('action.delete')}
      </Button>
      <Button size="small" kind="quiet" onClick={onDone}>
        {t('bulk.clear')}
      </Button>
      <ConfirmDialog
        isOpen={asking === 'disable'}
        onClose={() => ask(null)}
        title={t('disable.titleMany', { count: keys.length })}
        confirmLabel={t('action.disable')}
        onConfirm={async () => {
          reportBulk(await changeKeys(ids, 'disable'), t);
          onDone();
        }}
      >
        <p>{t('disable.text')}</p>
      </ConfirmDialog>
      {asking === 'delete' ? <DeleteDialog keys={keys} onClose={() => ask(null)} onDeleted={onDone} /> : null}
    </fieldset>
  );
}
