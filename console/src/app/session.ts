import { useQuery } from '@tanstack/react-query';
import { redirect } from '@tanstack/react-router';
import { useSyncExternalStore } from 'react';
import type { Permission } from '../../../src/console-api/contract/permissions.ts';
import { ApiError } from '../api/api-error.ts';
import { type Me, type MyOrganization, meOptions } from '../api/me.ts';
import { queryClient } from '../api/query-client.ts';

const STORED = 'turnpike.organization';
const listeners = new Set<() => void>();

/** Lets nobody in without a session: they sign in and come back. For `beforeLoad`. */
export async function requireSession(location: { readonly href: string }): Promise<Me> {
  try {
    return await queryClient.ensureQueryData(meOptions);
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) {
      throw redirect({ to: '/sign-in', search: { next: location.href } });
    }
    throw error;
  }
}

/** Who is signed in; below the areas it is always known. @throws {Error} outside of them. */
export function useMe(): Me {
  const { data } = useQuery(meOptions);
  if (data === undefined) {
    throw new Error('useMe stands below the areas of a session');
  }
  return data;
}

/** What the pages of the personal area are about, and what may be done there. */
export interface Scope {
  /** Null for an operator who belongs to no organization: then lists are about all of them. */
  readonly organization: MyOrganization | null;
  /** For the `organization_id` of every call; undefined where there is none. */
  readonly organizationId: string | undefined;
  readonly isOperator: boolean;
  /** Whether the role in this organization allows something. */
  can(permission: Permission): boolean;
}

/** The chosen organization of whoever is signed in. */
export function useScope(): Scope {
  const me = useMe();
  const chosen = useSyncExternalStore(subscribe, () => localStorage.getItem(STORED));
  const organization = me.organizations.find(({ id }) => id === chosen) ?? me.organizations[0] ?? null;
  const isOperator = me.kind === 'operator';
  const permissions: readonly string[] = organization?.permissions ?? me.permissions;
  return {
    organization,
    organizationId: organization?.id,
    isOperator,
    can: (permission) => isOperator || permissions.includes(permission),
  };
}

/** Chooses what the personal area is about, and remembers it in this browser. */
export function chooseOrganization(id: string): void {
  localStorage.setItem(STORED, id);
  for (const listener of listeners) {
    listener();
  }
}

/** Forgets everything that belongs to who was signed in. */
export function forgetSession(): void {
  queryClient.clear();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
