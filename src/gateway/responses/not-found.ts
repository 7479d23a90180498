import { Refusal } from '../../core/refusal.ts';

/** There is no such response, or it is somebody else's, in OpenAI's own words. */
export function responseNotFound(id: string): Refusal {
  return new Refusal('response_not_found', { message: `Response with id '${id}' not found.` });
}

/** The same where a request wants to continue it. Clients look for the code and send everything anew. */
export function previousNotFound(id: string): Refusal {
  return new Refusal('previous_response_not_found', {
    message: `Previous response with id '${id}' not found.`,
    param: 'previous_response_id',
  });
}
