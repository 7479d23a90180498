/** The languages of the console, each called by its own name. */
export const LANGUAGES = [
  { code: 'en', name: 'English' },
  { code: 'zh', name: '中文' },
] as const;

/** One of the languages of the console. */
export type Language = (typeof LANGUAGES)[number]['code'];

/** A text in every language, where a file of its own would be too much. */
export type Texts = Readonly<Record<Language, string>>;

const STORED = 'turnpike.language';

/** What was chosen here before, else the first language of the browser that the console speaks, else English. */
export function initialLanguage(): Language {
  const wanted = [localStorage.getItem(STORED) ?? '', ...navigator.languages];
  return (
    wanted
      .map((tag) => LANGUAGES.find(({ code }) => tag.toLowerCase().startsWith(code))?.code)
      .find(isKnown) ?? 'en'
  );
}

/** Remembers a choice in this browser. */
export function rememberLanguage(language: Language): void {
  localStorage.setItem(STORED, language);
}

/** Whether a text is the code of a language of the console. */
export function isLanguage(text: string): text is Language {
  return LANGUAGES.some(({ code }) => code === text);
}

function isKnown(code: Language | undefined): code is Language {
  return code !== undefined;
}
