import { createCheckedToken, isCheckedToken } from '../core/checked-token.ts';
import type { Clock } from '../core/clock.ts';
import type { Ids } from '../core/ids.ts';
import { Refusal } from '../core/refusal.ts';
import type { Secret } from '../core/secret.ts';
import type { SecretBox } from '../core/secret-box.ts';
import { type Database, isUniqueViolation } from '../db/index.ts';
import type { PasswordHashing } from './password-hash.ts';
import { hasOperator, insertOperator, replaceFirstLink, takeFirstLink } from './store.ts';

const LINK_LIFE_MS = 24 * 3_600_000;
const TOKEN_PREFIX = 'first-tp-';

/** Who wants to be the first operator, checked. */
export interface FirstOperator {
  readonly token: string;
  /** In lower case. */
  readonly email: string;
  readonly name: string;
  readonly password: string;
}

/** How a deployment gets its first operator. */
export interface FirstOperatorLinks {
  /** The token of a new link, good for 24 hours, which ends the one before; null once there is an operator. */
  open(): Promise<Secret | null>;
  /**
   * Makes the account of the first operator and returns its id. The link is used up with it, or not at all.
   * @throws {Refusal} `management_forbidden` when the link is unknown, used or over; `conflict` when the
   * address has an account.
   */
  redeem(operator: FirstOperator): Promise<string>;
}

interface FirstOperatorDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly box: SecretBox;
  readonly passwords: PasswordHashing;
}

/** The links, of which the database holds the hash alone. */
export function createFirstOperatorLinks(deps: FirstOperatorDeps): FirstOperatorLinks {
  const { database, clock, box } = deps;
  return {
    async open() {
      const token = createCheckedToken(TOKEN_PREFIX);
      const link = { tokenHash: box.lookupHash(token.reveal()), expiresAtMs: clock.nowMs() + LINK_LIFE_MS };
      return database.transaction(async (tx) => {
        if (await hasOperator(tx)) {
          return null;
        }
        await replaceFirstLink(tx, link);
        return token;
      });
    },
    redeem: (operator) => redeem(deps, operator),
  };
}

async function redeem(deps: FirstOperatorDeps, { token, email, name, password }: FirstOperator) {
  const { database, clock, ids, box, passwords } = deps;
  if (!isCheckedToken(TOKEN_PREFIX, token)) {
    throw refusedLink();
  }
  const userId = ids.next('usr');
  const createdAtMs = clock.nowMs();
  // Before the transaction, which holds the only connection of an embedded database.
  const passwordHash = await passwords.hash(password);
  const operator = { ...{ userId, email, name, passwordHash, createdAtMs }, accountId: ids.next('auth') };
  try {
    await database.transaction(async (tx) => {
      if (!(await takeFirstLink(tx, box.lookupHash(token), createdAtMs)) || (await hasOperator(tx))) {
        throw refusedLink();
      }
      await insertOperator(tx, operator);
    });
  } catch (error) {
    throw isUniqueViolation(error)
      ? new Refusal('conflict', { message: 'this address has an account already', param: 'email' })
      : error;
  }
  return userId;
}

function refusedLink(): Refusal {
  return new Refusal('management_forbidden', {
    message: 'This link was used, is over, or was replaced by that of a later start',
  });
}
