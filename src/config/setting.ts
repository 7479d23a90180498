import { Secret } from '../core/secret.ts';

/** What a reader makes of the text of a variable: the value, or what is wrong with it. */
export type Reading<T> = { readonly value: T } | { readonly problem: string };

/** One environment variable: everything the program and its documentation know of it. */
export interface Setting<T> {
  readonly name: string;
  /** One or two sentences for the reference page. */
  readonly description: string;
  /** What an operator may write, for the reference page. */
  readonly accepts: string;
  /** The value in words when the variable is not set, for the reference page. */
  readonly defaultText: string;
  /** The flag of `turnpike start` that wins over the variable, without dashes; null for none. */
  readonly flag: string | null;
  /** True for a secret: it can also be given as a file by `NAME_FILE`, and never prints. */
  readonly isSecret: boolean;
  readonly fallback: T;
  read(text: string): Reading<T>;
}

/** What the makers below ask for. */
interface Described<T> {
  readonly name: string;
  readonly description: string;
  readonly accepts?: string;
  readonly defaultText?: string;
  readonly flag?: string;
  readonly fallback: T;
}

/** A text that `problem` finds nothing wrong with. */
export function textSetting<T extends string | null>(
  described: Described<T> & { accepts: string; problem(text: string): string | null },
): Setting<T | string> {
  return setting<T | string>(described, (text) => {
    const problem = described.problem(text);
    return problem === null ? { value: text } : { problem };
  });
}

/** A secret of at least `minLength` characters. */
export function secretSetting(
  described: Omit<Described<null>, 'fallback'> & {
    minLength: number;
    problem?(text: string): string | null;
  },
): Setting<Secret | null> {
  const { minLength } = described;
  const accepts = minLength === 1 ? 'a text' : `a secret of at least ${minLength} characters`;
  const made = setting<Secret | null>({ accepts, ...described, fallback: null }, (text) => {
    const problem = secretProblem(text, minLength) ?? described.problem?.(text) ?? null;
    return problem === null ? { value: new Secret(text) } : { problem };
  });
  return { ...made, isSecret: true };
}

/** A whole number within bounds, both included. */
export function integerSetting(
  described: Described<number> & { minimum: number; maximum: number },
): Setting<number> {
  const { minimum, maximum } = described;
  const accepts = `a whole number from ${minimum} to ${maximum}`;
  return setting({ accepts, ...described }, (text) => {
    const value = Number(text);
    const fits = /^\d{1,10}$/.test(text) && value >= minimum && value <= maximum;
    return fits ? { value } : { problem: `must be ${accepts}` };
  });
}

/** A port from 0, which takes any free one, or `off`. */
export function portOrOffSetting(described: Described<number | null>): Setting<number | null> {
  const accepts = 'a whole number from 0 to 65535, or `off`';
  return setting<number | null>({ accepts, ...described }, (text) => {
    const isPort = /^\d{1,5}$/.test(text) && Number(text) <= 65_535;
    if (text !== 'off' && !isPort) {
      return { problem: 'must be a whole number from 0 to 65535, or off' };
    }
    return { value: isPort ? Number(text) : null };
  });
}

/** `true` or `false`. */
export function booleanSetting(described: Described<boolean>): Setting<boolean> {
  return setting({ accepts: '`true` or `false`', ...described }, (text) => {
    if (text === 'true' || text === 'false') {
      return { value: text === 'true' };
    }
    return { problem: 'must be true or false' };
  });
}

/** One of a few words. */
export function choiceSetting<T extends string>(
  described: Described<T> & { choices: readonly T[] },
): Setting<T> {
  const accepts = described.choices.map((choice) => `\`${choice}\``).join(', ');
  return setting({ accepts, ...described }, (text) => {
    const value = described.choices.find((choice) => choice === text);
    return value === undefined ? { problem: `must be one of ${described.choices.join(', ')}` } : { value };
  });
}

/** Several texts separated by commas, each of which `problem` finds nothing wrong with. */
export function listSetting<T extends string>(
  described: Described<readonly T[]> & { accepts: string; item(text: string): Reading<T> },
): Setting<readonly T[]> {
  return setting(described, (text) => {
    const values: T[] = [];
    for (const part of text.split(',').map((entry) => entry.trim())) {
      const reading = described.item(part);
      if ('problem' in reading) {
        return reading;
      }
      values.push(reading.value);
    }
    return { value: values };
  });
}

/** The variable that names a file with the secret of `setting` in it. */
export function fileTwin(setting: Setting<unknown>): string {
  return `${setting.name}_FILE`;
}

/** Secrets travel in headers, and a stray line break or space in one is always a mistake. */
function secretProblem(text: string, minLength: number): string | null {
  if (!/^[\x21-\x7e]*$/.test(text)) {
    return 'must have no spaces, line breaks or other characters than printable ASCII';
  }
  return text.length < minLength ? `must have at least ${minLength} characters` : null;
}

function setting<T>(
  described: Described<T> & { accepts: string },
  read: (text: string) => Reading<T>,
): Setting<T> {
  return {
    name: described.name,
    description: described.description,
    accepts: described.accepts,
    defaultText:
      described.defaultText ?? (described.fallback === null ? 'not set' : `\`${described.fallback}\``),
    flag: described.flag ?? null,
    isSecret: false,
    fallback: described.fallback,
    read,
  };
}
