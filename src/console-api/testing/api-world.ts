import { mkdtemp, rm } from 'node:fs/promises';
import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAudit } from '../../audit/index.ts';
import { createWallets } from '../../billing/index.ts';
import { createModelService, createPriceOverrides } from '../../catalog/index.ts';
import { createChannelService, createChannelTest } from '../../channels/index.ts';
import { createCodeService } from '../../codes/index.ts';
import { createIds } from '../../core/ids.ts';
import { Secret } from '../../core/secret.ts';
import { createSecretBox } from '../../core/secret-box.ts';
import { openDatabase } from '../../db/index.ts';
import { createGroupService, createImageBatchGroupService } from '../../groups/index.ts';
import { createKeyService, type LeakNotice } from '../../keys/index.ts';
import { createMemoryAdmissions } from '../../limits/index.ts';
import { createManagementKeyService } from '../../management-keys/index.ts';
import { createDiskStorage, createMediaFiles } from '../../media/index.ts';
import { createInvitationService, createMemberService } from '../../members/index.ts';
import { createOrganizationService } from '../../organizations/index.ts';
import { createPaymentService, type Stripe } from '../../payments/index.ts';
import { createProjectService } from '../../projects/index.ts';
import { createProviderKeyService } from '../../provider-keys/index.ts';
import { findProvider, PROVIDERS } from '../../providers/index.ts';
import { createAffinity, createKnownModels, createRoad } from '../../routing/index.ts';
import type { Probe } from '../../upstream/index.ts';
import { createPastSpend, createRequestLog, createUsageReports } from '../../usage/index.ts';
import { createDeliveries, createEndpoints } from '../../webhooks/index.ts';
import { createManagementApi } from '../app.ts';
import type { AppliedChange, InvitationMail } from '../deps.ts';
import { createTestPeople } from './people.ts';
import { createTestTasks } from './tasks.ts';

/** The management key of the tests. */
export const MANAGEMENT_KEY = 'the-management-key-of-the-tests';

/** An answer with its body read. */
export interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; fields are looked up by path: `error.code`, `data.0.id`. */
  field(path: string): unknown;
}

/** What a world may have beside the usual. */
export interface ApiWorldOptions {
  readonly hashOnly?: boolean;
  readonly leakReportSecret?: Secret;
  /** Where payments are made; without it a place where nothing is ever paid. */
  readonly stripe?: Stripe;
  /** What its events are signed with; null for nothing. */
  readonly webhookSecret?: Secret | null;
}

/** Opens checkouts that nobody pays. */
const CHECKOUTS: Stripe = {
  createSession: async ({ paymentId }) => ({
    ...{ id: `cs_${paymentId}`, url: 'https://checkout.example', mode: 'payment', payment_status: 'unpaid' },
  }),
  readSession: async () => {
    throw new Error('nobody pays here');
  },
};

