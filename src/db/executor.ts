import type { Kysely, Transaction as KyselyTransaction } from 'kysely';
import type { Tables } from './tables.ts';

/** An open transaction; the first argument of whatever must be part of it. */
export type Transaction = KyselyTransaction<Tables>;

/** What a store function runs its queries on: the root database, or an open transaction. */
export type Executor = Kysely<Tables> | Transaction;
