import { createRoute, type z } from '@hono/zod-openapi';
import type { Permission } from '../../members/index.ts';
import { answer, body, Deleted, IdParam, listOf, REFUSALS } from './route-parts.ts';
import { governed, type TargetKind } from './route-rule.ts';

/** What the five routes of a resource are made of. */
export interface CrudParts<
  Json extends z.ZodType,
  New extends z.ZodType,
  Patch extends z.ZodType,
  Query extends z.ZodObject,
> {
  /** What several of them are called in sentences: `image batch groups`. */
  readonly plural: string;
  readonly path: string;
  readonly target: TargetKind;
  /** What it takes to list and show them, and to create, change and delete them. */
  readonly read: Permission;
  readonly write: Permission;
  readonly json: Json;
  readonly newBody: New;
  readonly patchBody: Patch;
  readonly query: Query;
}

/** The routes that list, create, get, patch and delete a resource. */
export function crudRoutes<
  Json extends z.ZodType,
  New extends z.ZodType,
  Patch extends z.ZodType,
  Query extends z.ZodObject,
>(parts: CrudParts<Json, New, Patch, Query>) {
  const { plural, path, json, target } = parts;
  const tags = [plural];
  const reading = { tags, ...governed({ permission: parts.read, target, action: null }) };
  const doing = (verb: string) => ({
    tags,
    ...governed({ permission: parts.write, target, action: `${target}.${verb}` }),
  });
  const onePath = `${path}/{id}`;
  return {
    list: createRoute({
      ...reading,
      method: 'get',
      path,
      summary: `List ${plural}`,
      request: { query: parts.query },
      responses: { 200: answer('A part of the list', listOf(json)), ...REFUSALS },
    }),
    create: createRoute({
      ...doing('create'),
      method: 'post',
      path,
      summary: `Create one of the ${plural}`,
      request: { body: body(parts.newBody) },
      responses: { 201: answer('What was created', json), ...REFUSALS },
    }),
    get: createRoute({
      ...reading,
      method: 'get',
      path: onePath,
      summary: `Show one of the ${plural}`,
      request: { params: IdParam },
      responses: { 200: answer('What it is', json), ...REFUSALS },
    }),
    patch: createRoute({
      ...doing('update'),
      method: 'patch',
      path: onePath,
      summary: `Change one of the ${plural}; what is left out stays`,
      request: { params: IdParam, body: body(parts.patchBody) },
      responses: { 200: answer('What it is now', json), ...REFUSALS },
    }),
    remove: createRoute({
      ...doing('delete'),
      method: 'delete',
      path: onePath,
      summary: `Delete one of the ${plural} for good`,
      request: { params: IdParam },
      responses: { 200: answer('What was deleted', Deleted), ...REFUSALS },
    }),
  };
}
