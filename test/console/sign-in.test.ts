import { describe, expect, it } from 'vitest';
import { DESK, OPERATOR, useConsole, VIEWS } from '../support/console/index.ts';

const NAMES = {
  en: { signIn: 'Sign in', forgot: 'Choose a new password', first: 'Welcome to Turnpike' },
  zh: { signIn: '登录', forgot: '设置新密码', first: '欢迎使用 Turnpike' },
} as const;

describe('signing in', () => {
  const console = useConsole();

  it.for(VIEWS)('shows its pages in $language at $widthPx', async (view, context) => {
    const visit = await console.visit(context, view, { isSignedOut: true });
    const names = NAMES[view.language];
    for (const [path, name] of [
      ['/sign-in', names.signIn],
      ['/sign-in/forgot', names.forgot],
      ['/sign-in/first?token=x', names.first],
    ] as const) {
      await visit.goto(path);
      await visit.page.getByRole('heading', { level: 1, name }).waitFor();
      await visit.check();
    }
  });

  it('leads from the printed link into the console, out, and back to where one wanted to go', async (context) => {
    const visit = await console.visit(context, DESK, { isSignedOut: true });
    const { page } = visit;
    await page.goto(console.process.firstLink);
    await page.getByLabel('Name').fill(OPERATOR.name);
    await page.getByLabel('E-mail address').fill(OPERATOR.email);
    await page.getByLabel('Password').fill('short');
    await page.getByRole('button', { name: "Create the operator's account" }).click();
    await page.getByLabel('Password').and(page.locator('[aria-invalid="true"]')).waitFor();
    expect(await page.getByLabel('Name').inputValue()).toBe(OPERATOR.name);
    await page.getByLabel('Password').fill(OPERATOR.password);
    await page.getByRole('button', { name: "Create the operator's account" }).click();
    await page.getByRole('button', { name: OPERATOR.email }).click();
    await visit.check();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();

    await visit.goto('/operator');
    await page.waitForURL(/sign-in\?next=/);
    await page.getByLabel('E-mail address').fill(OPERATOR.email);
    await page.getByLabel('Password').fill('not the password');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('alert').filter({ hasText: 'Address or password is wrong' }).waitFor();
    await page.getByLabel('Password').fill(OPERATOR.password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.waitForURL(/\/console\/operator/);
    await visit.check();
  });
});
