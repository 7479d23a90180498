import type { ConfigFile } from '../config/index.ts';
import { parseUsd } from '../core/money.ts';
import { Refusal } from '../core/refusal.ts';
import { Secret } from '../core/secret.ts';
import { PROVIDERS } from '../providers/index.ts';
import { applyConfigFile } from './apply-config-file.ts';
import { DEFAULT_GROUP } from './first-channels.ts';
import type { ReconcileServices } from './services.ts';

const GENERAL_KEY = 'demo';
const IMAGE_KEY = 'demo-images';
const IMAGE_GROUP = 'images';
const PROJECT = 'Default';

/** What each provider's base path is at the simulator. */
const SIMULATED: Readonly<Record<string, string>> = {
  openai: '/openai/v1',
  anthropic: '/anthropic',
  gemini: '/gemini',
  antigravity: '/antigravity',
};

/** It serves the models of another provider, which come from there wherever its own pool is not forced. */
const LAST = 'antigravity';

/** The two keys of the demonstration. */
export interface Demo {
  readonly generalKey: Secret;
  readonly imageKey: Secret;
}

/**
 * Creates, or finds again, everything the demonstration needs: channels to the simulator in a group
 * `default`, an image batch group, credit, and two keys.
 * @param simulatorUrl the simulator's address, without a slash at the end; it may differ at each start.
 */
export async function seedDemo(simulatorUrl: string, services: ReconcileServices): Promise<Demo> {
  await applyConfigFile(demoFile(simulatorUrl), services);
  const { organizationId } = await services.organizations.ensureDefault();
  const project = await services.projects.findByName(organizationId, PROJECT);
  if (project === undefined) {
    throw new Refusal('not_found', { message: `there is no project ${PROJECT}` });
  }
  return {
    generalKey: await revealByName(services, project.id, GENERAL_KEY),
    imageKey: await revealByName(services, project.id, IMAGE_KEY),
  };
}

function demoFile(simulatorUrl: string): ConfigFile {
  const providers = PROVIDERS.filter(({ name }) => SIMULATED[name] !== undefined);
  return {
    prune: false,
    groups: [
      {
        name: DEFAULT_GROUP,
        platforms: [...new Set(providers.map(({ platform }) => platform))],
        multiplier: 1_000_000,
        translate: true,
      },
    ],
    image_batch_groups: [
      {
        name: IMAGE_GROUP,
        models: ['gemini-2.5-flash-image'],
        concurrency: 4,
        queue_limit: 100,
        prices: { '1K': '0.04', '2K': '0.06', '4K': '0.12' },
      },
    ],
    channels: providers.map(({ name }) => ({
      name: `simulator-${name}`,
      provider: name,
      base_url: `${simulatorUrl}${SIMULATED[name]}`,
      credentials: [new Secret(`simulated-${name}`)],
      models: [],
      groups: [DEFAULT_GROUP],
      image_batch_groups: name === 'gemini' ? [IMAGE_GROUP] : [],
      priority: name === LAST ? 1 : 0,
      weight: 1,
      concurrency: 0,
      allow_private: true,
      status: 'active' as const,
    })),
    projects: [{ name: PROJECT, mode: 'credits', error_format: 'native', credit: parseUsd('10') }],
    keys: [
      { name: GENERAL_KEY, project: PROJECT, group: DEFAULT_GROUP },
      { name: IMAGE_KEY, project: PROJECT, image_batch_group: IMAGE_GROUP },
    ],
  };
}

async function revealByName(
  { keys, projects }: ReconcileServices,
  projectId: Awaited<ReturnType<typeof projects.get>>['id'],
  name: string,
): Promise<Secret> {
  const key = await keys.findByName(projectId, name);
  if (key === null) {
    throw new Refusal('not_found', { message: `there is no API key ${name}` });
  }
  return keys.reveal(key.id);
}
