import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useScope } from '../../app/session.ts';
import { PageHeader } from '../../components/page-header.tsx';
import { Tabs } from '../../components/tabs.tsx';
import { MembersTab } from './members-tab.tsx';
import { ProviderKeysTab } from './provider-keys-tab.tsx';
import { PROJECT_TABS } from './routes.ts';
import { SettingsTab } from './settings-tab.tsx';

const route = getRouteApi('/personal/project');

/** What holds for every key of a project, and who belongs to its organization. */
export function ProjectPage() {
  const { t } = useTranslation('project');
  const { can } = useScope();
  const { tab = 'settings', project } = route.useSearch();
  const navigate = route.useNavigate();
  const contents = {
    settings: (
      <SettingsTab
        projectId={project}
        onChoose={(id) => void navigate({ search: { project: id }, replace: true })}
      />
    ),
    'provider-keys': <ProviderKeysTab />,
    members: <MembersTab />,
  };
  const shown = PROJECT_TABS.filter((name) => name !== 'provider-keys' || can('provider-keys:read'));
  return (
    <>
      <PageHeader title={t('title')} description={t('description')} />
      <Tabs
        label={t('title')}
        value={shown.includes(tab) ? tab : 'settings'}
        onChange={(name) => void navigate({ search: (before) => ({ ...before, tab: name }), replace: true })}
        tabs={shown.map((name) => ({ name, label: t(`tab.${name}`), content: contents[name] }))}
      />
    </>
  );
}
