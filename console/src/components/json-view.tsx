import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './button.tsx';
import { CodeSnippet } from './code-snippet.tsx';

/** What is shown before somebody asks for the rest. */
const FIRST_CHARACTERS = 20_000;

/** A value as indented JSON; a text that is JSON is indented, any other is shown as it is. */
export function JsonView({ value, label }: { value: unknown; label: string }) {
  const { t } = useTranslation();
  const [isWhole, setWhole] = useState(false);
  const text = useMemo(() => indented(value), [value]);
  const isLong = text.length > FIRST_CHARACTERS && !isWhole;
  return (
    <div className="space-y-2">
      <CodeSnippet code={text} shown={isLong ? `${text.slice(0, FIRST_CHARACTERS)}…` : text} label={label} />
      {isLong ? (
        <Button size="small" onClick={() => setWhole(true)}>
          {t('action.showAll')}
        </Button>
      ) : null}
    </div>
  );
}

function indented(value: unknown): string {
  if (typeof value !== 'string') {
    return JSON.stringify(value, null, 2) ?? '';
  }
  try {
    return JSON.stringify(JSON.parse(value), null, 2);
  } catch {
    return value;
  }
}
