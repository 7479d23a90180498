export {
  type AnswerHead,
  type AnswerSink,
  type Attempt,
  type AttemptOwner,
  startAttempt,
  type UpstreamFailure,
  type UpstreamRequest,
} from './attempt.ts';
export { createUpstreams, type Upstream, type Upstreams, type UpstreamTarget } from './pools.ts';
export { type Probe, probe } from './probe.ts';
