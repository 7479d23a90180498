import { createRoute } from '@hono/zod-openapi';
import type { ManagementApp } from '../context.ts';
import { answer, listOf, REFUSALS } from '../contract/route-parts.ts';
import { governed } from '../contract/route-rule.ts';
import {
  StatementJson,
  StatementListQuery,
  StatementMonthJson,
  StatementParam,
  StatementQueryParams,
} from '../contract/statements.ts';
import type { ManagementDeps } from '../deps.ts';
import { pageOf, presentPage } from '../lists.ts';
import { formatTime } from '../moments.ts';
import { organizationOf } from '../organization-of.ts';
import { type StatementHead, writeStatement } from './write-statement.ts';

const reading = {
  tags: ['wallet'],
  ...governed({ permission: 'wallet:read', target: 'wallet', action: null }),
};

const listRoute = createRoute({
  ...reading,
  method: 'get',
  path: '/api/v1/wallet/statements',
  summary: 'The months that there are statements of, newest first',
  request: { query: StatementListQuery },
  responses: { 200: answer('A part of the list', listOf(StatementMonthJson)), ...REFUSALS },
});

const statementRoute = createRoute({
  tags: reading.tags,
  // The path names a month, and the query whose.
  ...governed({ permission: 'wallet:read', target: null, action: null }),
  method: 'get',
  path: '/api/v1/wallet/statements/{month}',
  summary: 'Every movement of a month, oldest first, with what it comes to',
  request: { params: StatementParam, query: StatementQueryParams },
  responses: {
    200: {
      description: 'The statement, streamed',
      content: {
        'application/json': { schema: StatementJson },
        'text/csv': { schema: { type: 'string' } },
      },
    },
    ...REFUSALS,
  },
});

/** Adds `/api/v1/wallet/statements`. */
export function addStatements(app: ManagementApp, deps: ManagementDeps): void {
  const { wallets, clock } = deps;
  app.openapi(listRoute, async (context) => {
    const organizationId = await organizationOf(deps, context);
    const { createdAtMs } = await deps.organizations.get(organizationId);
    const months = monthsFrom(createdAtMs, clock.nowMs());
    const page = pageOf(months, context.req.valid('query'), ({ month }) => month);
    return context.json(presentPage(page, presentMonth), 200);
  });
  app.openapi(statementRoute, async (context) => {
    const { month } = context.req.valid('param');
    const { format } = context.req.valid('query');
    const organizationId = await organizationOf(deps, context);
    const span = { organizationId, ...spanOf(month) };
    const head = { month, ...span, ...(await wallets.statementTotals(span)) } satisfies StatementHead;
    return context.body(writeStatement(head, wallets.statementEntries(span), format), 200, {
      'content-type': format === 'csv' ? 'text/csv; charset=utf-8' : 'application/json',
      'content-disposition': `attachment; filename="statement-${month}.${format}"`,
    });
  });

  function presentMonth({ month, fromMs, beforeMs }: Month) {
    return {
      object: 'statement_month' as const,
      ...{ month, from: formatTime(fromMs), to: formatTime(beforeMs) },
      is_complete: beforeMs <= clock.nowMs(),
    };
  }
}

interface Month {
  readonly month: string;
  readonly fromMs: number;
  readonly beforeMs: number;
}

/** A month such as `2026-11`, in UTC. */
function spanOf(month: string): { readonly fromMs: number; readonly beforeMs: number } {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return { fromMs: Date.UTC(year, number - 1), beforeMs: Date.UTC(year, number) };
}

/** The months from one moment to another, the newest first. */
function monthsFrom(firstMs: number, lastMs: number): Month[] {
  const months: Month[] = [];
  let atMs = lastMs;
  do {
    const month = formatTime(atMs).slice(0, 'YYYY-MM'.length);
    months.push({ month, ...spanOf(month) });
    atMs = spanOf(month).fromMs - 1;
  } while (atMs >= firstMs);
  return months;
}
