import type { Settings } from '../config/index.ts';
import type { Logger } from '../telemetry/index.ts';
import {
  checkWebhookUrl,
  createDeliverer,
  createDeliveries,
  createEndpoints,
  createOutbox,
} from '../webhooks/index.ts';
import type { Domain } from './create-domain.ts';
import type { People } from './create-people.ts';
import type { Media } from './open-media.ts';
import type { Storage } from './open-storage.ts';
import type { Opened } from './opened.ts';

/** Whom events are told to; starts telling them. */
export function openWebhooks(
  settings: Settings,
  { database, box }: Storage,
  { clock, ids, services }: Domain,
  people: People,
  { outbound }: Media,
  log: Logger,
  opened: Opened,
) {
  const allowPrivate = settings.allowPrivateWebhooks;
  const deliverer = createDeliverer({
    ...{ database, clock, box, outbound, allowPrivate },
    random: Math.random,
    projectSecret: (id) => services.projects.webhookSecret(id),
    onDisabled: ({ endpoint, reason }) => {
      log.warn({ endpoint: endpoint.id, reason }, 'a webhook endpoint was disabled');
      people.tellOwners({ endpoint, reason }).catch((error: unknown) => {
        log.error({ err: error, endpoint: endpoint.id }, 'nobody could be told of a disabled endpoint');
      });
    },
    onFailure: (error) => log.error({ err: error }, 'webhooks could not be delivered'),
  });
  deliverer.start();
  opened.push(() => deliverer.stop());
  return {
    takeOverDeliveries: () => deliverer.takeOver(),
    webhookEndpoints: createEndpoints({ database, clock, ids, box, allowPrivate }),
    webhookDeliveries: createDeliveries({ database, clock, ids }),
    outbox: createOutbox({ clock, ids }),
    /** Judges a callback before anything is stored. @throws {Refusal} `invalid_request` naming the field. */
    checkCallbackUrl: (field: string, url: string) => checkWebhookUrl(field, url, allowPrivate),
  };
}

/** Webhooks as everything else knows them. */
export type Webhooks = ReturnType<typeof openWebhooks>;
