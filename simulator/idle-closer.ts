import type { Socket } from 'node:net';

/** Closes connections that were idle for a time, the way a provider does it without a word before. */
export type IdleCloser = {
  /** A request arrived on this connection. */
  busy(socket: Socket): void;
  /** The answer is out: close the connection when nothing arrives for so long. */
  closeWhenIdle(socket: Socket, idleMs: number): void;
};

/** Creates a closer without any connection in it. */
export function createIdleCloser(): IdleCloser {
  const timers = new Map<Socket, NodeJS.Timeout>();
  const forget = (socket: Socket) => {
    clearTimeout(timers.get(socket));
    timers.delete(socket);
  };
  return {
    busy(socket) {
      if (timers.size > 0) forget(socket);
    },
    closeWhenIdle(socket, idleMs) {
      if (socket.destroyed) return;
      socket.once('close', () => forget(socket));
      timers.set(
        socket,
        setTimeout(() => socket.destroy(), idleMs),
      );
    },
  };
}
