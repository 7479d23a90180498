import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Group, ImageBatchGroup } from '../../api/groups.ts';
import type { ApiKey } from '../../api/keys.ts';
import type { Project } from '../../api/projects.ts';
import type { Column } from '../../components/table/index.ts';
import { type Formats, useFormats } from '../../i18n/format.ts';
import { KeyActions } from './key-actions.tsx';
import { KeyQuota, KeyWindows } from './key-quota.tsx';
import { KeyStatus } from './key-status.tsx';
import type { OpenDialog } from './open-dialog.ts';

/** What keys name by ids. */
export interface KeyNames {
  readonly groups: readonly Group[];
  readonly imageBatchGroups: readonly ImageBatchGroup[];
  readonly projects: readonly Project[];
}

/** The columns of the list, in the words of the console's own documentation. */
export function useKeyColumns(names: KeyNames, open: OpenDialog): readonly Column<ApiKey>[] {
  const { t } = useTranslation('keys');
  const formats = useFormats();
  return useMemo(
    () => [
      {
        id: 'name',
        title: t('column.name'),
        sort: 'name',
        isMain: true,
        cell: (key) => (
          <>
            <Link to="/keys/$keyId" params={{ keyId: key.id }} className="font-medium hover:underline">
              {key.name}
            </Link>
            <code className="block font-mono text-xs text-ink-faint">{key.preview}</code>
          </>
        ),
      },
      {
        id: 'status',
        title: t('column.status'),
        cell: (key) => <KeyStatus apiKey={key} />,
      },
      {
        id: 'group',
        title: t('column.group'),
        cell: (key) => <GroupName apiKey={key} names={names} />,
      },
      {
        id: 'quota',
        title: t('column.quota'),
        sort: 'quota_used',
        cell: (key) => <KeyQuota apiKey={key} />,
      },
      {
        id: 'windows',
        title: t('column.windows'),
        isEmpty: ({ spend_windows: windows }) => Object.values(windows).every((limit) => limit === null),
        cell: (key) => <KeyWindows windows={key.spend_windows} />,
      },
      {
        id: 'expiry',
        title: t('column.expiry'),
        sort: 'expires_at',
        cell: (key) => <Expiry apiKey={key} />,
      },
      {
        id: 'ip',
        title: t('column.ip'),
        isEmpty: (key) => key.ip_allow.length + key.ip_deny.length === 0,
        cell: (key) => <Restriction apiKey={key} />,
      },
      {
        id: 'lastUsed',
        title: t('column.lastUsed'),
        sort: 'last_used_at',
        cell: (key) => <Moment moment={key.last_used_at} none={t('never')} formats={formats} />,
      },
      {
        id: 'project',
        title: t('column.project'),
        isHiddenAtFirst: names.projects.length < 2,
        cell: (key) => names.projects.find(({ id }) => id === key.project_id)?.name ?? '–',
      },
      {
        id: 'created',
        title: t('column.created'),
        sort: 'created_at',
        isHiddenAtFirst: true,
        cell: (key) => <Moment moment={key.created_at} none="–" formats={formats} />,
      },
      {
        id: 'actions',
        title: t('column.actions'),
        isActions: true,
        cell: (key) => <KeyActions apiKey={key} open={open} />,
      },
    ],
    [t, formats, names, open],
  );
}

function GroupName({ apiKey, names }: { apiKey: ApiKey; names: KeyNames }) {
  const { t } = useTranslation('keys');
  const group = names.groups.find(({ id }) => id === apiKey.group_id);
  const imageGroup = names.imageBatchGroups.find(({ id }) => id === apiKey.image_batch_group_id);
  return (
    <span className="block">
      <span className="whitespace-nowrap">
        {group?.name ?? imageGroup?.name ?? '–'}
        {group === undefined || group.multiplier === '1' ? null : (
          <span className="text-ink-faint"> ×{group.multiplier}</span>
        )}
      </span>
      <span className="block text-xs whitespace-nowrap text-ink-faint">{t(`type.${apiKey.type}`)}</span>
    </span>
  );
}

function Expiry({ apiKey }: { apiKey: ApiKey }) {
  const { t } = useTranslation('keys');
  const formats = useFormats();
  return apiKey.expires_at === null ? (
    <span className="text-ink-soft">{t('permanent')}</span>
  ) : (
    <Moment moment={apiKey.expires_at} none="" formats={formats} />
  );
}

function Restriction({ apiKey: { ip_allow: allow, ip_deny: deny } }: { apiKey: ApiKey }) {
  const { t } = useTranslation('keys');
  if (allow.length === 0 && deny.length === 0) {
    return <span className="text-ink-faint">{t('none')}</span>;
  }
  const [first] = allow;
  return (
    <span className="text-[13px]" title={[...allow, ...deny.map((address) => `− ${address}`)].join('\n')}>
      {first === undefined ? (
        t('ip.denied', { count: deny.length })
      ) : (
        <code className="font-mono">{first}</code>
      )}
      {allow.length > 1 ? <span className="text-ink-faint"> +{allow.length - 1}</span> : null}
    </span>
  );
}

function Moment({ moment, none, formats }: { moment: string | null; none: string; formats: Formats }) {
  return moment === null ? (
    <span className="text-ink-faint">{none}</span>
  ) : (
    <time dateTime={moment} title={formats.time(moment)} className="whitespace-nowrap">
      {formats.relative(moment)}
    </time>
  );
}
