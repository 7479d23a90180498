import { parseFaultRules } from './fault-rules.ts';
import { parseJobPlan } from './jobs/job-plan.ts';
import { parsePace } from './pace.ts';
import type { SimulatorState } from './state.ts';

/** A request to `/__sim/…`. */
export type ControlRequest = {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly body: string;
};

/** What a control answers, as JSON. */
export type ControlAnswer = { readonly status: number; readonly value: unknown };

type Control = (request: ControlRequest, state: SimulatorState) => ControlAnswer;

/** Answers a control. Bad input is a 400 that names the field; an unknown control a 404 that lists them all. */
export function answerControl(request: ControlRequest, state: SimulatorState): ControlAnswer {
  const name = `${request.method} ${request.path}`;
  const control = Object.hasOwn(CONTROLS, name) ? CONTROLS[name] : undefined;
  if (control !== undefined) return control(request, state);
  return problem(404, `there is no control ${name}; there are: ${Object.keys(CONTROLS).join(', ')}`);
}

const CONTROLS: Record<string, Control> = {
  'GET /__sim/bill': ({ query }, { books, jobs }) => {
    jobs.charge(books, Date.now());
    const bill = books.bill();
    const lists = new URLSearchParams(query).get('requests') === '1';
    return ok(lists ? { ...bill, requests: books.entries() } : bill);
  },
  'GET /__sim/requests': (_request, { requests }) => ok({ requests: requests.list() }),
  'GET /__sim/faults': (_request, { faults }) => ok({ rules: faults.list() }),
  'POST /__sim/faults': ({ body }, { faults }) => {
    const parsed = parseJson(body);
    if (parsed === undefined) return problem(400, 'the body is not JSON');
    const rules = parseFaultRules(parsed.value);
    if (typeof rules === 'string') return problem(400, rules);
    faults.add(rules);
    return ok({ rules: faults.list() });
  },
  'DELETE /__sim/faults': (_request, { faults }) => {
    faults.clear();
    return ok({ rules: [] });
  },
  'GET /__sim/pace': (_request, { pace }) => ok(pace),
  'POST /__sim/pace': ({ body }, state) => {
    const parsed = parseJson(body);
    if (parsed === undefined) return problem(400, 'the body is not JSON');
    const pace = parsePace(parsed.value);
    if (typeof pace === 'string') return problem(400, pace);
    state.setPace(pace);
    return ok(state.pace);
  },
  'GET /__sim/jobs': (_request, { jobs }) => ok({ plan: jobs.plan(), jobs: jobs.list() }),
  'POST /__sim/jobs': ({ body }, { jobs }) => {
    const parsed = parseJson(body);
    if (parsed === undefined) return problem(400, 'the body is not JSON');
    const plan = parseJobPlan(parsed.value);
    if (typeof plan === 'string') return problem(400, plan);
    jobs.setPlan(plan);
    return ok(jobs.plan());
  },
  'POST /__sim/reset': (_request, state) => {
    state.reset();
    return ok({ reset: true });
  },
};

function ok(value: unknown): ControlAnswer {
  return { status: 200, value };
}

function problem(status: number, message: string): ControlAnswer {
  return { status, value: { error: { message } } };
}

function parseJson(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}
