import { bodyOf, type Call, freeReply, Refusal, type WholeReply } from '../platform.ts';

/** `POST /moderations`, which is free: what has the word `violence` is flagged. */
export function answerModerations(call: Call): WholeReply {
  const { input, model = 'omni-moderation-latest' } = bodyOf(call);
  if (input === undefined) throw new Refusal(400, "Missing required parameter: 'input'.", 'input');
  const inputs = Array.isArray(input) ? input : [input];
  const results = inputs.map((entry) => {
    const violence = JSON.stringify(entry).includes('violence');
    return {
      flagged: violence,
      categories: { violence },
      category_scores: { violence: violence ? 0.9 : 0.01 },
    };
  });
  return freeReply({ id: `modr-${call.requestId}`, model, results });
}
