import { useTranslation } from 'react-i18next';
import { chooseTheme, type Theme, useTheme } from '../../app/theme.ts';
import { Card } from '../../components/card.tsx';
import { SelectField } from '../../components/form/index.ts';
import { PageHeader } from '../../components/page-header.tsx';
import { chooseLanguage, currentLanguage } from '../../i18n/index.ts';
import { isLanguage, LANGUAGES } from '../../i18n/language.ts';
import { Passkeys } from './passkeys.tsx';
import { PasswordForm } from './password-form.tsx';
import { SecondFactor } from './second-factor.tsx';
import { Sessions } from './sessions.tsx';

const THEMES = ['system', 'light', 'dark'] as const satisfies readonly Theme[];

/** How one gets in, from where, and how the console looks. */
export function AccountPage() {
  const { t } = useTranslation('account');
  const theme = useTheme();
  return (
    <>
      <PageHeader title={t('title')} description={t('description')} />
      <div className="grid max-w-5xl items-start gap-5 lg:grid-cols-2">
        <PasswordForm />
        <SecondFactor />
        <Passkeys />
        <Card title={t('look.title')}>
          <div className="grid gap-4 sm:grid-cols-2">
            <SelectField
              label={t('language.label')}
              value={currentLanguage()}
              choices={LANGUAGES.map(({ code, name }) => ({ value: code, label: name }))}
              onChange={({ target: { value } }) => void (isLanguage(value) && chooseLanguage(value))}
            />
            <SelectField
              label={t('theme.label')}
              value={theme}
              choices={THEMES.map((value) => ({ value, label: t(`theme.${value}`) }))}
              onChange={({ target }) =>
                chooseTheme(THEMES.find((value) => value === target.value) ?? 'system')
              }
            />
          </div>
        </Card>
        <div className="lg:col-span-2">
          <Sessions />
        </div>
      </div>
    </>
  );
}
