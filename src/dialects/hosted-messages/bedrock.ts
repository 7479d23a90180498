import type { Hosting } from './hosting.ts';

/** Messages on Amazon Bedrock: `InvokeModel` and its kin (docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-anthropic-claude-messages.html). */
export const bedrockHosting: Hosting = {
  dialect: 'bedrock-messages',
  version: 'bedrock-2023-05-31',
  inAddress: new Set(['model', 'stream']),
  betas: 'body',
  framing: 'aws-event-stream',
  path: (model, isStreaming) => pathOf(model, isStreaming ? 'invoke-with-response-stream' : 'invoke'),
  counting: {
    path: (model) => pathOf(model, 'count-tokens'),
    body: (_messages, hosted) => ({
      input: { invokeModel: { body: Buffer.from(JSON.stringify(hosted)).toString('base64') } },
    }),
    tokens: 'inputTokens',
  },
};

/** A model is an id, or the name of a resource with slashes and colons. */
function pathOf(model: string, method: string): string {
  return `/model/${encodeURIComponent(model)}/${method}`;
}
