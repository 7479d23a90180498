import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type ApiKey, changeKeys, deleteKey } from '../../api/keys.ts';
import { usageOptions, weekBefore } from '../../api/usage.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { showToast } from '../../components/toast.tsx';
import { useFormats } from '../../i18n/format.ts';
import { reportBulk } from './report-bulk.ts';

/** Deletes keys for good, and says first what that breaks: who used them lately. */
export function DeleteDialog({
  keys,
  onClose,
  onDeleted,
}: {
  keys: readonly ApiKey[];
  onClose: () => void;
  onDeleted?: () => void;
}) {
  const { t } = useTranslation('keys');
  const [first] = keys;
  const isOne = keys.length === 1;

  async function confirm(): Promise<void> {
    if (isOne && first !== undefined) {
      await deleteKey(first.id);
      showToast({ text: t('toast.deleted', { name: first.name }) });
    } else {
      reportBulk(
        await changeKeys(
          keys.map(({ id }) => id),
          'delete',
        ),
        t,
      );
    }
    onDeleted?.();
  }

  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={isOne ? t('delete.title', { name: first?.name }) : t('delete.titleMany', { count: keys.length })}
      confirmLabel={isOne ? t('action.delete') : t('delete.confirmMany', { count: keys.length })}
      onConfirm={confirm}
    >
      <p>{t('delete.text')}</p>
      {isOne && first !== undefined ? <LateUse apiKey={first} /> : <ManyInUse keys={keys} />}
      <p>{t('delete.history')}</p>
    </ConfirmDialog>
  );
}

function LateUse({ apiKey }: { apiKey: ApiKey }) {
  const { t } = useTranslation('keys');
  const { relative, count, money } = useFormats();
  const { data } = useQuery(usageOptions({ key_id: apiKey.id, ...weekBefore(), group_by: 'day' }));
  if (apiKey.last_used_at === null) {
    return <p>{t('delete.neverUsed')}</p>;
  }
  const when = relative(apiKey.last_used_at);
  return (
    <p className="rounded-md bg-warning-soft px-3 py-2 text-warning-ink">
      {data === undefined || data.total.requests === 0
        ? t('delete.used', { when })
        : t('delete.usedMuch', {
            when,
            requests: count(data.total.requests),
            amount: money(data.total.charge),
          })}
    </p>
  );
}

function ManyInUse({ keys }: { keys: readonly ApiKey[] }) {
  const { t } = useTranslation('keys');
  const { from } = weekBefore();
  const used = keys.filter((key) => key.last_used_at !== null && key.last_used_at >= from);
  return used.length === 0 ? null : (
    <p className="rounded-md bg-warning-soft px-3 py-2 text-warning-ink">
      {t('delete.someUsed', {
        count: used.length,
        names: used
          .slice(0, 5)
          .map(({ name }) => name)
          .join(', '),
      })}
    </p>
  );
}
