import type { RefusalRenderer } from './rendered-refusal.ts';

/** The body of tasks and of the management API; `param` stands there when a field is at fault. */
export const tasksRefusal: RefusalRenderer = {
  status: (refusal) => refusal.status,
  body: (refusal) => ({
    error: {
      message: refusal.message,
      type: 'gateway_error',
      code: refusal.code,
      ...(refusal.param === null ? {} : { param: refusal.param }),
    },
  }),
};
