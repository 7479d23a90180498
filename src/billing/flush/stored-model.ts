const MAX_CHARACTERS = 200;

/**
 * A model's name as it is stored. A client may name any model it likes; PostgreSQL stores no NUL, and a
 * name that is a book fills the log.
 */
export function storedModel(model: string): string {
  return model.length > MAX_CHARACTERS || model.includes('\0')
    ? model.slice(0, MAX_CHARACTERS).replaceAll('\0', '')
    : model;
}
