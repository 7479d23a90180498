import { expect } from 'vitest';
import { ADMIN_KEY } from '../support/gateway-client.ts';
import { type Ended, run } from './launched.ts';

/** Command lines against a gateway, from outside its data folder. */
export interface TurnpikeCommand {
  /** Runs one to its end. */
  turnpike(line: string, env?: Record<string, string>): Promise<Ended>;
  /** Runs one with `--json`, expects that it succeeds and says nothing beside, and returns the result. */
  json<T = Record<string, unknown>>(line: string, env?: Record<string, string>): Promise<T>;
}

/** The command line for the gateway that is at `url` when a line is run; `dir` stands for a data folder. */
export function createTurnpikeCommand(gateway: () => { readonly url: string }, dir: string): TurnpikeCommand {
  function turnpike(line: string, env: Record<string, string> = {}): Promise<Ended> {
    return run(`node src/cli/main.ts ${line}`, {
      TURNPIKE_URL: gateway().url,
      TURNPIKE_ADMIN_KEY: ADMIN_KEY,
      DATA_DIR: dir,
      ...env,
    });
  }
  return {
    turnpike,
    async json<T>(line: string, env: Record<string, string> = {}) {
      const { code, stdout, stderr } = await turnpike(`${line} --json`, env);
      expect({ line, code, stderr }).toEqual({ line, code: 0, stderr: '' });
      return JSON.parse(stdout) as T;
    },
  };
}
