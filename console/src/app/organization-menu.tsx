import { ChevronsUpDown } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Menu, MenuChoices } from '../components/menu.tsx';
import { chooseOrganization, useMe, useScope } from './session.ts';

/** Which organization the pages are about; a choice where one belongs to several, nothing where to one alone. */
export function OrganizationMenu() {
  const { t } = useTranslation();
  const { organizations } = useMe();
  const { organization } = useScope();
  if (organization === null || organizations.length < 2) {
    return null;
  }
  return (
    <Menu
      align="start"
      trigger={
        <button
          type="button"
          aria-label={t('shell.organization', { name: organization.name })}
          className="flex w-full items-center justify-between gap-2 rounded-md border border-line px-2.5 py-1.5 text-sm hover:bg-sunken"
        >
          <span className="truncate font-medium">{organization.name}</span>
          <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-ink-faint" />
        </button>
      }
    >
      <MenuChoices
        label={t('shell.organizations')}
        value={organization.id}
        onChange={chooseOrganization}
        choices={organizations.map(({ id, name }) => ({ value: id, label: name }))}
      />
    </Menu>
  );
}
