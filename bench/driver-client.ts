import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { pinned } from './cores.ts';
import type { DriveOrder, DriveResult, DriverReply, DriverRequest } from './driver.ts';

/** The process that holds the load generator and the upstream. */
export type Driver = {
  pid: number;
  upstreamPort: number;
  /** Carries out one order; rejects when the driver could not, or has ended. */
  drive(order: DriveOrder): Promise<DriveResult>;
  stop(): void;
};

type Waiting = { resolve: (result: DriveResult) => void; reject: (error: Error) => void };

/** Starts the driver on a core of its own. It ends with this process, even when this one is killed. */
export async function startDriver(core: number | undefined): Promise<Driver> {
  const script = fileURLToPath(new URL('driver.ts', import.meta.url));
  const [program = '', ...args] = pinned(core, [process.execPath, script]);
  const child = spawn(program, args, {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    serialization: 'advanced',
  });
  const waiting = new Map<number, Waiting>();
  let orders = 0;
  const upstreamPort = await new Promise<number>((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => {
      const error = new Error(`the driver ended with ${code}`);
      reject(error);
      for (const { reject: refuse } of waiting.values()) refuse(error);
    });
    child.on('message', (message: DriverReply) => {
      if ('ready' in message) resolve(message.upstreamPort);
      else settle(waiting, message);
    });
  });
  return {
    pid: child.pid ?? 0,
    upstreamPort,
    drive: (order) =>
      new Promise((resolve, reject) => {
        orders += 1;
        waiting.set(orders, { resolve, reject });
        child.send({ id: orders, order } satisfies DriverRequest);
      }),
    stop: () => {
      if (child.connected) child.disconnect();
    },
  };
}

function settle(waiting: Map<number, Waiting>, message: Exclude<DriverReply, { ready: true }>): void {
  const waiter = waiting.get(message.id);
  waiting.delete(message.id);
  if ('result' in message) waiter?.resolve(message.result);
  else waiter?.reject(new Error(message.error));
}
