import { generateMasterKey, loadSettings, openSecrets, type Settings } from '../../config/index.ts';
import { Secret } from '../../core/secret.ts';
import { lockDataDir, openDatabase } from '../../db/index.ts';
import { type Resealed, type RotationStep, rotateMasterKey } from '../../master-key/index.ts';
import { type Command, type CommandInput, UsageError } from '../command.ts';
import type { Output } from '../output.ts';
import { bodyOf, optionsOf, secretField } from '../resources/field.ts';

const SHORTEST_KEY_BYTES = 32;

const NEW_KEY = secretField({
  option: 'new-key',
  help: 'The new master key, 32 bytes or more; without it one is generated for the file in DATA_DIR.',
});

/** `turnpike rotate-master-key`. */
export const command: Command = {
  summary: 'Seals every secret in the database under a new master key while no gateway runs on it.',
  arguments: [],
  options: optionsOf([NEW_KEY], false),
  details: [
    'The master key in DATA_DIR/secret.key is replaced. One that TURNPIKE_SECRET_KEY gives is yours to',
    'replace: pass the new one with --new-key, and set the variable to it before the next start. API keys,',
    'sessions and links go on working. It may be stopped at any moment; afterwards everything is sealed',
    'under the old key or everything under the new one, and the next start knows which.',
  ].join('\n'),
  async run(input) {
    const settings = loadSettings();
    const newKey = newKeyOf(settings, input);
    const lock = lockDataDir(settings.dataDir);
    try {
      announce(input.output, settings, await rotate(settings, newKey, input.output));
    } finally {
      lock.release();
    }
  },
};

function newKeyOf({ masterKey }: Settings, input: CommandInput): Secret {
  const given = bodyOf([NEW_KEY], input)[NEW_KEY.member];
  if (given === undefined && masterKey !== null) {
    throw new UsageError('TURNPIKE_SECRET_KEY gives the master key; pass the new one with --new-key');
  }
  const key = given === undefined ? generateMasterKey() : new Secret(String(given));
  if (Buffer.byteLength(key.reveal()) < SHORTEST_KEY_BYTES) {
    throw new UsageError(`--new-key must have at least ${SHORTEST_KEY_BYTES} bytes`);
  }
  if (key.reveal() === masterKey?.reveal()) {
    throw new UsageError('--new-key is the master key already');
  }
  return key;
}

async function rotate(settings: Settings, newKey: Secret, output: Output): Promise<Resealed> {
  const { databaseUrl, dataDir } = settings;
  const { master } = openSecrets(settings);
  const database = await openDatabase({ url: databaseUrl, dataDir });
  try {
    await database.migrate();
    return await rotateMasterKey({ database, master, newKey, onStep: (step) => watch(output, step) });
  } finally {
    await database.close();
  }
}

function watch(output: Output, step: RotationStep): void {
  if (step.step === 'sealed') {
    output.note(`${step.table}: ${step.rows} sealed under the new key`);
  }
}

function announce(output: Output, { masterKey, dataDir }: Settings, resealed: Resealed): void {
  const file = masterKey === null ? `${dataDir}/secret.key` : null;
  if (output.json) {
    output.line(JSON.stringify({ object: 'master_key_rotation', file, resealed }, null, 2));
    return;
  }
  const rows = Object.values(resealed).reduce((sum, count) => sum + count, 0);
  output.line(`sealed ${rows} secret${rows === 1 ? '' : 's'} under the new master key`);
  output.line(
    file === null
      ? 'set TURNPIKE_SECRET_KEY to the new key before the next start'
      : `it is in ${file}; keep a copy`,
  );
}
