import { Secret } from '../../core/secret.ts';
import { openDatabase } from '../../db/index.ts';
import { rotateMasterKey } from '../index.ts';

/** A rotation that is killed at one of its steps; run as a process of its own, with its task as JSON. */
interface Task {
  readonly url: string | null;
  readonly dataDir: string;
  readonly path: string;
  readonly oldKey: string;
  readonly newKey: string;
  readonly dieAt: string;
}

const task = JSON.parse(process.argv[2] ?? '') as Task;
const { url, dataDir } = task;
const database = await openDatabase({ url: url === null ? null : new Secret(url), dataDir });
await rotateMasterKey({
  database,
  master: { secret: new Secret(task.oldKey), path: task.path, warning: null },
  newKey: new Secret(task.newKey),
  onStep({ step }) {
    if (step === task.dieAt) {
      process.kill(process.pid, 'SIGKILL');
    }
  },
});
