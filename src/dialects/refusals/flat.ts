import type { Refusal } from '../../core/refusal.ts';
import type { RefusalRenderer } from './rendered-refusal.ts';

const NO_KEY =
  "Unauthorized: No API key provided. Expected 'Authorization: Bearer your-api-token' header or 'x-api-key: your-api-token' header";
const INVALID_KEY =
  "Unauthorized: Invalid LLMGateway API token. Please make sure the token is not deleted or disabled. Go to the LLMGateway 'API Keys' page to generate a new token.";
const LIMIT_REACHED = 'Unauthorized: LLMGateway API key reached its usage limit.';

/** One flat object. Scripts compare its sentences, so they stay as they are to the letter. */
export const flatRefusal: RefusalRenderer = {
  status: statusOf,
  body: (refusal) => ({ error: true, status: statusOf(refusal), message: sentenceOf(refusal) }),
};

/** In this format every limit of a key or wallet is 401. */
function statusOf(refusal: Refusal): number {
  return refusal.kind === 'billing' ? 401 : refusal.status;
}

function sentenceOf(refusal: Refusal): string {
  switch (refusal.code) {
    case 'missing_api_key':
      return NO_KEY;
    case 'invalid_api_key':
      return INVALID_KEY;
    case 'key_quota_exceeded':
    case 'spend_window_exceeded':
      return LIMIT_REACHED;
    case 'model_not_allowed':
    case 'iam_denied':
      return refusal.model === null
        ? 'Access denied: No providers are allowed after applying IAM rules.'
        : `Access denied: No providers are allowed for model ${refusal.model} after applying IAM rules.`;
    default:
      return refusal.message;
  }
}
