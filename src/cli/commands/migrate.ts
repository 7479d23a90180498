import { loadSettings } from '../../config/index.ts';
import { lockDataDir, openDatabase } from '../../db/index.ts';
import type { Command } from '../command.ts';

/** `turnpike migrate`. */
export const command: Command = {
  summary: 'Brings the database up to date while no gateway runs on it. Starting one does the same.',
  arguments: [],
  options: {},
  async run({ output }) {
    const { databaseUrl, dataDir } = loadSettings();
    const lock = databaseUrl === null ? lockDataDir(dataDir) : null;
    try {
      const database = await openDatabase({ url: databaseUrl, dataDir });
      try {
        const applied = await database.migrate();
        if (output.json) {
          output.line(JSON.stringify({ applied }, null, 2));
        } else {
          output.line(applied.length === 0 ? 'up to date' : `applied ${applied.join(', ')}`);
        }
      } finally {
        await database.close();
      }
    } finally {
      lock?.release();
    }
  },
};
