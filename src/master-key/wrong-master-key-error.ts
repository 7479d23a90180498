/** The master key is not the one that this database was sealed with. The message says where it came from. */
export class WrongMasterKeyError extends Error {
  override readonly name = 'WrongMasterKeyError';

  /** `path` is the file that gave the key; null when the environment did. */
  constructor(path: string | null) {
    super(
      path === null
        ? 'TURNPIKE_SECRET_KEY is not the master key of this database. Set it to the one the database was last started or rotated with'
        : `${path} does not hold the master key of this database. Restore that file from a copy, or set TURNPIKE_SECRET_KEY to the right key`,
    );
  }
}
