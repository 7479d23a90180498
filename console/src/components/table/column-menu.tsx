import { Columns3 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../button.tsx';
import { Menu, MenuCheck } from '../menu.tsx';
import type { Column } from './column.ts';

type Visibility = Readonly<Record<string, boolean>>;
type ColumnNames = readonly Pick<Column<never>, 'id' | 'isHiddenAtFirst'>[];

/** Which columns are shown, remembered in this browser. */
export function useColumnVisibility(
  name: string,
  columns: ColumnNames,
): [Visibility, (id: string, isVisible: boolean) => void] {
  const stored = `turnpike.columns.${name}`;
  const [chosen, setChosen] = useState<Visibility>(() => readStored(stored));
  const usual = Object.fromEntries(columns.map(({ id, isHiddenAtFirst }) => [id, isHiddenAtFirst !== true]));
  return [
    { ...usual, ...chosen },
    (id, isVisible) => {
      const next = { ...chosen, [id]: isVisible };
      localStorage.setItem(stored, JSON.stringify(next));
      setChosen(next);
    },
  ];
}

/** Chooses the columns that are shown. */
export function ColumnMenu<Row>({
  columns,
  visibility,
  onChange,
}: {
  columns: readonly Column<Row>[];
  visibility: Visibility;
  onChange: (id: string, isVisible: boolean) => void;
}) {
  const { t } = useTranslation();
  return (
    <Menu
      trigger={
        <IconButton label={t('table.columns')}>
          <Columns3 aria-hidden className="size-4" />
        </IconButton>
      }
    >
      {columns
        .filter(({ isMain, isActions }) => !isMain && !isActions)
        .map(({ id, title }) => (
          <MenuCheck key={id} isChecked={visibility[id] !== false} onChange={(isOn) => onChange(id, isOn)}>
            {title}
          </MenuCheck>
        ))}
    </Menu>
  );
}

function readStored(name: string): Visibility {
  try {
    const parsed: unknown = JSON.parse(localStorage.getItem(name) ?? '{}');
    const entries = typeof parsed === 'object' && parsed !== null ? Object.entries(parsed) : [];
    return Object.fromEntries(
      entries.filter((entry): entry is [string, boolean] => typeof entry[1] === 'boolean'),
    );
  } catch {
    return {};
  }
}
