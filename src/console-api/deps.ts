import type { IncomingMessage } from 'node:http';
import type { Audit } from '../audit/index.ts';
import type { Wallets } from '../billing/index.ts';
import type { ModelService, PriceOverrides } from '../catalog/index.ts';
import type { ChannelService, TestChannel } from '../channels/index.ts';
import type { CodeService } from '../codes/index.ts';
import type { Clock } from '../core/clock.ts';
import type { Ids } from '../core/ids.ts';
import type { Secret } from '../core/secret.ts';
import type { SecretBox } from '../core/secret-box.ts';
import type { Database } from '../db/index.ts';
import type { GroupService, ImageBatchGroupService } from '../groups/index.ts';
import type { KeyService, LeakNotice } from '../keys/index.ts';
import type { PastSpend } from '../limits/index.ts';
import type { ManagementKeyService } from '../management-keys/index.ts';
import type { MediaFiles } from '../media/index.ts';
import type { InvitationService, MemberService, Role } from '../members/index.ts';
import type { OrganizationService } from '../organizations/index.ts';
import type { PaymentService } from '../payments/index.ts';
import type { ProjectService } from '../projects/index.ts';
import type { ProviderKeyService } from '../provider-keys/index.ts';
import type { Affinity, KnownModels, Road } from '../routing/index.ts';
import type { SignIn } from '../sign-in/index.ts';
import type { PresentDeps, Tasks } from '../tasks/index.ts';
import type { RequestLog, UsageReports } from '../usage/index.ts';
import type { DeliveryService, EndpointService } from '../webhooks/index.ts';
import type { SessionFinder } from './authentication/signed-in.ts';

/** What sign-in knows of people by their ids; who is gone is left out. */
export type DescribePeople = (
  userIds: readonly string[],
) => Promise<ReadonlyMap<string, { readonly email: string; readonly name: string }>>;

/** A mail that invites somebody. The link holds the token, so it goes into the mail alone. */
export interface InvitationMail {
  readonly email: string;
  readonly organizationName: string;
  readonly role: Role;
  readonly invitedBy: string;
  readonly link: Secret;
  readonly expiresAtMs: number;
}

/** One thing that the application of a configuration file did. */
export interface AppliedChange {
  readonly change: 'created' | 'updated' | 'deleted' | 'unchanged';
  readonly kind: string;
  readonly name: string;
  readonly fields: readonly string[];
}

/** Everything the management API works with. */
export interface ManagementDeps {
  /** Who presents one of these may do everything. */
  readonly administratorKeys: readonly Secret[];
  /** Finds people by their cookies; without it there are no sessions. */
  readonly sessions?: SessionFinder;
  /** Serves `/api/auth` and the sessions of people; without it there is neither. */
  readonly signIn?: Pick<SignIn, 'handler' | 'listSessions' | 'revokeSession'>;
  readonly describePeople?: DescribePeople;
  /** Sends invitations; without it the one who invites passes the link on. */
  readonly sendInvitation?: (mail: InvitationMail) => Promise<void>;
  /** Tells the owner of a key that it was leaked; without it only the list of keys says so. */
  readonly sendLeakNotice?: (notice: LeakNotice) => void;
  /** What a scanner proves itself with that reports leaked keys; without it nobody can report any. */
  readonly leakReportSecret?: Secret | null;
  /** Where people reach the console, from BASE_URL; null when it is not set. */
  readonly publicUrl: string | null;
  /** Where a request comes from, through trusted proxies. */
  readonly clientAddress: (request: IncomingMessage) => string;
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly box: SecretBox;
  readonly organizations: OrganizationService;
  readonly projects: ProjectService;
  readonly groups: GroupService;
  readonly imageBatchGroups: ImageBatchGroupService;
  readonly channels: ChannelService;
  readonly testChannel: TestChannel;
  /** How the upstreams are. */
  readonly road: Pick<Road, 'view' | 'reset'>;
  /** The sessions that keep to a channel. */
  readonly affinity: Pick<Affinity, 'list' | 'clear'>;
  readonly providerKeys: ProviderKeyService;
  readonly models: ModelService;
  readonly priceOverrides: PriceOverrides;
  readonly knownModels: KnownModels;
  readonly keys: KeyService;
  /** What keys spent before, by the hour. */
  readonly pastSpend: Pick<PastSpend, 'ofKey'>;
  readonly members: MemberService;
  readonly invitations: InvitationService;
  readonly managementKeys: ManagementKeyService;
  readonly audit: Audit;
  readonly wallets: Wallets;
  readonly codes: CodeService;
  readonly payments: PaymentService;
  readonly requestLog: RequestLog;
  readonly tasks: Pick<Tasks, 'find' | 'jobs' | 'list' | 'cancel' | 'forgetFile'>;
  readonly taskPresent: PresentDeps;
  readonly usageReports: UsageReports;
  readonly media: Pick<MediaFiles, 'find' | 'isThere' | 'remove'>;
  readonly webhookEndpoints: EndpointService;
  readonly webhookDeliveries: DeliveryService;
  /** Reconciles with the text of a configuration file. @throws {ConfigFileError} with every problem. */
  readonly apply: (text: string) => Promise<readonly AppliedChange[]>;
  /** The configuration as YAML, without secrets. */
  readonly exportConfig: () => Promise<string>;
  /** Told of errors that are faults of the gateway, with the id the caller was given. */
  readonly onFailure: (error: unknown, requestId: string) => void;
}
