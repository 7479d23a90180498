import { useNavigate } from '@tanstack/react-router';
import { Ban, Ellipsis, Eye, Pencil, RefreshCcw, RotateCcw, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { type ApiKey, updateKey } from '../../api/keys.ts';
import { useMayChangeKey } from '../../app/may-change-key.ts';
import { IconButton } from '../../components/button.tsx';
import { useErrorText } from '../../components/error-notice.tsx';
import { Menu, MenuItem, MenuLine } from '../../components/menu.tsx';
import { showToast } from '../../components/toast.tsx';
import { CopyKeyButton } from './copy-key-button.tsx';
import type { OpenDialog } from './open-dialog.ts';

const ICON = 'size-4 shrink-0';

/** Copy, and everything else behind a menu. */
export function KeyActions({ apiKey, open }: { apiKey: ApiKey; open: OpenDialog }) {
  const { t } = useTranslation('keys');
  const mayChange = useMayChangeKey()(apiKey);
  const navigate = useNavigate();
  const textOf = useErrorText();

  async function enable(): Promise<void> {
    try {
      await updateKey(apiKey.id, { status: 'active' });
      showToast({ text: t('toast.enabled', { name: apiKey.name }) });
    } catch (error) {
      showToast({ tone: 'bad', text: textOf(error) });
    }
  }

  return (
    <span className="flex items-center justify-end">
      {mayChange ? <CopyKeyButton apiKey={apiKey} /> : null}
      <Menu
        trigger={
          <IconButton label={t('action.more', { name: apiKey.name })}>
            <Ellipsis aria-hidden className="size-4" />
          </IconButton>
        }
      >
        <MenuItem
          icon={<Eye aria-hidden className={ICON} />}
          onSelect={() => void navigate({ to: '/keys/$keyId', params: { keyId: apiKey.id } })}
        >
          {t('action.open')}
        </MenuItem>
        {mayChange ? (
          <>
            <MenuItem
              icon={<Pencil aria-hidden className={ICON} />}
              onSelect={() => open({ kind: 'edit', key: apiKey })}
            >
              {t('action.edit')}
            </MenuItem>
            <MenuItem
              icon={<RefreshCcw aria-hidden className={ICON} />}
              onSelect={() => open({ kind: 'rotate', key: apiKey })}
            >
              {t('action.rotate')}
            </MenuItem>
            {apiKey.status === 'inactive' ? (
              <MenuItem icon={<RotateCcw aria-hidden className={ICON} />} onSelect={() => void enable()}>
                {t('action.enable')}
              </MenuItem>
            ) : (
              <MenuItem
                icon={<Ban aria-hidden className={ICON} />}
                onSelect={() => open({ kind: 'disable', key: apiKey })}
              >
                {t('action.disable')}
              </MenuItem>
            )}
            <MenuLine />
            <MenuItem
              isDanger
              icon={<Trash2 aria-hidden className={ICON} />}
              onSelect={() => open({ kind: 'delete', key: apiKey })}
            >
              {t('action.delete')}
            </MenuItem>
          </>
        ) : null}
      </Menu>
    </span>
  );
}
