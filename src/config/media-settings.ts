import { httpUrlProblem } from './addresses.ts';
import { integerSetting, secretSetting, textSetting } from './setting.ts';

/** Where the results of media tasks are kept, and how long. */
export const MEDIA_SETTINGS = {
  mediaRetentionDays: integerSetting({
    name: 'TURNPIKE_MEDIA_RETENTION_DAYS',
    description:
      'How many days the results of media tasks are kept, where their project does not say otherwise. `0` keeps them for ever.',
    fallback: 30,
    minimum: 0,
    maximum: 3_650,
  }),
  mediaMaxMegabytes: integerSetting({
    name: 'TURNPIKE_MEDIA_MAX_MB',
    description: 'The largest result of a media task that is kept, in megabytes.',
    fallback: 1_024,
    minimum: 1,
    maximum: 5_120,
  }),
  s3Endpoint: textSetting({
    name: 'S3_ENDPOINT',
    description:
      'An object store that speaks S3, where results are kept in place of `DATA_DIR/media`. It needs the other `S3_` settings.',
    accepts: 'an address that begins with `http://` or `https://`',
    fallback: null,
    problem: httpUrlProblem,
  }),
  s3Region: textSetting({
    name: 'S3_REGION',
    description: 'Its region.',
    accepts: 'a name such as `eu-central-1`',
    fallback: 'auto',
    problem: (text) => (/^[a-z0-9-]{1,40}$/.test(text) ? null : 'must be the name of a region'),
  }),
  s3Bucket: textSetting({
    name: 'S3_BUCKET',
    description: 'The bucket in it; files are under `turnpike-media/`.',
    accepts: 'the name of a bucket',
    fallback: null,
    problem: (text) =>
      /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(text) ? null : 'must be the name of a bucket',
  }),
  s3AccessKeyId: secretSetting({ name: 'S3_ACCESS_KEY_ID', description: 'Its key id.', minLength: 1 }),
  s3SecretAccessKey: secretSetting({
    name: 'S3_SECRET_ACCESS_KEY',
    description: 'Its secret.',
    minLength: 1,
  }),
};

/** Those of them that mean nothing without another one. */
export const MEDIA_PARTNERS = [
  { name: 'S3_ENDPOINT', needs: 'S3_BUCKET' },
  { name: 'S3_ENDPOINT', needs: 'S3_ACCESS_KEY_ID' },
  { name: 'S3_ENDPOINT', needs: 'S3_SECRET_ACCESS_KEY' },
  { name: 'S3_BUCKET', needs: 'S3_ENDPOINT' },
] as const;
