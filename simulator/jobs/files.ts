import { filmOf } from '../media/film.ts';
import { pictureOf } from '../media/picture.ts';
import { mp3Of } from '../media/sound.ts';
import { type Call, Refusal, type WholeReply } from '../platform.ts';
import type { Job } from './jobs.ts';

/** What a result is. */
export type ResultKind = 'film' | 'picture' | 'song';

const SHAPES = {
  film: { ending: 'mp4', contentType: 'video/mp4', bytesOf: filmOf },
  picture: { ending: 'png', contentType: 'image/png', bytesOf: pictureOf },
  song: { ending: 'mp3', contentType: 'audio/mpeg', bytesOf: mp3Of },
} as const;
const PATH = /^\/files\/([a-z]+-\d+)\/(\d+)\.(mp4|png|mp3)$/;

/** The address of a result of a job, on the host that was asked. */
export function linkTo({ headers }: Call, basePath: string, job: Job, kind: ResultKind, index = 0): string {
  return `http://${headers.host}${basePath}/files/${job.id}/${index}.${SHAPES[kind].ending}`;
}

/** Answers such an address; undefined for any other. Throws `Refusal` 403 when its time is over. */
export function answerFile(call: Call): WholeReply | undefined {
  const match = PATH.exec(call.path);
  const job = call.jobs.byId(match?.[1] ?? '');
  if (match === null || job === undefined) return undefined;
  if (!call.jobs.linksOpen(job, call.atMs)) throw new Refusal(403, 'Request has expired');
  const shape = Object.values(SHAPES).find(({ ending }) => ending === match[3]) ?? SHAPES.film;
  const body = shape.bytesOf(`${job.prompt} ${match[2]}`);
  return { type: 'whole', status: 200, body, contentType: shape.contentType };
}
