import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { groupsOptions, imageBatchGroupsOptions } from '../../../api/groups.ts';
import type { ApiKey } from '../../../api/keys.ts';
import { useScope } from '../../../app/session.ts';
import { Card } from '../../../components/card.tsx';
import { useFormats } from '../../../i18n/format.ts';
import { KeyQuota } from '../key-quota.tsx';

/** What a key may do, and how much. */
export function KeyLimits({ apiKey }: { apiKey: ApiKey }) {
  const { t } = useTranslation('keys');
  const { count } = useFormats();
  const { limits, spend_windows: windows } = apiKey;
  const shown = (value: number | null, none: string) => (value === null ? none : count(value));
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <Card title={t('section.money')}>
        <Lines>
          <Line name={t('column.quota')}>
            <KeyQuota apiKey={apiKey} />
          </Line>
          {(['5h', '1d', '7d', '30d'] as const).map((name) => (
            <Line key={name} name={t(`windowName.${name}`)}>
              <WindowUse limit={windows[name]} used={apiKey.spend_windows_used?.[name] ?? '0'} />
            </Line>
          ))}
        </Lines>
      </Card>
      <Card title={t('section.rates')}>
        <Lines>
          <Line name={t('limitName.rpm')}>{shown(limits.rpm, t('limit.unlimited'))}</Line>
          <Line name={t('limitName.tpm')}>{shown(limits.tpm, t('limit.unlimited'))}</Line>
          <Line name={t('limitName.concurrency')}>{shown(limits.concurrency, t('limit.unlimited'))}</Line>
          <Line name={t('limitName.queue_limit')}>
            {limits.queue_limit === 0 ? t('limit.nobody') : count(limits.queue_limit)}
          </Line>
        </Lines>
      </Card>
      <Card title={t('section.access')} className="lg:col-span-2">
        <Lines>
          <GroupLine apiKey={apiKey} />
          <Line name={t('field.models')}>
            <Names names={apiKey.models} none={t('limit.everyModel')} />
          </Line>
          <Line name={t('field.defaultModel')}>{apiKey.default_model ?? t('none')}</Line>
          <Line name={t('field.ipAllow')}>
            <Names names={apiKey.ip_allow} none={t('limit.everywhere')} />
          </Line>
          <Line name={t('field.ipDeny')}>
            <Names names={apiKey.ip_deny} none={t('none')} />
          </Line>
          <Line name={t('section.rules')}>
            {apiKey.iam_rules.length === 0
              ? t('none')
              : apiKey.iam_rules.map(({ type, values }) => (
                  <span key={type + values.join()} className="block">
                    {t(`rule.${type}`)}: <code className="font-mono text-[13px]">{values.join(', ')}</code>
                  </span>
                ))}
          </Line>
          <Line name={t('field.tags')}>
            <Names
              names={Object.entries(apiKey.tags).map(([name, value]) => `${name}=${value}`)}
              none={t('none')}
            />
          </Line>
        </Lines>
      </Card>
    </div>
  );
}

function WindowUse({ limit, used }: { limit: string | null; used: string }) {
  const { t } = useTranslation('keys');
  return <KeyQuota apiKey={{ quota: limit, quota_used: used }} label={t('section.windows')} />;
}

function GroupLine({ apiKey }: { apiKey: ApiKey }) {
  const { t } = useTranslation('keys');
  const { organizationId } = useScope();
  const { data: groups = [] } = useQuery(groupsOptions(organizationId));
  const { data: imageGroups = [] } = useQuery(imageBatchGroupsOptions(organizationId));
  const group = groups.find(({ id }) => id === apiKey.group_id);
  const imageGroup = imageGroups.find(({ id }) => id === apiKey.image_batch_group_id);
  return (
    <Line name={t(apiKey.type === 'general' ? 'field.group' : 'field.imageGroup')}>
      {group === undefined ? (imageGroup?.name ?? '–') : `${group.name} · ×${group.multiplier}`}
    </Line>
  );
}

function Lines({ children }: { children: ReactNode }) {
  return <dl className="numeric divide-y divide-line text-sm">{children}</dl>;
}

function Line({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex flex-wrap justify-between gap-x-6 gap-y-1 py-2 first:pt-0 last:pb-0">
      <dt className="text-ink-soft">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </div>
  );
}

function Names({ names, none }: { names: readonly string[]; none: string }) {
  return names.length === 0 ? none : <code className="font-mono text-[13px]">{names.join(', ')}</code>;
}
