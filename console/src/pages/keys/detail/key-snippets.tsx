import { useQuery } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { imageBatchGroupsOptions } from '../../../api/groups.ts';
import { type ApiKey, revealKey } from '../../../api/keys.ts';
import { SignInDeclinedError, useFreshSignIn } from '../../../app/fresh-sign-in.tsx';
import { useMayChangeKey } from '../../../app/may-change-key.ts';
import { useScope } from '../../../app/session.ts';
import { Button } from '../../../components/button.tsx';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { ClientSnippets, PLACEHOLDER } from '../../../snippets/client-snippets.tsx';
import { rememberRevealed, useRevealed } from '../../../snippets/revealed-keys.ts';
import { servedModelsOptions } from '../../../snippets/served-models.ts';

const NONE: readonly string[] = [];

/** How clients are pointed here with this key; its string is filled in once it was asked for. */
export function KeySnippets({ apiKey }: { apiKey: ApiKey }) {
  const { organizationId } = useScope();
  const value = useRevealed(apiKey.id);
  const mayReveal = useMayChangeKey()(apiKey);
  const { data: imageGroups = [] } = useQuery(imageBatchGroupsOptions(organizationId));
  const { data: served = NONE } = useQuery(servedModelsOptions(apiKey.type === 'general' ? value : null));
  const ofImages = imageGroups.find(({ id }) => id === apiKey.image_batch_group_id)?.models ?? NONE;
  const named = apiKey.models.filter((name) => !name.includes('*'));
  const models = apiKey.type === 'image' ? ofImages : served.length > 0 ? served : named;
  return (
    <div className="space-y-4">
      {value === null && mayReveal ? <FillIn apiKey={apiKey} /> : null}
      <ClientSnippets
        kind={apiKey.type}
        apiKey={value ?? PLACEHOLDER}
        masked={value === null ? PLACEHOLDER : apiKey.preview}
        models={models}
      />
    </div>
  );
}

function FillIn({ apiKey }: { apiKey: ApiKey }) {
  const { t } = useTranslation('keys');
  const { run, dialog } = useFreshSignIn();
  const [state, setState] = useState<{ isBusy: boolean; error: unknown }>({ isBusy: false, error: null });

  async function fillIn(): Promise<void> {
    setState({ isBusy: true, error: null });
    try {
      rememberRevealed(apiKey.id, await run(() => revealKey(apiKey.id)));
    } catch (error) {
      setState({ isBusy: false, error: error instanceof SignInDeclinedError ? null : error });
    }
  }

  return (
    <div className="rounded-lg border border-line bg-surface px-4 py-3 text-sm">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="text-ink-soft">{t('snippets.notFilled')}</p>
        <Button
          size="small"
          icon={<KeyRound aria-hidden className="size-4" />}
          isBusy={state.isBusy}
          onClick={fillIn}
        >
          {t('snippets.fillIn')}
        </Button>
      </div>
      {state.error === null ? null : <ErrorNotice error={state.error} className="mt-3" />}
      {dialog}
    </div>
  );
}
