import { createAudit } from '../audit/index.ts';
import { reachableUrl, type Settings } from '../config/index.ts';
import { type LeakNotice, leakLetter } from '../keys/index.ts';
import { createMailer } from '../mail/index.ts';
import { createInvitationService, createMemberService } from '../members/index.ts';
import { createSignIn } from '../sign-in/index.ts';
import type { Logger } from '../telemetry/index.ts';
import { type DisabledEndpoint, disabledLetter } from '../webhooks/index.ts';
import type { Domain } from './create-domain.ts';
import type { Storage } from './open-storage.ts';
import type { Opened } from './opened.ts';

/** Who may use the console, and how they get in. */
export function createPeople(
  settings: Settings,
  { database, box }: Storage,
  { clock, ids, services }: Domain,
  log: Logger,
  opened: Opened,
) {
  const audit = createAudit({ database, clock, ids });
  const members = createMemberService({ database, clock, ids });
  const invitations = createInvitationService({ database, clock, ids, box });
  const mailer = createMailer({ smtpUrl: settings.smtpUrl, from: settings.smtpFrom, log });
  opened.push(() => mailer.close());
  let publicUrl = settings.baseUrl;
  const signIn = createSignIn({
    ...{ database, clock, ids, box, audit, members, invitations, mailer, log },
    organizations: services.organizations,
    signUp: settings.signUp,
    oidc: oidcOf(settings),
    publicUrl: publicUrlOrThrow,
  });
  function publicUrlOrThrow(): string {
    if (publicUrl === null) {
      throw new Error('nobody can be told where the console is before the process listens');
    }
    return publicUrl;
  }
  return {
    ...{ audit, members, invitations, signIn, publicUrl: publicUrlOrThrow },
    sessions: signIn,
    describePeople: signIn.describePeople,
    ...(mailer.sendsMail ? { sendInvitation: signIn.sendInvitation } : {}),
    sendLeakNotice: (notice: LeakNotice) => mailer.send(leakLetter(publicUrl ?? '', notice)),
    /** Tells the owners of an organization that an endpoint of theirs was disabled. */
    async tellOwners(disabled: DisabledEndpoint): Promise<void> {
      const all = await members.list(disabled.endpoint.organizationId);
      const owners = all.filter(({ role }) => role === 'owner').map(({ userId }) => userId);
      for (const { email } of (await signIn.describePeople(owners)).values()) {
        mailer.send(disabledLetter(publicUrlOrThrow(), email, disabled));
      }
    },
    /** Says where the process listens, and returns where people reach the console. */
    reachableAt(url: string): string {
      publicUrl ??= reachableUrl(url);
      return publicUrl;
    },
  };
}

/** Everything that knows people. */
export type People = ReturnType<typeof createPeople>;

function oidcOf({ oidcIssuer, oidcClientId, oidcClientSecret, oidcName }: Settings) {
  return oidcIssuer === null || oidcClientId === null
    ? null
    : { issuer: oidcIssuer, clientId: oidcClientId, clientSecret: oidcClientSecret, name: oidcName };
}
