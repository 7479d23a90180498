import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ApiKey } from '../../api/keys.ts';
import { CodeSnippet } from '../../components/code-snippet.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { ClientSnippets, PLACEHOLDER } from '../../snippets/client-snippets.tsx';
import { useRevealed } from '../../snippets/revealed-keys.ts';
import { servedModelsOptions } from '../../snippets/served-models.ts';
import { FirstRequest } from './first-request.tsx';
import { KeyStep } from './key-step.tsx';
import { Step } from './step.tsx';
import { useFirstRequest } from './use-first-request.ts';

const NONE: readonly string[] = [];

/** From nothing to the first request, on one page. */
export function StartPage() {
  const { t } = useTranslation('start');
  const [apiKey, choose] = useState<ApiKey | null>(null);
  const value = useRevealed(apiKey?.id ?? null);
  const { data: models = NONE } = useQuery(servedModelsOptions(value));
  const request = useFirstRequest(apiKey?.id ?? null);
  return (
    <>
      <PageHeader title={t('title')} description={t('description')} />
      <ol className="max-w-4xl">
        <Step number={1} title={t('address.title')} isDone>
          <p className="mb-2 text-sm text-ink-soft">{t('address.text')}</p>
          <CodeSnippet label={t('address.label')} code={window.location.origin} />
        </Step>
        <Step number={2} title={t('key.title')} isDone={value !== null}>
          <KeyStep apiKey={apiKey} value={value} onChoose={choose} />
        </Step>
        <Step number={3} title={t('snippet.title')} isDone={request !== null}>
          <p className="mb-3 text-sm text-ink-soft">
            {value === null ? t('snippet.before') : t('snippet.text')}
          </p>
          <ClientSnippets
            kind="general"
            apiKey={value ?? PLACEHOLDER}
            masked={apiKey?.preview ?? PLACEHOLDER}
            models={models}
          />
        </Step>
        <Step number={4} title={t('first.title')} isDone={request?.state === 'settled'} isLast>
          <FirstRequest isWaiting={apiKey !== null} request={request} />
        </Step>
      </ol>
    </>
  );
}
