import { inspect } from 'node:util';

const MASK = '[secret]';

/**
 * A value that must not appear in a log, an error or an answer. It prints as `[secret]` everywhere;
 * `reveal()` is the one way to the text, so every place that reads a secret can be found by name.
 */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** The secret itself. Never pass what this returns to a logger, an error or a caller. */
  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return MASK;
  }

  toJSON(): string {
    return MASK;
  }

  [inspect.custom](): string {
    return MASK;
  }
}
