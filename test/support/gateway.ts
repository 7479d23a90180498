import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Simulator, startSimulator } from '../../simulator/simulator.ts';
import { loadSettings } from '../../src/config/index.ts';
import type { AttemptTimeouts } from '../../src/gateway/index.ts';
import { type Running, startTurnpike } from '../../src/main.ts';
import { ADMIN_KEY, createGatewayClient, type GatewayClient, TEST_KEY } from './gateway-client.ts';

export type { RequestRow, WalletRow } from './gateway-client.ts';
export { TEST_KEY };

/** A gateway in this process over a simulator of its own, on real sockets and a real database. */
export interface TestGateway extends GatewayClient {
  readonly url: string;
  readonly metricsUrl: string;
  readonly dataDir: string;
  readonly simulator: Simulator;
  readonly key: string;
  /** What the person who started it was told. */
  readonly messages: readonly string[];
  close(): Promise<void>;
}

/** What can differ from the usual test gateway. */
export interface TestGatewayOptions {
  /** More or other YAML; the default serves every platform of the simulator in group `default`. */
  readonly config?: (simulatorUrl: string) => string;
  readonly env?: Record<string, string>;
  /** Shorter than in production, where upstreams may take minutes. */
  readonly timeouts?: AttemptTimeouts;
}

/** Starts both; `close` leaves nothing behind. */
export async function startTestGateway(options: TestGatewayOptions = {}): Promise<TestGateway> {
  const simulator = await startSimulator({ port: 0 });
  const dataDir = mkdtempSync(join(tmpdir(), 'turnpike-test-'));
  const configFile = join(dataDir, 'turnpike.yaml');
  writeFileSync(configFile, (options.config ?? testConfig)(simulator.url));
  const env = {
    DATA_DIR: dataDir,
    PORT: '0',
    METRICS_PORT: '0',
    LOG_LEVEL: 'silent',
    TURNPIKE_ADMIN_KEY: ADMIN_KEY,
    ...options.env,
  };
  const settings = loadSettings({ env, flags: { config: configFile } });
  let running: Running;
  try {
    running = await startTurnpike(settings, options.timeouts);
  } catch (error) {
    await simulator.close();
    throw error;
  }
  return testGateway(running, simulator, dataDir);
}

/** The configuration that most tests use: prices that make every kind of token visible in the cost. */
export function testConfig(simulatorUrl: string): string {
  return `
groups:
  - { name: default, platforms: [openai, anthropic, gemini], multiplier: "1", translate: true }
models:
  - { name: gpt-test, price: { input: "1", output: "4", cache_read: "0.5", reasoning: "4", audio_input: "8", audio_output: "16" } }
  - { name: embed-test, price: { input: "0.1" } }
  - { name: claude-test, price: { input: "3", output: "15", cache_read: "0.3", cache_write_5m: "3.75", cache_write_1h: "6" } }
  - { name: gemini-test, price: { input: "0.5", output: "2", cache_read: "0.1", reasoning: "2" } }
  - { name: google/gemini-test, price: { input: "0.5", output: "2", cache_read: "0.1", reasoning: "2" } }
  - { name: free-test, price: { free: true } }
channels:
  - { name: sim-openai, provider: openai, base_url: "${simulatorUrl}/openai/v1", credentials: ["sim-openai-key"], models: [gpt-test, embed-test, free-test, { name: fast, upstream: gpt-test }, unpriced-test], groups: [default], allow_private: true }
  - { name: sim-anthropic, provider: anthropic, base_url: "${simulatorUrl}/anthropic", credentials: ["sim-anthropic-key"], models: [claude-test], groups: [default], allow_private: true }
  - { name: sim-gemini, provider: gemini, base_url: "${simulatorUrl}/gemini", credentials: ["sim-gemini-key"], models: [gemini-test, google/gemini-test], groups: [default], allow_private: true }
projects:
  - { name: Default, mode: credits, error_format: native, credit: "100" }
keys:
  - { name: test, project: Default, group: default, value: "${TEST_KEY}" }
`;
}

function testGateway(running: Running, simulator: Simulator, dataDir: string): TestGateway {
  const { url } = running;
  return {
    ...createGatewayClient(() => url),
    url,
    metricsUrl: running.metricsUrl ?? '',
    dataDir,
    simulator,
    key: TEST_KEY,
    messages: running.messages,
    async close() {
      await running.close();
      await simulator.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
