import { useInfiniteQuery } from '@tanstack/react-query';
import { KeySquare, Pencil, Plus, Power, Trash2 } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  deleteProviderKey,
  type ProviderKey,
  providerKeysOptions,
  updateProviderKey,
} from '../../api/provider-keys.ts';
import { useScope } from '../../app/session.ts';
import { Badge } from '../../components/badge.tsx';
import { Button, IconButton } from '../../components/button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { useErrorText } from '../../components/error-notice.tsx';
import { EmptyState } from '../../components/states.tsx';
import { type Column, DataTable } from '../../components/table/index.ts';
import { showToast } from '../../components/toast.tsx';
import { ProviderKeyDialog } from './provider-key-dialog.tsx';

type Open =
  | { readonly kind: 'form'; readonly key: ProviderKey | null }
  | { readonly kind: 'delete'; readonly key: ProviderKey };

/** The credentials that an organization brought along. */
export function ProviderKeysTab() {
  const { t } = useTranslation('project');
  const { organizationId, can } = useScope();
  const query = useInfiniteQuery(providerKeysOptions(organizationId));
  const [open, setOpen] = useState<Open | null>(null);
  const mayWrite = can('provider-keys:write');
  const columns = useColumns(mayWrite, setOpen);
  const add = (
    <Button
      kind="primary"
      icon={<Plus aria-hidden className="size-4" />}
      onClick={() => setOpen({ kind: 'form', key: null })}
    >
      {t('providerKey.add')}
    </Button>
  );
  return (
    <>
      <DataTable
        name="provider-keys"
        label={t('tab.provider-keys')}
        columns={columns}
        query={query}
        toolbar={mayWrite ? add : undefined}
        empty={
          <EmptyState icon={<KeySquare />} title={t('providerKey.empty')}>
            {t('providerKey.emptyText')}
          </EmptyState>
        }
      />
      {open?.kind === 'form' ? (
        <ProviderKeyDialog providerKey={open.key} onClose={() => setOpen(null)} />
      ) : null}
      {open?.kind === 'delete' ? (
        <ConfirmDialog
          isOpen
          onClose={() => setOpen(null)}
          title={t('providerKey.deleteTitle', { name: open.key.name })}
          confirmLabel={t('providerKey.delete')}
          onConfirm={() => deleteProviderKey(open.key.id)}
        >
          <p>{t('providerKey.deleteText')}</p>
        </ConfirmDialog>
      ) : null}
    </>
  );
}

function useColumns(mayWrite: boolean, setOpen: (open: Open) => void): readonly Column<ProviderKey>[] {
  const { t } = useTranslation('project');
  return useMemo(
    () => [
      {
        id: 'name',
        title: t('field.name'),
        isMain: true,
        cell: ({ name, provider }) => (
          <>
            <span className="font-medium">{name}</span>
            <span className="block text-xs text-ink-faint">{provider}</span>
          </>
        ),
      },
      {
        id: 'status',
        title: t('providerKey.status'),
        cell: ({ status }) => (
          <Badge tone={status === 'active' ? 'good' : 'neutral'}>{t(`providerKey.${status}`)}</Badge>
        ),
      },
      {
        id: 'credential',
        title: t('providerKey.credential'),
        cell: ({ credential }) => <code className="font-mono text-xs">…{credential.last4}</code>,
      },
      {
        id: 'models',
        title: t('providerKey.models'),
        cell: ({ models }) =>
          models.length === 0 ? t('providerKey.everyModel') : models.map(({ name }) => name).join(', '),
      },
      {
        id: 'url',
        title: t('providerKey.url'),
        cell: ({ base_url: url }) => <span className="text-xs break-all text-ink-soft">{url}</span>,
      },
      {
        id: 'actions',
        title: t('providerKey.actions'),
        isActions: true,
        cell: (key) => (mayWrite ? <Actions providerKey={key} setOpen={setOpen} /> : null),
      },
    ],
    [t, mayWrite, setOpen],
  );
}

function Actions({ providerKey, setOpen }: { providerKey: ProviderKey; setOpen: (open: Open) => void }) {
  const { t } = useTranslation('project');
  const textOf = useErrorText();
  const isActive = providerKey.status === 'active';
  const toggle = (): void => {
    updateProviderKey(providerKey.id, { status: isActive ? 'inactive' : 'active' }).catch((error: unknown) =>
      showToast({ tone: 'bad', text: textOf(error) }),
    );
  };
  return (
    <span className="flex justify-end">
      <IconButton
        label={t(isActive ? 'providerKey.switchOff' : 'providerKey.switchOn', { name: providerKey.name })}
        onClick={toggle}
      >
        <Power aria-hidden className="size-4" />
      </IconButton>
      <IconButton
        label={t('providerKey.edit', { name: providerKey.name })}
        onClick={() => setOpen({ kind: 'form', key: providerKey })}
      >
        <Pencil aria-hidden className="size-4" />
      </IconButton>
      <IconButton
        label={t('providerKey.deleteName', { name: providerKey.name })}
        onClick={() => setOpen({ kind: 'delete', key: providerKey })}
      >
        <Trash2 aria-hidden className="size-4" />
      </IconButton>
    </span>
  );
}
