import { Refusal } from '../../core/refusal.ts';
import {
  type Call,
  type CountingGenerator,
  countElsewhere,
  countHere,
  findGenerator,
  findMediaPassage,
  type Generator,
  isCounting,
  type Passage,
  type PassageDetails,
  passThrough,
  translate,
} from '../../dialects/index.ts';
import type { Candidate } from '../../routing/index.ts';
import type { Exchange } from '../exchange.ts';

/**
 * How a call goes to this candidate's channel: as its own bytes where the channel speaks the dialect, else
 * translated into the best of the channel's dialects that carries it.
 * @throws {Refusal} `invalid_request` naming what the channel's dialect cannot carry.
 */
export function openPassage(exchange: Exchange, call: Call, candidate: Candidate): Passage {
  const { channel, upstreamModel } = candidate.offer;
  const { dialects } = channel.provider;
  if (dialects.includes(call.operation.dialect)) {
    return passThrough(call, upstreamModel);
  }
  const details = detailsOf(exchange, candidate);
  const openMedia = findMediaPassage(call.operation, dialects);
  if (openMedia !== undefined) {
    return openMedia(call, details);
  }
  const client = required(call.operation.dialect);
  if (isCounting(call.operation) && counts(client)) {
    const upstream = dialects.map(findGenerator).find(counts);
    return upstream === undefined ? countHere(call, client) : countElsewhere(call, client, upstream, details);
  }
  const [best = required(dialects[0] ?? ''), ...others] = dialects.flatMap(
    (name) => findGenerator(name) ?? [],
  );
  return best.wraps?.dialect === call.operation.dialect
    ? best.wraps.open(call, details)
    : translateIntoFirst(call, client, [best, ...others], details);
}

/**
 * Translates into the first of the dialects that carries the call. What none of them carries is refused in
 * the words of the first.
 */
function translateIntoFirst(
  call: Call,
  client: Generator,
  [best, ...others]: readonly [Generator, ...Generator[]],
  details: PassageDetails,
): Passage {
  try {
    return translate(call, client, best, details);
  } catch (refused) {
    for (const other of refused instanceof Refusal ? others : []) {
      try {
        return translate(call, client, other, details);
      } catch (error) {
        if (!(error instanceof Refusal)) {
          throw error;
        }
      }
    }
    throw refused;
  }
}

function detailsOf(exchange: Exchange, candidate: Candidate): PassageDetails {
  const { upstreamModel, maxOutputTokens } = candidate.offer;
  return {
    model: upstreamModel,
    maxOutputTokens,
    answerId: exchange.id.slice(exchange.id.indexOf('_') + 1),
    createdAtS: Math.floor(exchange.startedAtMs / 1_000),
    ...projectOf(candidate),
  };
}

/** Offers are chosen among those that can be spoken to, so a dialect without a codec is our own mistake. */
function required(dialect: string): Generator {
  const generator = findGenerator(dialect);
  if (generator === undefined) {
    throw new Error(`an offer was chosen that nothing can be translated for: "${dialect}"`);
  }
  return generator;
}

function counts(generator: Generator | undefined): generator is CountingGenerator {
  return generator !== undefined && generator.counting !== null;
}

/** The project of the credential the request goes out with. */
function projectOf({ offer, account: { credential } }: Candidate): Pick<PassageDetails, 'project'> {
  const project = credential === null ? null : offer.channel.provider.projectOf(credential);
  return project === null ? {} : { project };
}
