import { formatUsd } from '../core/money.ts';
import { REFUSALS, Refusal, type RefusalCode } from '../core/refusal.ts';
import type { LimitName, Rejection } from './admissions.ts';

type MinuteLimit = 'rpm' | 'tpm';
type PlaceLimit = 'concurrency' | 'queue';
type MoneyLimit = Exclude<LimitName, MinuteLimit | PlaceLimit>;

const CODES: Readonly<Record<LimitName, RefusalCode>> = {
  rpm: 'rate_limit_exceeded',
  tpm: 'rate_limit_exceeded',
  concurrency: 'concurrency_exceeded',
  queue: 'queue_full',
  '5h': 'spend_window_exceeded',
  '1d': 'spend_window_exceeded',
  '7d': 'spend_window_exceeded',
  '30d': 'spend_window_exceeded',
  quota: 'key_quota_exceeded',
  budget: 'project_budget_exceeded',
  wallet: 'insufficient_credits',
};

/** What money is taken of. */
const PURSES: Readonly<Record<MoneyLimit, string>> = {
  '5h': 'what this API key may spend in 5 hours',
  '1d': 'what this API key may spend in 24 hours',
  '7d': 'what this API key may spend in 7 days',
  '30d': 'what this API key may spend in 30 days',
  quota: 'the quota of this API key',
  budget: 'the budget of the month',
  wallet: 'the credits',
};

/** What never fits is not to be sent again soon, and a client that is told no time would do so at once. */
const NEVER_RETRY_S = 60;

/** Says no in words: which limit, what is left of it, and what helps. */
export function refusalFor(rejection: Rejection): Refusal {
  const { limit } = rejection;
  const code = CODES[limit];
  const retryAfterS = rejection.retryAfterS ?? (limit === 'tpm' ? NEVER_RETRY_S : null);
  return new Refusal(code, {
    message: sentenceOf(rejection, REFUSALS[code].message),
    ...(retryAfterS === null ? {} : { retryAfterS }),
  });
}

function sentenceOf(rejection: Rejection, opening: string): string {
  const { limit, allowed, held } = rejection;
  switch (limit) {
    case 'rpm':
      return `This API key may make ${allowed} requests in a minute, and it has made them${again(rejection)}`;
    case 'tpm':
      return tokenSentence(rejection);
    case 'concurrency':
      return `This API key may run ${allowed} requests at once, and ${held} are running; try again when one has ended`;
    case 'queue':
      return `${opening}: ${allowed} requests wait while ${held} are running; try again when one has ended`;
    default:
      return moneySentence(rejection, opening, PURSES[limit]);
  }
}

function tokenSentence(rejection: Rejection): string {
  const { allowed, asked, left, retryAfterS } = rejection;
  const limit = `${allowed} tokens in a minute`;
  return retryAfterS === null
    ? `The input of this request is about ${asked} tokens, more than the ${limit} of this API key; shorten it`
    : `This API key may use ${limit} and ${left} are left, while this request may take ${asked}` +
        `${again(rejection)}, or allow it fewer output tokens`;
}

/** Where nothing is left and nothing is about to come back, the opening says it all. */
function moneySentence(rejection: Rejection, opening: string, purse: string): string {
  const { asked, left, held, retryAfterS } = rejection;
  const help: string[] = [];
  if (left > 0 || held > 0) {
    help.push(
      `this request could cost up to ${formatUsd(asked)} USD and ${formatUsd(left)} USD are left of ${purse}`,
    );
  }
  if (held > 0) {
    help.push(`running requests hold ${formatUsd(held)} USD until they end`);
  }
  if (left > 0) {
    help.push('a lower limit of output tokens makes it cheaper');
  }
  if (retryAfterS !== null) {
    help.push(`there is room again in ${durationOf(retryAfterS)}`);
  }
  return help.length === 0 ? opening : `${opening}: ${help.join('; ')}`;
}

function again({ retryAfterS }: Rejection): string {
  return retryAfterS === null ? '' : `; try again in ${durationOf(retryAfterS)}`;
}

/** In the unit that reads best, never less than it is. */
function durationOf(seconds: number): string {
  if (seconds < 120) {
    return `${seconds} s`;
  }
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 120) {
    return `${minutes} min`;
  }
  const hours = Math.ceil(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.ceil(hours / 24)} days`;
}
