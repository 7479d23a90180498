import { describe, expect, it } from 'vitest';
import { makeDatabasePlace } from '../../../test/support/databases.ts';
import { type Engine, openDatabase } from '../index.ts';
import { migrationsFor } from './index.ts';

describe('migrations', () => {
  it('make the same tables with the same columns on both engines', async () => {
    const [sqlite, postgres] = await Promise.all([describeSchema('sqlite'), describeSchema('postgres')]);
    expect(sqlite).toEqual(postgres);
    expect(sqlite).toContain('wallets.held_nano bigint required default');
    expect(sqlite).toContain('requests.first_byte_ms bigint optional');
    expect(sqlite.length).toBeGreaterThan(100);
  });
});

async function describeSchema(engine: Engine): Promise<string[]> {
  const place = await makeDatabasePlace(engine);
  const database = await openDatabase(place.location);
  const applied = await database.migrate();
  expect(applied).toEqual(Object.keys(migrationsFor(engine)));
  const tables = await database.db.introspection.getTables();
  await database.close();
  await place.remove();
  return tables
    .filter((table) => !table.name.startsWith('schema_migrations'))
    .flatMap((table) =>
      table.columns.map((column) =>
        [
          `${table.name}.${column.name}`,
          portableType(column.dataType),
          column.isNullable ? 'optional' : 'required',
          ...(column.hasDefaultValue ? ['default'] : []),
        ].join(' '),
      ),
    )
    .sort();
}

/** PostgreSQL names the same types by their size. */
function portableType(dataType: string): string {
  return { int8: 'bigint', int4: 'integer' }[dataType] ?? dataType.toLowerCase();
}
