import { readFileSync } from 'node:fs';
import { environmentLookup } from '../../config/index.ts';
import { type CommandInput, type Option, type OptionValue, UsageError } from '../command.ts';

/** A field of a resource that the command line can set. */
export interface Field {
  /** The option, without dashes. */
  readonly option: string;
  /** The member of the JSON body; `limits.rpm` is a member of one of its objects. */
  readonly member: string;
  readonly shape: Option;
  /** Makes the JSON value. @throws {UsageError} when the text does not fit. */
  read(value: string | boolean | readonly string[], option: string): unknown;
}

/** What the makers below need to know of a field. */
interface Named {
  readonly option: string;
  readonly help: string;
  readonly member?: string;
  readonly value?: string;
  readonly required?: boolean;
}

/** A text as it is. */
export function textField(named: Named): Field {
  return field(named, (text) => text);
}

/** A text, or `null` for one word such as `never` or `unlimited`. */
export function nullableField(named: Named & { nullWord: string }): Field {
  return field(named, (text) => (text === named.nullWord ? null : text));
}

/** A whole number that is not negative, or `null` for one word such as `none`. */
export function integerField(named: Named & { nullWord?: string }): Field {
  return field({ value: 'NUMBER', ...named }, (text, option) => {
    if (text === named.nullWord) {
      return null;
    }
    if (!/^\d{1,12}$/.test(text)) {
      throw new UsageError(`--${option} must be a whole number`);
    }
    return Number(text);
  });
}

/** Texts separated by commas; an empty text is an empty list. */
export function listField(named: Named): Field {
  return field({ value: 'A,B', ...named }, splitList);
}

/** Models of a channel: `name` or `name=upstream name`, separated by commas. */
export function modelListField(named: Named): Field {
  return field({ value: 'A,B=UPSTREAM', ...named }, (text) =>
    splitList(text).map((entry) => {
      const [name = '', upstream] = entry.split('=');
      return upstream === undefined ? name : { name, upstream };
    }),
  );
}

/** `--option` is true, `--no-option` is false. */
export function booleanField({ option, member, help }: Named): Field {
  return { option, member: member ?? memberOf(option), shape: { type: 'boolean', help }, read: Boolean };
}

/** `--tag name=value`, as often as wanted. */
export function pairsField(named: Named): Field {
  return repeated({ value: 'NAME=VALUE', ...named }, (texts, option) =>
    Object.fromEntries(
      texts.map((text) => {
        const at = text.indexOf('=');
        if (at < 1) {
          throw new UsageError(`--${option} must be NAME=VALUE`);
        }
        return [text.slice(0, at), text.slice(at + 1)];
      }),
    ),
  );
}

/** A secret, which never stands on the command line itself: `env:NAME`, `file:PATH` or `-` for stdin. */
export function secretField(named: Named): Field {
  return field({ value: 'env:NAME|file:PATH|-', ...named }, readSecret);
}

/** Secrets, `--option` as often as wanted. */
export function secretsField(named: Named): Field {
  return repeated({ value: 'env:NAME|file:PATH|-', ...named }, (texts, option) =>
    texts.map((text) => readSecret(text, option)),
  );
}

/** A JSON value. */
export function jsonField(named: Named): Field {
  return field({ value: 'JSON', ...named }, (text, option) => {
    try {
      return JSON.parse(text);
    } catch {
      throw new UsageError(`--${option} must be JSON`);
    }
  });
}

/** The JSON body that the given options make. @throws {UsageError} when one does not fit. */
export function bodyOf(fields: readonly Field[], input: CommandInput): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const { option, member, read } of fields) {
    const value = input.options[option];
    if (value !== undefined) {
      const [name = '', inner] = member.split('.');
      const made = read(plainValue(value), option);
      body[name] = inner === undefined ? made : { ...Object(body[name]), [inner]: made };
    }
  }
  return body;
}

/** The options of fields; for an update none of them is required. */
export function optionsOf(fields: readonly Field[], isUpdate: boolean): Record<string, Option> {
  return Object.fromEntries(
    fields.map(({ option, shape }) => [option, isUpdate ? { ...shape, required: false } : shape]),
  );
}

function field(named: Named, read: (text: string, option: string) => unknown): Field {
  const { option, member, help, value = 'TEXT', required = false } = named;
  return {
    option,
    member: member ?? memberOf(option),
    shape: { type: 'string', value, help, required },
    read: (text, name) => read(String(text), name),
  };
}

function repeated(named: Named, read: (texts: readonly string[], option: string) => unknown): Field {
  const { option, member, help, value = 'TEXT' } = named;
  return {
    option,
    member: member ?? memberOf(option),
    shape: { type: 'string', value, help, multiple: true },
    read: (texts, name) => read(Array.isArray(texts) ? texts.map(String) : [String(texts)], name),
  };
}

function memberOf(option: string): string {
  return option.replaceAll('-', '_');
}

function splitList(text: string): string[] {
  return text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}

function plainValue(value: Exclude<OptionValue, undefined>): string | boolean | string[] {
  return Array.isArray(value) ? value.map(String) : value;
}

function readSecret(text: string, option: string): string {
  const secret = secretText(text)?.trim();
  if (secret === undefined || secret === '') {
    throw new UsageError(`--${option} must be env:NAME of a variable that is set, file:PATH, or - for stdin`);
  }
  return secret;
}

function secretText(text: string): string | undefined {
  if (text.startsWith('env:')) {
    return environmentLookup()(text.slice(4));
  }
  const path = text === '-' ? 0 : text.startsWith('file:') ? text.slice(5) : null;
  try {
    return path === null ? undefined : readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
