import { toFile } from 'openai';
import { describe, expect, it } from 'vitest';
import { wavOf } from '../../simulator/media/sound.ts';
import { collect } from '../clients/collect.ts';
import { MEDIA_PRICES } from '../support/media-config.ts';
import { useMediaGateway } from './media-gateway.ts';

const media = useMediaGateway();
const tokens = () => media.gateway().simulator.bill().total.tokens;

describe('speech of the OpenAI SDK', () => {
  it('comes as the sound the upstream made, and is charged by the character', async () => {
    const input = 'Guten Tag, Welt 👋';
    const answer = await media.sdk().audio.speech.create({ model: 'tts-1-test', voice: 'alloy', input });
    expect(answer.headers.get('content-type')).toBe('audio/mpeg');
    const sound = Buffer.from(await answer.arrayBuffer());
    expect([sound.length, sound.subarray(0, 3).toString('hex')]).toEqual([17 * 417, 'fffb90']);
    expect(answer.headers.get('x-turnpike-cost')).toBe('0.000255');
    const row = await media.row();
    expect(row).toMatchObject({
      operation: 'audio.speech',
      pieces: [{ kind: 'character', count: 17, size: null }],
      charge: { amount: '0.000255' },
    });
    const { characters } = media.gateway().simulator.bill().total.media;
    expect(characters * MEDIA_PRICES['tts-1-test'].characters).toBe(await media.chargedNano());
  });

  it('comes as events with usage, and is charged by tokens', async () => {
    const answer = await media.gateway().post('/audio/speech', {
      ...{ model: 'speak-test', voice: 'alloy', input: 'hello events' },
      ...{ stream_format: 'sse', response_format: 'wav' },
    });
    const text = await answer.text();
    expect(text).toContain('"type":"speech.audio.done"');
    expect(text).toMatch(/"cost":0\.\d+/);
    const { input, audio_output } = tokens();
    expect(await media.chargedNano()).toBe(input * 600 + audio_output * 12_000);
    expect(await media.row()).toMatchObject({ stream: true, usage_source: 'upstream' });
  });

  it('is estimated from what is said where the upstream counts tokens and reports none', async () => {
    await media.sdk().audio.speech.create({ model: 'speak-test', voice: 'alloy', input: 'x'.repeat(100) });
    expect(await media.row()).toMatchObject({
      usage_source: 'estimated',
      usage: { audio_output_tokens: 150 },
    });
  });

  it.each([
    ['input', { model: 'tts-1-test' }],
    ['input', { model: 'tts-1-test', input: ['x'] }],
    ['model', { input: 'x' }],
  ])('names the field that is wrong: %s', async (param, body) => {
    const answer = await media.gateway().post('/v1/audio/speech', body);
    expect([answer.status, await answer.json()]).toMatchObject([400, { error: { param } }]);
  });
});

describe('transcripts of the OpenAI SDK', () => {
  const recording = () => toFile(wavOf(12.5), 'talk.wav', { type: 'audio/wav' });

  it('are charged by the second where the upstream says how many', async () => {
    const answer = await media
      .sdk()
      .audio.transcriptions.create({ model: 'whisper-test', file: await recording() });
    expect(answer.text).toContain('100044 bytes');
    expect(answer.usage).toEqual({ type: 'duration', seconds: 13, cost: 0.0013 });
    expect(await media.row()).toMatchObject({
      operation: 'audio.transcriptions',
      usage_source: 'upstream',
      pieces: [{ kind: 'second', count: 13, size: null }],
      charge: { amount: '0.0013' },
    });
  });

  it.each(['text', 'srt'] as const)(
    'are counted by the recording itself where %s says nothing',
    async (format) => {
      const answer = await media.sdk().audio.transcriptions.create({
        model: 'whisper-test',
        file: await recording(),
        response_format: format,
      });
      expect(answer).toContain('A recording of');
      expect(await media.row()).toMatchObject({ usage_source: 'estimated', charge: { amount: '0.0013' } });
    },
  );

  it('are charged by tokens, in a stream too', async () => {
    const events = await collect(
      await media
        .sdk()
        .audio.transcriptions.create({ model: 'transcribe-test', file: await recording(), stream: true }),
    );
    expect(events.at(-1)).toMatchObject({
      type: 'transcript.text.done',
      usage: { cost: expect.any(Number) },
    });
    const said = events.map((event) => (event.type === 'transcript.text.delta' ? event.delta : '')).join('');
    expect(said).toContain('100044 bytes');
    const { input, audio_input, output } = tokens();
    expect(await media.chargedNano()).toBe(input * 2_000 + audio_input * 6_000 + output * 10_000);
    expect(await media.row()).toMatchObject({ usage: { audio_input_tokens: 130 } });
  });

  it('are translated', async () => {
    const answer = await media
      .sdk()
      .audio.translations.create({ model: 'whisper-test', file: await recording() });
    expect(answer.text).toContain('English');
    expect(await media.row()).toMatchObject({
      operation: 'audio.translations',
      charge: { amount: '0.0013' },
    });
  });

  it('cost what was delivered when the client leaves a stream, and what it read', async () => {
    media.gateway().simulator.setPace({ chunk_ms: 2_000 });
    const stream = await media
      .sdk()
      .audio.transcriptions.create({ model: 'transcribe-test', file: await recording(), stream: true });
    for await (const _event of stream) {
      stream.controller.abort();
    }
    const row = await media.row();
    expect(row).toMatchObject({ usage_source: 'estimated', client_gone: true });
    expect(row.usage.audio_input_tokens).toBe(13 * 17);
    expect(row.usage.output_tokens).toBeGreaterThan(0);
    expect(await media.gateway().wallet()).toMatchObject({ held: '0' });
  });

  it('need a file in a form', async () => {
    const json = await media.gateway().post('/v1/audio/transcriptions', { model: 'whisper-test', file: 'x' });
    const form = await media.postForm('/v1/audio/transcriptions', { model: 'whisper-test', file: 'x' });
    for (const answer of [json, form]) {
      expect([answer.status, await answer.json()]).toMatchObject([400, { error: { param: 'file' } }]);
    }
  });

  it('refuse a stream that is neither true nor false, and a form that is none', async () => {
    const file = new Blob([Uint8Array.from(wavOf(1))]);
    const odd = await media.postForm('/v1/audio/transcriptions', {
      model: 'whisper-test',
      file,
      stream: 'perhaps',
    });
    expect([odd.status, await odd.json()]).toMatchObject([400, { error: { param: 'stream' } }]);
    const broken = await media.gateway().post('/v1/audio/transcriptions', '--b\r\nnothing', {
      authorization: `Bearer ${media.gateway().key}`,
      'content-type': 'multipart/form-data; boundary=b',
    });
    expect([broken.status, await broken.json()]).toMatchObject([400, { error: { param: 'body' } }]);
    expect(media.gateway().simulator.requests()).toEqual([]);
  });
});
