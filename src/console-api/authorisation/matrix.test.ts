import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ALL_PERMISSIONS, type Permission, ROLE_PERMISSIONS, ROLES } from '../../members/index.ts';
import { type ApiWorld, createApiWorld } from '../testing/api-world.ts';
import { type MakeCall, ROUTE_CALLS } from '../testing/route-calls.ts';
import { type Credentials, createScene, type Scene } from '../testing/scene.ts';
import { isOperatorsAlone } from './check-permission.ts';
import { type GovernedRoute, governedRoutes } from './route-rules.ts';

/** Routes that ask for no permission, each with its own tests. */
const OPEN_ROUTES = [
  'GET /api/v1/me',
  'GET /api/v1/providers',
  'GET /api/v1/organizations',
  'POST /api/v1/organizations',
  'POST /api/v1/invitations/accept',
  'POST /api/v1/keys/leaked',
];

/** What belongs to no organization, so that nobody is a stranger to it. */
const OF_THE_DEPLOYMENT =
  /^\/api\/v1\/(groups|image-batch-groups|channels|models|prices|providers|codes|code-batches|apply|export)\b/;

// The routes are read from an app that is thrown away, because tests are named before any hook runs.
const listing = await createApiWorld();
const ROUTES = governedRoutes(listing.app).map((route) => ({
  ...route,
  name: `${route.method} ${route.path}`,
}));
await listing.close();

let world: ApiWorld;

beforeAll(async () => {
  world = await createApiWorld();
});

afterAll(() => world.close());

describe('the routes', () => {
  it('either ask for a permission or are open on purpose', () => {
    const open = ROUTES.filter(({ rule }) => rule.permission === null).map(({ name }) => name);
    expect(open.sort()).toEqual([...OPEN_ROUTES].sort());
  });
});

describe.each(ROUTES.filter(({ rule }) => rule.permission !== null))('$name', (route) => {
  const permission = route.rule.permission ?? 'keys:read';

  it('401 for nobody', async () => {
    expect(await statusOf(route, await createScene(world), { authorization: null })).toBe(401);
  });

  it('200 for the operator', async () => {
    expect(await statusOf(route, await createScene(world), {})).toBeLessThan(300);
  });

  it.each(ROLES)('as the table says for an %s', async (role) => {
    const scene = await createScene(world);
    const reach = ROLE_PERMISSIONS[role][permission];
    const isAllowed = reach === 'all' || (reach === 'own' && !isAboutOne(route));
    await expectStatus(route, scene, scene.people[role].headers, isAllowed ? 200 : 403);
    if (reach === 'own' && isAboutOne(route)) {
      const own = await makerOf(route)(scene, scene.people[role]);
      const answer = await world.call(route.method, own.path, own.body, scene.people[role].headers);
      expect([answer.status < 300, answer.text]).toEqual([true, expect.anything()]);
    }
  });

  it('as for what does not exist for a stranger', async () => {
    const [scene, elsewhere] = [await createScene(world), await createScene(world)];
    const asPerson = isOperatorsAlone(permission) ? 403 : strangerStatusOf(route);
    await expectStatus(route, scene, elsewhere.people.owner.headers, asPerson);
    await expectStatus(route, scene, await elsewhere.managementKey(), strangerStatusOf(route));
  });

  it('200 for a management key with the permission, 403 with every other one', async () => {
    const scene = await createScene(world);
    const others = ALL_PERMISSIONS.filter((other) => other !== permission);
    await expectStatus(route, scene, await scene.managementKey(others), 403);
    await expectStatus(route, scene, await scene.managementKey([permission]), 200);
  });
});

/** Whether the path names one thing, whose owner then matters. */
function isAboutOne(route: GovernedRoute): boolean {
  return route.path.includes('{');
}

/** What a credential of another organization is told that has every permission there. */
function strangerStatusOf(route: GovernedRoute): number {
  const name = `${route.method} ${route.path}`;
  // A field of the body that names what is a stranger's is a bad field, as one that names nothing.
  if (name === 'POST /api/v1/keys') {
    return 400;
  }
  // Each key of a bulk is refused by itself.
  const isBulk = name === 'POST /api/v1/keys/bulk';
  return isBulk || OF_THE_DEPLOYMENT.test(route.path) ? 200 : 404;
}

function makerOf(route: GovernedRoute): MakeCall {
  const make = ROUTE_CALLS[`${route.method} ${route.path}`];
  if (make === undefined) {
    throw new Error(`src/console-api/testing/route-calls.ts does not say how ${route.path} is called`);
  }
  return make;
}

async function statusOf(route: GovernedRoute, scene: Scene, headers: Credentials): Promise<number> {
  const { path, body } = await makerOf(route)(scene);
  return (await world.call(route.method, path, body, headers)).status;
}

async function expectStatus(route: GovernedRoute, scene: Scene, headers: Credentials, status: number) {
  const { path, body } = await makerOf(route)(scene);
  const answer = await world.call(route.method, path, body, headers);
  expect([answer.status < 300 ? 200 : answer.status, answer.text]).toEqual([status, expect.anything()]);
  if (status === 403) {
    expect(answer.field('error.code')).toBe('management_forbidden');
    expect(answer.text).toContain(route.rule.permission satisfies Permission | null);
  }
}
