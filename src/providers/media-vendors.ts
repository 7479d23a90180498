import { Secret } from '../core/secret.ts';
import type { Provider } from './provider.ts';
import { USUAL } from './usual.ts';

/** What a vendor of media alone is: nothing of a client's request goes on as it came. */
const MEDIA_ALONE = {
  ...USUAL,
  platform: 'openai',
  dialects: [],
  catalogueId: null,
  environmentKey: null,
  needsCredential: true,
  defaultHeaders: [],
  servesModel: () => false,
  forwardsRequestHeader: () => false,
  returnsResponseHeader: () => false,
} as const satisfies Partial<Provider>;

const bearer = (credential: Secret): readonly string[] => ['authorization', `Bearer ${credential.reveal()}`];

/** A job that nobody has: whoever may ask is told that it is not there. */
const NOBODYS = '00000000-0000-0000-0000-000000000000';
const isThereOrNot = (status: number): boolean => status < 300 || status === 404 || status === 422;

/** fal's queue (docs.fal.ai/model-apis/model-endpoints/queue); models are the names of apps: `fal-ai/flux/dev`. */
const fal: Provider = {
  ...MEDIA_ALONE,
  name: 'fal',
  defaultBaseUrl: 'https://queue.fal.run',
  probePath: `/fal-ai/flux/requests/${NOBODYS}/status`,
  probeProves: isThereOrNot,
  authHeaders: (credential) => ['authorization', `Key ${credential.reveal()}`],
};

const KLING_TOKEN_S = 1_800;

/** Kling (app.klingai.com/global/dev/document-api); the credential is `ACCESS_KEY:SECRET_KEY`, which signs a token. */
const kling: Provider = {
  ...MEDIA_ALONE,
  name: 'kling',
  defaultBaseUrl: 'https://api-singapore.klingai.com',
  probePath: '/v1/videos/text2video?pageNum=1&pageSize=1',
  authHeaders: () => [],
  credentialProblem: (credential) =>
    /^[\x21-\x39\x3b-\x7e]+:[\x21-\x7e]+$/.test(credential.reveal()) ? null : 'must be ACCESS_KEY:SECRET_KEY',
  proofOf(credential) {
    const [issuer = '', ...secret] = credential.reveal().split(':');
    return { kind: 'claim', issuer, secret: new Secret(secret.join(':')), lifetimeS: KLING_TOKEN_S };
  },
};

/** A server of the Suno-API dialect; there is no official one, so its address is the operator's to name. */
const suno: Provider = {
  ...MEDIA_ALONE,
  name: 'suno',
  defaultBaseUrl: null,
  probePath: `/suno/fetch/${NOBODYS}`,
  probeProves: isThereOrNot,
  authHeaders: bearer,
};

/** Replicate (replicate.com/docs/reference/http); models are `owner/name`. */
const replicate: Provider = {
  ...MEDIA_ALONE,
  name: 'replicate',
  defaultBaseUrl: 'https://api.replicate.com',
  probePath: '/v1/account',
  authHeaders: bearer,
};

/** Vendors that make media and nothing else. */
export const MEDIA_VENDORS: readonly Provider[] = [fal, kling, suno, replicate];
