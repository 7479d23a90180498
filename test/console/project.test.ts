import { describe, expect, it } from 'vitest';
import { DESK, useConsole, VIEWS } from '../support/console/index.ts';

const NAMES = {
  en: { title: 'Project', keys: 'Provider keys', members: 'Members' },
  zh: { title: '项目', keys: '供应商密钥', members: '成员' },
} as const;

describe('the project', () => {
  const console = useConsole();

  it.for(VIEWS)('is shown in $language at $widthPx', async (view, context) => {
    const visit = await console.visit(context, view);
    const { page } = visit;
    const names = NAMES[view.language];
    await visit.goto('/project');
    await page.getByRole('heading', { level: 1, name: names.title }).waitFor();
    await page.getByRole('heading', { level: 2, name: 'Default' }).waitFor();
    await visit.check();
    await page.getByRole('tab', { name: names.keys }).click();
    await page.getByRole('tabpanel').getByRole('button').first().waitFor();
    await visit.check();
    await page.getByRole('tab', { name: names.members }).click();
    await page.getByRole('tabpanel').getByText('ada@example.com').first().waitFor();
    await visit.check();
  });

  it('is changed, and what is refused stays typed beside its field', async (context) => {
    const visit = await console.visit(context, DESK);
    const { page } = visit;
    await visit.goto('/project');
    await page.getByRole('button', { name: 'New project' }).click();
    await page.getByRole('dialog').getByLabel('Name').fill('search');
    await page.getByRole('button', { name: 'Create project' }).click();
    await page.getByRole('heading', { level: 2, name: 'search' }).waitFor();
    await page.getByLabel('Mode').selectOption({ label: 'Hybrid' });
    await page.getByLabel('Budget by month').fill('250');
    await page.getByLabel('Access rules').fill('deny_models: o1, gpt-4*');
    await page.getByLabel('IP whitelist').fill('nowhere');
    const save = page.getByRole('button', { name: 'Save' });
    await save.click();
    await page.locator('[aria-invalid="true"]').waitFor();
    expect(await page.getByLabel('Budget by month').inputValue()).toBe('250');
    await visit.check();
    await page.getByLabel('IP whitelist').fill('10.0.0.0/8');
    await save.click();
    await page.getByRole('status').getByText('Saved').first().waitFor({ state: 'attached' });
    const { data } = await console.call<{ data: { name: string }[] }>('GET', '/api/v1/projects');
    expect(data.find(({ name }) => name === 'search')).toMatchObject({
      ...{ mode: 'hybrid', monthly_budget: '250', ip_allow: ['10.0.0.0/8'] },
      iam_rules: [{ type: 'deny_models', values: ['o1', 'gpt-4*'] }],
    });
  });

  it('says that a provider key does not work before it is kept', async (context) => {
    const visit = await console.visit(context, DESK);
    const { page } = visit;
    await visit.goto('/project?tab=provider-keys');
    await page.getByRole('button', { name: 'Add provider key' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('mine');
    await dialog.getByLabel('Credential').fill('sk-of-nobody');
    await dialog.getByLabel('Base URL').fill('http://127.0.0.1:9');
    await dialog.getByRole('button', { name: 'Test and save' }).click();
    await dialog.getByRole('alert').or(dialog.locator('[aria-invalid="true"]')).first().waitFor();
    await visit.check();
  });

  it('invites a person and takes the invitation back', async (context) => {
    const visit = await console.visit(context, DESK);
    const { page } = visit;
    await visit.goto('/project?tab=members');
    await page.getByRole('button', { name: 'Invite a person' }).click();
    await page.getByLabel('E-mail address').fill('grace@example.com');
    await page.getByRole('button', { name: 'Invite', exact: true }).click();
    await page.getByRole('dialog', { name: 'grace@example.com is invited' }).waitFor();
    await page.getByText(/invitation\?token=/).waitFor();
    await visit.check();
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('button', { name: 'Take back the invitation of grace@example.com' }).click();
    await page.getByText('grace@example.com').waitFor({ state: 'detached' });
  });
});
