import type { CanonicalField, CanonicalRequest } from '../../canonical/index.ts';
import type { BuiltRequest, Target } from '../codec.ts';
import type { JsonObject } from '../dialect.ts';
import { writeConversation } from './write-contents.ts';
import { writeGenerationConfig } from './write-generation-config.ts';
import { writeTools } from './write-tools.ts';

/** The tiers a request may name (js-genai, `ServiceTier`), by the words of all dialects. */
const SERVICE_TIERS: ReadonlyMap<string, string> = new Map([
  ['flex', 'flex'],
  ['priority', 'priority'],
  ['standard', 'standard'],
  ['default', 'standard'],
  ['standard_only', 'standard'],
]);

/**
 * Writes a body of `generateContent`. The model and whether it streams stand in the path.
 * @throws {CannotCarryError} for what this dialect has no word for and which changes the meaning.
 */
export function buildGeminiRequest(request: CanonicalRequest, target: Target, dialect: string): BuiltRequest {
  const dropped = wordless(request);
  const generationConfig = writeGenerationConfig(request, target.model, dropped);
  const serviceTier = SERVICE_TIERS.get(request.serviceTier ?? '');
  const body: JsonObject = {
    ...writeConversation(request, { dialect, model: target.model }),
    ...writeTools(request, dropped),
    ...(generationConfig === null ? {} : { generationConfig }),
    ...(serviceTier === undefined ? {} : { serviceTier }),
  };
  return { body, dropped, headers: [] };
}

/** The settings that only tune and have no word here. Several calls in one turn are what Gemini always may do. */
function wordless(request: CanonicalRequest): CanonicalField[] {
  const { serviceTier } = request;
  const absent: readonly (readonly [CanonicalField, boolean])[] = [
    ['parallelTools', request.parallelTools !== false],
    ['logitBias', request.logitBias === null],
    ['verbosity', request.verbosity === null],
    ['serviceTier', serviceTier === null || serviceTier === 'auto' || SERVICE_TIERS.has(serviceTier)],
    ['endUser', request.endUser === null],
    ['metadata', request.metadata === null],
  ];
  return absent.flatMap(([field, isAbsent]) => (isAbsent ? [] : [field]));
}
