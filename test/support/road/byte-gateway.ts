import { startTestGateway, type TestGateway, testConfig } from '../gateway.ts';
import { type ByteUpstream, startByteUpstream } from './byte-upstream.ts';

/** A gateway all of whose channels lead to one upstream that plays bytes. */
export interface ByteGateway {
  readonly gateway: TestGateway;
  readonly upstream: ByteUpstream;
  close(): Promise<void>;
}

/** Starts both. */
export async function startByteGateway(): Promise<ByteGateway> {
  const upstream = await startByteUpstream();
  const gateway = await startTestGateway({ config: () => testConfig(upstream.url) });
  return {
    gateway,
    upstream,
    async close() {
      await gateway.close();
      await upstream.close();
    },
  };
}
