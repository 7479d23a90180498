import { useTranslation } from 'react-i18next';
import { updateKey } from '../../api/keys.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { showToast } from '../../components/toast.tsx';
import { DeleteDialog } from './delete-dialog.tsx';
import { KeyDialog } from './form/key-dialog.tsx';
import { KeyShownDialog } from './key-shown-dialog.tsx';
import type { KeyDialog as Open, OpenDialog } from './open-dialog.ts';
import { RotateDialog } from './rotate-dialog.tsx';

/** The dialog that is open over the list or the page of a key. */
export function KeyDialogs({
  dialog,
  open,
  onClose,
  onDeleted,
}: {
  dialog: Open | null;
  open: OpenDialog;
  onClose: () => void;
  onDeleted?: () => void;
}) {
  const { t } = useTranslation('keys');
  switch (dialog?.kind) {
    case undefined:
      return null;
    case 'create':
      return (
        <KeyDialog
          apiKey={null}
          onClose={onClose}
          onCreated={(key) => open({ kind: 'shown', key, isNew: true })}
        />
      );
    case 'edit':
      return <KeyDialog apiKey={dialog.key} onClose={onClose} onCreated={onClose} />;
    case 'rotate':
      return (
        <RotateDialog
          apiKey={dialog.key}
          onClose={onClose}
          onRotated={(key) => open({ kind: 'shown', key, isNew: false })}
        />
      );
    case 'shown':
      return <KeyShownDialog apiKey={dialog.key} isNew={dialog.isNew} onClose={onClose} />;
    case 'delete':
      return (
        <DeleteDialog
          keys={[dialog.key]}
          onClose={onClose}
          {...(onDeleted === undefined ? {} : { onDeleted })}
        />
      );
    case 'disable': {
      const { key } = dialog;
      return (
        <ConfirmDialog
          isOpen
          onClose={onClose}
          title={t('disable.title', { name: key.name })}
          confirmLabel={t('action.disable')}
          onConfirm={async () => {
            await updateKey(key.id, { status: 'inactive' });
            showToast({ text: t('toast.disabled', { name: key.name }) });
          }}
        >
          <p>{t('disable.text')}</p>
        </ConfirmDialog>
      );
    }
  }
}
