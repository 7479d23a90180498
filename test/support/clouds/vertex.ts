import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { MESSAGES_ANSWER, MESSAGES_EVENTS } from './messages-answer.ts';
import { type Arrived, type Cloud, json, serveCloud } from './serve.ts';

/** An API key that the cloud takes, and a token that it gives to nobody but takes. */
export const GOOGLE_API_KEY = 'AIzaSyTest-0123456789';
export const ACCESS_TOKEN = 'ya29.given-by-hand';

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

/** A Vertex AI on loopback with its token endpoint. */
export interface Vertex extends Cloud {
  /** The JSON of a service account's key; with another private key its claims are forged. */
  account(email?: string, isForged?: boolean): string;
  /** How long tokens live that are given from now on, in seconds. */
  setLifetime(seconds: number): void;
  /** The requests for tokens. */
  asked(): Arrived[];
}

/** Starts it. The path of a project and its location is left out: it is the operator's base URL. */
export async function serveVertex(): Promise<Vertex> {
  let lifetimeS = 3_600;
  let given = 0;
  const tokens = new Set([ACCESS_TOKEN]);
  const cloud = await serveCloud((request, response) => {
    if (request.path === '/token') {
      const email = emailIn(request, `${cloud.url}/token`);
      if (email === null) {
        json(response, 400, { error: 'invalid_grant', error_description: 'Invalid JWT Signature.' });
        return;
      }
      given += 1;
      tokens.add(`ya29.${email}-${given}`);
      // So long that all who ask at once would meet each other here.
      setTimeout(() => {
        json(response, 200, {
          access_token: `ya29.${email}-${given}`,
          expires_in: lifetimeS,
          token_type: 'Bearer',
        });
      }, 50);
      return;
    }
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    if (!tokens.has(token) && request.headers['x-goog-api-key'] !== GOOGLE_API_KEY) {
      const error = {
        code: 401,
        message: 'Request had invalid authentication credentials.',
        status: 'UNAUTHENTICATED',
      };
      json(response, 401, [{ error }]);
      return;
    }
    answerModel(request, response);
  });
  return {
    ...cloud,
    account: (email = 'robot@project.iam.gserviceaccount.com', isForged = false) =>
      JSON.stringify({
        type: 'service_account',
        private_key_id: 'kid-1',
        private_key: (isForged
          ? generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
          : privateKey
        ).export({
          type: 'pkcs8',
          format: 'pem',
        }),
        client_email: email,
        token_uri: `${cloud.url}/token`,
      }),
    setLifetime(seconds) {
      lifetimeS = seconds;
    },
    asked: () => cloud.arrived.filter(({ path }) => path === '/token'),
  };
}

const GEMINI = {
  candidates: [{ content: { role: 'model', parts: [{ text: 'Grüße' }] }, finishReason: 'STOP', index: 0 }],
  usageMetadata: { promptTokenCount: 11, candidatesTokenCount: 7, totalTokenCount: 18 },
};

function answerModel({ path, body }: Arrived, response: Parameters<typeof json>[0]): void {
  const parsed = JSON.parse(body.toString()) as Record<string, unknown>;
  const method = /:(\w+)(?:\?alt=sse)?$/.exec(path)?.[1] ?? '';
  const isStream = method.startsWith('stream');
  if (path.includes('count-tokens')) {
    json(response, 200, { input_tokens: 11 });
  } else if (method === 'countTokens') {
    json(response, 200, { totalTokens: 11 });
  } else if (parsed.max_tokens === 1) {
    json(response, 429, [{ error: { code: 429, message: 'Quota exceeded', status: 'RESOURCE_EXHAUSTED' } }]);
  } else if (isStream) {
    const events = method === 'streamRawPredict' ? MESSAGES_EVENTS : [GEMINI];
    const frames = events.map((event) => `${nameOf(event)}data: ${JSON.stringify(event)}\n\n`);
    response.writeHead(200, { 'content-type': 'text/event-stream' }).end(frames.join(''));
  } else if (method === 'generateContent') {
    json(response, 200, GEMINI);
  } else {
    json(response, 'model' in parsed ? 400 : 200, MESSAGES_ANSWER);
  }
}

function nameOf(event: object): string {
  return 'type' in event ? `event: ${event.type}\n` : '';
}

/** Whose claim it is; null when it is not signed by the key or says something else than it must. */
function emailIn({ body, headers }: Arrived, audience: string): string | null {
  const form = new URLSearchParams(body.toString());
  const [head = '', claim = '', signature = ''] = (form.get('assertion') ?? '').split('.');
  const isSigned = verify(
    'RSA-SHA256',
    Buffer.from(`${head}.${claim}`),
    createPublicKey(publicKey.export({ type: 'spki', format: 'pem' })),
    Buffer.from(signature, 'base64url'),
  );
  const said = JSON.parse(Buffer.from(claim, 'base64url').toString()) as Record<string, unknown>;
  const isRight =
    headers['content-type'] === 'application/x-www-form-urlencoded' &&
    form.get('grant_type') === 'urn:ietf:params:oauth:grant-type:jwt-bearer' &&
    said.aud === audience &&
    said.scope === 'https://www.googleapis.com/auth/cloud-platform' &&
    Number(said.exp) - Number(said.iat) === 3_600;
  return isSigned && isRight ? String(said.iss) : null;
}
