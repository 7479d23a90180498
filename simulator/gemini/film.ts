import { linkTo } from '../jobs/files.ts';
import type { Job } from '../jobs/jobs.ts';
import { asList, asNumber, asObject, asText } from '../json-shape.ts';
import { bodyOf, type Call, freeReply, Refusal, type Reply } from '../platform.ts';

const VENDOR = 'gemini';
const BASE_PATH = '/gemini';
const USUAL_SECONDS = 8;
const OPERATION = /^\/v1(?:beta)?\/(models\/[^/]+)\/operations\/([a-z]+-\d+)$/;
/** Where a film is first asked for, with the credential; it leads to where its bytes are. */
const DOWNLOAD = /^\/download\/([a-z]+-\d+)\/(\d+)$/;

/** `models/{model}:predictLongRunning` (ai.google.dev/gemini-api/docs/video). */
export function submitFilm(call: Call, credential: string, model: string): Reply {
  const body = bodyOf(call);
  const [instance] = asList(body.instances).map(asObject);
  const prompt = asText(instance?.prompt) ?? '';
  if (prompt === '' && instance?.image === undefined) {
    throw new Refusal(400, 'The prompt is required for text-to-video.');
  }
  const parameters = asObject(body.parameters);
  const count = asNumber(parameters?.sampleCount) ?? asNumber(parameters?.numberOfVideos) ?? 1;
  const seconds = Number(parameters?.durationSeconds ?? USUAL_SECONDS);
  if (![4, 5, 6, 7, 8].includes(seconds)) throw new Refusal(400, 'durationSeconds is out of range.');
  const job = call.jobs.submit(
    { vendor: VENDOR, credential, model, prompt, media: { seconds: seconds * count }, asked: { count } },
    call.atMs,
  );
  return freeReply({ name: `models/${model}/operations/${job.id}` });
}

/** An operation, or a film; undefined for any other address. */
export function answerFilm(call: Call, credential: string): Reply | undefined {
  const [, , id] = OPERATION.exec(call.path) ?? [];
  if (id !== undefined) {
    const job = call.jobs.poll(VENDOR, credential, id);
    if (job === undefined) throw new Refusal(404, 'Requested entity was not found.');
    return freeReply({ name: call.path.replace(/^\/v1(?:beta)?\//, ''), ...operationOf(call, job) });
  }
  const [, fileId, index] = DOWNLOAD.exec(call.path) ?? [];
  const job = call.jobs.byId(fileId ?? '');
  if (job !== undefined && job.credential === credential) {
    const location = linkTo(call, BASE_PATH, job, 'film', Number(index));
    return { type: 'whole', status: 302, headers: { location }, body: '' };
  }
  return undefined;
}

function operationOf(call: Call, job: Job): object {
  switch (call.jobs.statusOf(job, call.atMs)) {
    case 'queued':
    case 'running':
      return {};
    case 'succeeded':
      return {
        done: true,
        response: { '@type': RESPONSE, generateVideoResponse: { generatedSamples: samplesOf(call, job) } },
      };
    case 'filtered':
      return {
        done: true,
        response: {
          '@type': RESPONSE,
          generateVideoResponse: {
            raiMediaFilteredCount: 1,
            raiMediaFilteredReasons: ['It violates the usage guidelines.'],
          },
        },
      };
    default:
      return { done: true, error: { code: 13, message: 'Video generation failed.' } };
  }
}

const RESPONSE = 'type.googleapis.com/google.ai.generativelanguage.v1beta.PredictLongRunningResponse';

function samplesOf({ headers }: Call, job: Job): object[] {
  return Array.from({ length: Number(job.asked.count) }, (_, index) => ({
    video: { uri: `http://${headers.host}${BASE_PATH}/download/${job.id}/${index}` },
  }));
}
