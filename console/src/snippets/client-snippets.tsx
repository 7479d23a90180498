import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CodeSnippet } from '../components/code-snippet.tsx';
import { SelectField } from '../components/form/index.ts';
import { Tabs } from '../components/tabs.tsx';
import { GENERAL_SNIPPETS, IMAGE_SNIPPETS, type SnippetKind, usualModel } from './snippets.ts';

/** Stands in snippets for a key that is not known here. */
export const PLACEHOLDER = 'YOUR_API_KEY';

interface ClientSnippetsProps {
  readonly kind: SnippetKind;
  readonly apiKey: string;
  /** Shown in place of the key, which is copied all the same. */
  readonly masked: string;
  /** The models that the key is served, where they are known; one is chosen among them. */
  readonly models: readonly string[];
}

/** How each client is pointed at the gateway, with the reader's own address, key and model in place. */
export function ClientSnippets({ kind, apiKey, masked, models }: ClientSnippetsProps) {
  const { t } = useTranslation();
  const snippets = kind === 'general' ? GENERAL_SNIPPETS : IMAGE_SNIPPETS;
  const [client, choose] = useState(snippets[0]?.client ?? '');
  const [chosen, chooseModel] = useState<string | null>(null);
  const tabs = snippets.map((snippet) => {
    const model = chosen ?? usualModel(snippet, models) ?? 'gpt-4o-mini';
    const values = { origin: window.location.origin, apiKey, model };
    const shown = snippet.blocks({ ...values, apiKey: masked });
    return {
      name: snippet.client,
      label: snippet.name,
      content: (
        <div className="space-y-3">
          {models.length > 1 ? (
            <SelectField
              label={t('snippets.model')}
              value={model}
              onChange={(event) => chooseModel(event.target.value)}
              choices={models.map((name) => ({ value: name, label: name }))}
              className="max-w-sm"
            />
          ) : null}
          {snippet.blocks(values).map(({ place, code }, index) => (
            <CodeSnippet key={place} label={place} code={code} shown={shown[index]?.code ?? code} />
          ))}
        </div>
      ),
    };
  });
  return <Tabs label={t('snippets.clients')} value={client} onChange={choose} tabs={tabs} />;
}
