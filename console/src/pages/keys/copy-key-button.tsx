import { useTranslation } from 'react-i18next';
import { type ApiKey, revealKey } from '../../api/keys.ts';
import { SignInDeclinedError, useFreshSignIn } from '../../app/fresh-sign-in.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { useErrorText } from '../../components/error-notice.tsx';
import { showToast } from '../../components/toast.tsx';

/** Copies the string of a key, at any time; asks for the password where the sign-in is too old for that. */
export function CopyKeyButton({ apiKey }: { apiKey: Pick<ApiKey, 'id' | 'name'> }) {
  const { t } = useTranslation('keys');
  const { run, dialog } = useFreshSignIn();
  const textOf = useErrorText();

  async function reveal(): Promise<string | null> {
    try {
      return await run(() => revealKey(apiKey.id));
    } catch (error) {
      if (!(error instanceof SignInDeclinedError)) {
        showToast({ tone: 'bad', text: textOf(error) });
      }
      return null;
    }
  }

  return (
    <>
      <CopyButton text={reveal} label={t('action.copy', { name: apiKey.name })} />
      {dialog}
    </>
  );
}
