import { useQuery } from '@tanstack/react-query';
import { Fingerprint, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addPasskey, deletePasskey, type Passkey, passkeysOptions } from '../../api/account.ts';
import { ApiError } from '../../api/api-error.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { ErrorNotice, useErrorText } from '../../components/error-notice.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { showToast } from '../../components/toast.tsx';
import { useFormats } from '../../i18n/format.ts';

/** Passkeys sign in without a password. */
export function Passkeys() {
  const { t } = useTranslation('account');
  const formats = useFormats();
  const textOf = useErrorText();
  const { data, error } = useQuery(passkeysOptions);
  const [isBusy, setBusy] = useState(false);
  const [deleting, setDeleting] = useState<Passkey | null>(null);
  const nameOf = ({ name }: Passkey): string => name ?? t('passkey.unnamed');

  async function add(): Promise<void> {
    setBusy(true);
    try {
      await addPasskey(t('passkey.name', { day: formats.day(new Date().toISOString()) }));
      showToast({ text: t('passkey.added') });
    } catch (refusal) {
      // What the browser says is that the person gave up, or that this device has none.
      showToast({ tone: 'bad', text: refusal instanceof ApiError ? textOf(refusal) : t('passkey.notAdded') });
    } finally {
      setBusy(false);
    }
  }

  return (
    <Card title={t('passkey.title')}>
      <p className="text-sm text-ink-soft">{t('passkey.text')}</p>
      {error !== null && data === undefined ? <ErrorNotice error={error} className="mt-3" /> : null}
      {data === undefined && error === null ? <Skeleton className="mt-3 h-8 w-full" /> : null}
      <ul className="mt-3 divide-y divide-line empty:hidden">
        {data?.map((passkey) => (
          <li key={passkey.id} className="flex items-center justify-between gap-3 py-2">
            <span className="min-w-0 text-sm">
              <span className="block font-medium break-words">{nameOf(passkey)}</span>
              <span className="text-xs text-ink-faint">{formats.day(passkey.createdAt)}</span>
            </span>
            <IconButton
              label={t('passkey.delete', { name: nameOf(passkey) })}
              onClick={() => setDeleting(passkey)}
            >
              <Trash2 aria-hidden className="size-4" />
            </IconButton>
          </li>
        ))}
      </ul>
      <Button
        className="mt-4"
        icon={<Fingerprint aria-hidden className="size-4" />}
        isBusy={isBusy}
        onClick={add}
      >
        {t('passkey.add')}
      </Button>
      {deleting === null ? null : (
        <ConfirmDialog
          isOpen
          onClose={() => setDeleting(null)}
          title={t('passkey.delete', { name: nameOf(deleting) })}
          confirmLabel={t('passkey.deleteIt')}
          onConfirm={() => deletePasskey(deleting.id)}
        >
          <p>{t('passkey.deleteText')}</p>
        </ConfirmDialog>
      )}
    </Card>
  );
}
