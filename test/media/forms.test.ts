import { request } from 'node:http';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutAt } from '../support/dialects/run-tap.ts';
import { useMediaGateway } from './media-gateway.ts';

const media = useMediaGateway();
const BOUNDARY = 'f0rm';

/** A form of these fields, with a file whose bytes are text, so that the simulator can show them. */
function formOf(fields: readonly (readonly [name: string, value: string])[]): string {
  const parts = fields.map(([name, value]) => {
    const file = name === 'image' ? '; filename="a b.svg"\r\nContent-Type: image/svg+xml' : '';
    return `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"${file}\r\n\r\n${value}\r\n`;
  });
  return `${parts.join('')}--${BOUNDARY}--\r\n`;
}

/** Sends a body in pieces, each in a turn of its own. */
function send(pieces: readonly Buffer[]): Promise<number> {
  const { url, key } = media.gateway();
  const headers = {
    authorization: `Bearer ${key}`,
    'content-type': `multipart/form-data; boundary=${BOUNDARY}`,
  };
  return new Promise((resolve, reject) => {
    const sent = request(`${url}/v1/images/edits`, { method: 'POST', headers }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0));
    });
    sent.on('error', reject);
    const next = (index: number): void => {
      const piece = pieces[index];
      if (piece === undefined) {
        sent.end();
      } else {
        sent.write(piece, () => setImmediate(() => next(index + 1)));
      }
    };
    next(0);
  });
}

const lastBody = (): string | null | undefined => media.gateway().simulator.requests().at(-1)?.body;

describe('a form', () => {
  it('reaches the upstream byte for byte, however it arrives', async () => {
    const value = fc.string({ minLength: 1, maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(
        value,
        value,
        fc.array(fc.nat(1_000), { maxLength: 6 }),
        fc.boolean(),
        async (prompt, file, cuts, modelFirst) => {
          const model = ['model', 'gpt-image-test'] as const;
          const rest = [
            ['prompt', prompt],
            ['image', file],
            ['note', `--${BOUNDARY} ${prompt}`],
          ] as const;
          const body = Buffer.from(formOf(modelFirst ? [model, ...rest] : [...rest, model]));
          const offsets = cuts.map((cut) => cut % body.length).sort((a, b) => a - b);
          expect(await send(cutAt(body, offsets))).toBe(200);
          expect(lastBody()).toBe(body.toString());
        },
      ),
      { numRuns: 40 },
    );
  });

  it('has the name of the model changed in its place, and nothing else', async () => {
    const fields = (model: string) =>
      formOf([
        ['prompt', 'x'],
        ['model', model],
        ['image', '<svg/>'],
      ]);
    expect(await send([Buffer.from(fields('dall-e-test'))])).toBe(200);
    expect(lastBody()).toBe(fields('dall-e-3'));
  });

  it('names a field that stands twice, and reaches nobody', async () => {
    const body = formOf([
      ['model', 'gpt-image-test'],
      ['prompt', 'x'],
      ['model', 'dall-e-test'],
    ]);
    expect(await send([Buffer.from(body)])).toBe(400);
    expect(media.gateway().simulator.requests()).toEqual([]);
  });

  it('is taken where JSON alone is not asked for', async () => {
    const answer = await media.postForm('/v1/chat/completions', { model: 'instruct-test' });
    expect(answer.status).toBe(415);
  });
});
