import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../../simulator/simulator.ts';
import type { Modality } from '../../canonical/media.ts';
import { Secret } from '../../core/secret.ts';
import { signClaim } from '../../upstream/credentials/signed-claim.ts';
import { findMediaAdapter, findProvider, type MediaAdapter, type Provider } from '../index.ts';
import { imageRequest, inputOf, musicRequest, videoRequest, workOf, workThrough } from './testing/works.ts';

const KLING = { kind: 'claim', issuer: 'ak', secret: new Secret('sk'), lifetimeS: 1_800 } as const;

/** Every way of media work over a socket, from its submit to what was made. */
const VENDORS: readonly {
  readonly provider: string;
  readonly modality: Modality;
  readonly model: string;
  readonly basePath: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Whether it answers with what it made, and so has no job. */
  readonly atOnce: boolean;
}[] = [
  {
    provider: 'openai',
    modality: 'image',
    model: 'gpt-image-1',
    basePath: '/openai/v1',
    headers: { authorization: 'Bearer k' },
    atOnce: true,
  },
  {
    provider: 'openai',
    modality: 'video',
    model: 'sora-2',
    basePath: '/openai/v1',
    headers: { authorization: 'Bearer k' },
    atOnce: false,
  },
  {
    provider: 'gemini',
    modality: 'image',
    model: 'gemini-3.1-flash-image',
    basePath: '/gemini',
    headers: { 'x-goog-api-key': 'k' },
    atOnce: true,
  },
  {
    provider: 'gemini',
    modality: 'video',
    model: 'veo-3.1-generate-preview',
    basePath: '/gemini',
    headers: { 'x-goog-api-key': 'k' },
    atOnce: false,
  },
  {
    provider: 'ark',
    modality: 'video',
    model: 'seedance-2',
    basePath: '/ark/api/v3',
    headers: { authorization: 'Bearer k' },
    atOnce: false,
  },
  {
    provider: 'minimax',
    modality: 'video',
    model: 'MiniMax-Hailuo-2.3',
    basePath: '/minimax/v1',
    headers: { authorization: 'Bearer k' },
    atOnce: false,
  },
  {
    provider: 'minimax',
    modality: 'music',
    model: 'music-2.6',
    basePath: '/minimax/v1',
    headers: { authorization: 'Bearer k' },
    atOnce: true,
  },
  {
    ...{ provider: 'fal', modality: 'image', model: 'fal-ai/flux/dev', basePath: '/fal' },
    ...{ headers: { authorization: 'Key k' }, atOnce: false },
  },
  {
    ...{ provider: 'fal', modality: 'video', model: 'fal-ai/some/video', basePath: '/fal' },
    ...{ headers: { authorization: 'Key k' }, atOnce: false },
  },
  {
    ...{ provider: 'kling', modality: 'video', model: 'kling-v2-6', basePath: '/kling' },
    ...{ headers: { authorization: `Bearer ${signClaim(KLING, Date.now())}` }, atOnce: false },
  },
  {
    ...{ provider: 'suno', modality: 'music', model: 'chirp-v5', basePath: '/suno' },
    ...{ headers: { authorization: 'Bearer k' }, atOnce: false },
  },
  ...(['image', 'video', 'music'] as const).map((modality) => ({
    ...{ provider: 'replicate', modality, model: `owner/${modality}-model`, basePath: '/replicate' },
    ...{ headers: { authorization: 'Bearer k' }, atOnce: false },
  })),
];

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.close());
beforeEach(() => simulator.reset());

describe.each(VENDORS)(
  '$modality of $provider',
  ({ provider, modality, model, basePath, headers, atOnce }) => {
    const adapter = findMediaAdapter(findProvider(provider) as Provider, modality) as MediaAdapter;
    const work = (prompt: string) => {
      const request = { image: imageRequest, video: videoRequest, music: musicRequest }[modality]({ prompt });
      return workOf(model, request);
    };
    const through = (prompt: string) =>
      workThrough(adapter, work(prompt), { baseUrl: simulator.url + basePath, headers });

    it('makes what is asked for, within what was planned', async () => {
      const done = await through('a ship');
      const plan = adapter.plan(model, work('a ship').request);
      expect(done).toMatchObject({
        kind: 'succeeded',
        made: { outputs: expect.arrayContaining([expect.objectContaining({ from: expect.any(String) })]) },
      });
      const [planned] = plan.piecesCeiling;
      const pieces = done.kind === 'succeeded' ? (done.made.measured.pieces ?? []) : [];
      expect(pieces.map(({ kind }) => kind)).toEqual([planned?.kind]);
      expect(pieces[0]?.count).toBeLessThanOrEqual(planned?.count ?? 0);
      const { total } = simulator.bill();
      expect([total.requests, total.completed, total.cut]).toEqual([1, 1, 0]);
    });

    it('is no success where the policy forbids it, and costs nothing by the piece', async () => {
      const done = await through('something forbidden');
      expect(['failed', 'refused']).toContain(done.kind);
      expect(done).toMatchObject({ failure: 'content_policy', message: expect.stringMatching(/./) });
      const { images, seconds, songs } = simulator.bill().total.media;
      // OpenAI's simulator draws any word.
      expect(provider === 'openai' && modality === 'image' ? 0 : images + seconds + songs).toBe(0);
    });

    it('says whom to ask instead when the credential is refused', async () => {
      const refused = await workThrough(adapter, work('a ship'), {
        baseUrl: simulator.url + basePath,
        headers: {},
      });
      expect(refused).toMatchObject({ kind: 'refused', mayGoElsewhere: true });
    });

    if (atOnce) {
      return;
    }

    it('goes on where the first polls find nothing', async () => {
      simulator.planJobs({ unseen_polls: 2 });
      expect(await through('a ship')).toMatchObject({ kind: 'succeeded' });
      expect(simulator.jobs()).toHaveLength(1);
    });

    it('says that it waits and that it runs', async () => {
      simulator.planJobs({ queue_ms: 60_000 });
      expect(await through('a ship')).toMatchObject({
        kind: 'working',
        status: provider === 'gemini' ? 'running' : 'queued',
      });
      simulator.planJobs({ queue_ms: 0, run_ms: 60_000 });
      expect(await through('a ship')).toMatchObject({ kind: 'working', status: 'running' });
    });

    it('fails when the upstream says so', async () => {
      simulator.planJobs({ outcome: 'failed' });
      expect(await through('a ship')).toMatchObject({ kind: 'failed', failure: 'upstream_error' });
    });

    if (modality !== 'video') {
      return;
    }

    it('takes a picture to begin with', async () => {
      const request = videoRequest({ inputs: [inputOf('first_frame')] });
      const done = await workThrough(adapter, workOf(model, request), {
        baseUrl: simulator.url + basePath,
        headers,
      });
      expect(done).toMatchObject({ kind: 'succeeded' });
    });
  },
);
