export { askWhole, type NoAnswer, type WholeAnswer } from './ask-whole.ts';
export {
  type AnswerHead,
  type AnswerSink,
  type Attempt,
  type AttemptOwner,
  startAttempt,
  type UpstreamFailure,
  type UpstreamRequest,
} from './attempt.ts';
export { type CredentialHeaders, createCredentialHeaders } from './credentials/credential-headers.ts';
export { createOutbound, type Outbound, type OutboundAnswer, OutboundError } from './outbound.ts';
export { createUpstreams, type Upstream, type Upstreams, type UpstreamTarget } from './pools.ts';
export { createProbe, type Probe, type ProbeUpstream } from './probe.ts';
export { canReachHost } from './reachable-host.ts';
