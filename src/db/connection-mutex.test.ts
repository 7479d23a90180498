import { describe, expect, it } from 'vitest';
import { ConnectionBusyError, createConnectionMutex } from './connection-mutex.ts';

describe('createConnectionMutex', () => {
  it('serves in the order of asking', async () => {
    const mutex = createConnectionMutex(1_000);
    const order: number[] = [];
    await mutex.acquire();
    const waiting = [1, 2, 3].map(async (number) => {
      await mutex.acquire();
      order.push(number);
      mutex.release();
    });
    mutex.release();
    await Promise.all(waiting);
    expect(order).toEqual([1, 2, 3]);
  });

  it('gives up after the wait, and whoever gave up is not served later', async () => {
    const mutex = createConnectionMutex(20);
    await mutex.acquire();
    await expect(mutex.acquire()).rejects.toThrow(ConnectionBusyError);
    mutex.release();
    await mutex.acquire();
    const next = mutex.acquire();
    mutex.release();
    await expect(next).resolves.toBeUndefined();
  });
});
