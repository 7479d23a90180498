import i18next, { type BackendModule, type ResourceKey } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { initialLanguage, isLanguage, type Language, rememberLanguage } from './language.ts';

/** Texts of every page; the folder of a page is the namespace of its texts. */
const PAGE_TEXTS = import.meta.glob<ResourceKey>('../pages/*/{en,zh}.json', { import: 'default' });
const COMMON_TEXTS = import.meta.glob<ResourceKey>('./{en,zh}.json', { import: 'default' });

/** Loads the texts of one page in one language when somebody opens it. */
const backend: BackendModule = {
  type: 'backend',
  init: () => undefined,
  read(language, namespace, callback) {
    const load =
      namespace === 'common'
        ? COMMON_TEXTS[`./${language}.json`]
        : PAGE_TEXTS[`../pages/${namespace}/${language}.json`];
    if (load === undefined) {
      callback(new Error(`no texts of ${namespace} in ${language}`), null);
      return;
    }
    load().then(
      (texts) => callback(null, texts),
      (error: unknown) => callback(error instanceof Error ? error : String(error), null),
    );
  },
};

/** Starts with the language of the person, and keeps the language of the document right. */
export async function startI18n(): Promise<void> {
  i18next.on('languageChanged', (language) => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : language;
  });
  await i18next
    .use(backend)
    .use(initReactI18next)
    .init({
      lng: initialLanguage(),
      fallbackLng: 'en',
      load: 'currentOnly',
      ns: ['common', ...firstPage()],
      defaultNS: 'common',
      // Pages share texts such as those of buttons.
      fallbackNS: 'common',
      // React escapes what it shows.
      interpolation: { escapeValue: false },
      returnNull: false,
    });
}

/** The texts of the page that the address names, which are wanted before anything can be shown. */
function firstPage(): string[] {
  const [, name = ''] = /^\/console\/([\w-]+)/.exec(window.location.pathname) ?? [];
  return `../pages/${name}/en.json` in PAGE_TEXTS ? [name] : [];
}

/** The language that is shown now. */
export function currentLanguage(): Language {
  return isLanguage(i18next.language) ? i18next.language : 'en';
}

/** Changes the language at once and remembers it. */
export async function chooseLanguage(language: Language): Promise<void> {
  rememberLanguage(language);
  await i18next.changeLanguage(language);
}
