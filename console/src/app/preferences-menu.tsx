import { useTranslation } from 'react-i18next';
import { MenuChoices, MenuLine } from '../components/menu.tsx';
import { chooseLanguage, currentLanguage } from '../i18n/index.ts';
import { LANGUAGES, type Language } from '../i18n/language.ts';
import { chooseTheme, type Theme, useTheme } from './theme.ts';

/** The choices of theme and language, inside a menu. */
export function PreferenceChoices() {
  const { t } = useTranslation();
  const theme = useTheme();
  return (
    <>
      <MenuChoices<Theme>
        label={t('theme.label')}
        value={theme}
        onChange={chooseTheme}
        choices={(['system', 'light', 'dark'] as const).map((value) => ({
          value,
          label: t(`theme.${value}`),
        }))}
      />
      <MenuLine />
      <MenuChoices<Language>
        label={t('language.label')}
        value={currentLanguage()}
        onChange={(language) => void chooseLanguage(language)}
        choices={LANGUAGES.map(({ code, name }) => ({ value: code, label: name }))}
      />
    </>
  );
}
