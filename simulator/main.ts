import { parseArgs } from 'node:util';
import { startSimulator } from './simulator.ts';

const HELP = `Plays OpenAI, Anthropic and Gemini on this machine, for tests and demonstrations.

  npm run simulator -- [--port 9400] [--host 127.0.0.1]

  --port N     port to listen on; 0 takes a free one (9400)
  --host ADDR  address to listen on (127.0.0.1)
  --help       this text
`;

/** Exit code of a command line that cannot be read. */
const EXIT_USAGE = 2;

async function main(): Promise<void> {
  const options = readOptions();
  if (typeof options === 'string') {
    process.stderr.write(`${options}\n\n${HELP}`);
    process.exitCode = EXIT_USAGE;
    return;
  }
  if (options.help) {
    process.stdout.write(HELP);
    return;
  }
  const simulator = await startSimulator(options);
  const { url } = simulator;
  process.stdout.write(`simulator on ${url} (${url}/openai/v1, ${url}/anthropic, ${url}/gemini)\n`);
  const stop = () => void simulator.close();
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

function readOptions(): { port: number; host: string; help: boolean } | string {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: 'string', default: '9400' },
        host: { type: 'string', default: '127.0.0.1' },
        help: { type: 'boolean', default: false },
      },
    });
    const port = Number(values.port);
    if (!Number.isInteger(port) || port < 0 || port > 65_535) return `--port ${values.port} is no port`;
    return { port, host: values.host, help: values.help };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
