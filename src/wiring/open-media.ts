import { join } from 'node:path';
import type { Settings } from '../config/index.ts';
import { Secret } from '../core/secret.ts';
import {
  createDiskStorage,
  createMediaFiles,
  createMediaLinks,
  createMediaRetention,
  createReferences,
  createS3Storage,
  type MediaStorage,
} from '../media/index.ts';
import { createOutbound, type Outbound } from '../upstream/index.ts';
import type { Domain } from './create-domain.ts';
import type { Storage } from './open-storage.ts';
import type { Opened } from './opened.ts';

const CONNECT_TIMEOUT_MS = 10_000;
const NOTHING = new Secret('');

/** Where media is kept, and how it is fetched. */
export function openMedia(
  settings: Settings,
  { database, box }: Storage,
  { clock, ids, services }: Domain,
  publicUrl: () => string,
  opened: Opened,
) {
  const outbound = createOutbound({ connectTimeoutMs: CONNECT_TIMEOUT_MS, useProxy: settings.usesProxy });
  opened.push(() => outbound.close());
  const storage = storageOf(settings, clock, outbound);
  return {
    outbound,
    media: createMediaFiles({ database, clock, ids, storage }),
    mediaRetention: createMediaRetention({
      projects: services.projects,
      usualDays: settings.mediaRetentionDays,
    }),
    mediaLinks: createMediaLinks(box, publicUrl),
    references: createReferences({ outbound, allowPrivate: settings.allowPrivateUpstreams }),
  };
}

function storageOf(settings: Settings, clock: Domain['clock'], outbound: Outbound): MediaStorage {
  const folder = join(settings.dataDir, 'media');
  const { s3Endpoint, s3Bucket, s3Region, s3AccessKeyId, s3SecretAccessKey } = settings;
  if (s3Endpoint === null || s3Bucket === null) {
    return createDiskStorage(folder);
  }
  return createS3Storage({
    ...{ outbound, clock, spoolFolder: folder },
    place: {
      endpoint: s3Endpoint.replace(/\/+$/, ''),
      region: s3Region,
      bucket: s3Bucket,
      accessKeyId: s3AccessKeyId ?? NOTHING,
      secretAccessKey: s3SecretAccessKey ?? NOTHING,
    },
  });
}

/** Media as everything else knows it. */
export type Media = ReturnType<typeof openMedia>;
