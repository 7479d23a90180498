import { Refusal } from '../../core/refusal.ts';
import { checkSameOrigin } from '../authentication/same-origin.ts';
import type { ManagementApp, ManagementContext, ManagementEnv } from '../context.ts';
import type { ManagementDeps } from '../deps.ts';
import { answerRefusal } from '../refusals.ts';
import { limitBody } from '../request-body.ts';

const PATHS = '/api/auth/*';

type SignInDeps = Pick<ManagementDeps, 'clientAddress' | 'publicUrl' | 'signIn'>;

/**
 * Adds `/api/auth`, where people sign in. What changes something has to come from the console itself, with a
 * session or without: a sign-in that another site sends would make a person work in somebody else's account.
 */
export function addSignIn(app: ManagementApp, { signIn, publicUrl, clientAddress }: SignInDeps): void {
  if (signIn === undefined) {
    return;
  }
  app.use(PATHS, limitBody);
  app.all(PATHS, async (context) => {
    checkSameOrigin(context, publicUrl);
    const response = await signIn.handler(context.req.raw, addressOf(context, clientAddress));
    // better-auth says nothing beside the status where it failed.
    return response.status >= 500 ? answerRefusal(context, new Refusal('internal_error')) : response;
  });
}

function addressOf(context: ManagementContext, clientAddress: ManagementDeps['clientAddress']): string {
  const incoming = (context.env as ManagementEnv['Bindings'] | undefined)?.incoming;
  return incoming === undefined ? '' : clientAddress(incoming);
}