/** A management API over a new SQLite database, with a clock that can be set. */
export async function createApiWorld(options: ApiWorldOptions = {}) {
  const dataDir = await mkdtemp(join(tmpdir(), 'turnpike-api-'));
  const database = await openDatabase({ url: null, dataDir });
  await database.migrate();
  const startMs = Date.parse('2026-03-01T12:00:00Z');
  const time = { ms: startMs };
  const clock = { nowMs: () => time.ms, monotonicMs: () => time.ms };
  const ids = createIds(clock);
  const box = createSecretBox(new Secret('a master key of thirty-two bytes!'));
  const common = { database, clock, ids, box, onChange: async () => {} };
  const admissions = createMemoryAdmissions({ clock });
  const applied: { text: string; changes: AppliedChange[]; fail: Error | null } = {
    text: '',
    changes: [],
    fail: null,
  };
  /** What the live test of an upstream is to find. */
  const probed: { verdict: Probe } = { verdict: { ok: true, status: 200, totalMs: 3 } };
  const failures: unknown[] = [];
  /** What contradicted a payment. */
  const mismatches: string[] = [];
  const mails: InvitationMail[] = [];
  const leakNotices: LeakNotice[] = [];
  const people = createTestPeople(time);
  const wallets = createWallets({ ...common, admissions });
  const deps = {
    ...common,
    administratorKeys: [new Secret('another-management-key'), new Secret(MANAGEMENT_KEY)],
    sessions: people,
    describePeople: people.describe,
    sendInvitation: async (mail: InvitationMail) => {
      mails.push(mail);
    },
    sendLeakNotice: (notice: LeakNotice) => {
      leakNotices.push(notice);
    },
    publicUrl: 'https://turnpike.example',
    leakReportSecret: options.leakReportSecret ?? null,
    clientAddress: () => '203.0.113.9',
    organizations: createOrganizationService(common),
    projects: createProjectService(common),
    groups: createGroupService(common),
    imageBatchGroups: createImageBatchGroupService(common),
    channels: createChannelService({ ...common, findProvider }),
    testChannel: createChannelTest({ ...common, findProvider, probe: async () => probed.verdict }),
    road: createRoad({ clock, random: () => 0 }),
    affinity: createAffinity({ clock }),
    providerKeys: createProviderKeyService({
      ...common,
      findProvider,
      verify: async () => probed.verdict,
    }),
    models: createModelService(common),
    priceOverrides: createPriceOverrides(common),
    knownModels: createKnownModels({ ...common, providers: PROVIDERS }),
    keys: createKeyService({ ...common, hashOnly: options.hashOnly ?? false }),
    members: createMemberService(common),
    invitations: createInvitationService(common),
    managementKeys: createManagementKeyService(common),
    audit: createAudit(common),
    wallets,
    codes: createCodeService({ ...common, wallets }),
    payments: createPaymentService({
      ...{ ...common, wallets, minimumNano: 5_000_000_000, maximumNano: 1_000_000_000_000 },
      stripe: options.stripe ?? CHECKOUTS,
      webhookSecret:
        options.webhookSecret === undefined ? new Secret('whsec_of_the_tests') : options.webhookSecret,
      onMismatch: (payment, problem) => {
        mismatches.push(`${payment}: ${problem}`);
      },
    }),
    pastSpend: createPastSpend(common),
    requestLog: createRequestLog(common),
    ...createTestTasks(common, admissions),
    usageReports: createUsageReports(common),
    media: createMediaFiles({ ...common, storage: createDiskStorage(join(dataDir, 'media')) }),
    webhookEndpoints: createEndpoints({ ...common, allowPrivate: false }),
    webhookDeliveries: createDeliveries(common),
    apply: async (text: string) => {
      if (applied.fail !== null) {
        throw applied.fail;
      }
      applied.text = text;
      return applied.changes;
    },
    exportConfig: async () => 'groups: []\n',
    onFailure: (error: unknown) => {
      failures.push(error);
    },
  };
  // As at every start, before anybody can sign up: the oldest organization is that of the deployment.
  time.ms -= 1_000;
  await deps.organizations.ensureDefault();
  time.ms = startMs;
  const app = createManagementApi(deps);
  return {
    ...deps,
    app,
    time,
    people,
    applied,
    probed,
    failures,
    mismatches,
    mails,
    leakNotices,
    admissions,
    call: createCaller(app),
    async close() {
      await database.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** What tests use of a world. */
export type ApiWorld = Awaited<ReturnType<typeof createApiWorld>>;

function createCaller(app: ReturnType<typeof createManagementApi>) {
  return async (
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string | null> = {},
  ): Promise<ApiAnswer> => {
    const all: Record<string, string | null> = {
      authorization: `Bearer ${MANAGEMENT_KEY}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    };
    const sent = Object.entries(all).flatMap(([name, value]) =>
      value === null ? [] : [[name, value] as const],
    );
    const request = {
      method,
      headers: Object.fromEntries(sent),
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    };
    const response = await app.request(path, request, { incoming: new IncomingMessage(new Socket()) });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, field: (path) => fieldOf(text, path) };
  };
}

function fieldOf(text: string, path: string): unknown {
  let value: unknown = JSON.parse(text);
  for (const name of path.split('.')) {
    value = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  }
  return value;
}
