import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

/** Takes connections that stop to speak HTTP. Every other request that asks to is served as if it had not. */
export interface Upgrades {
  accepts(request: IncomingMessage): boolean;
  /** `head` is what came behind the request. */
  take(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Takes no more, lets what runs go on for at most `graceMs`, then cuts it. */
  close(graceMs: number): Promise<void>;
}
