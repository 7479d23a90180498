/**
 * What differs between the models behind this dialect, told by their names (ai.google.dev/gemini-api/docs,
 * "Thinking" and "Function calling"). A name that says nothing counts as Gemini 2.5.
 */

/** Models from Gemini 3 on: thinking by levels, media inside function responses. */
export function isGemini3OrLater(model: string): boolean {
  return /gemini-(?:[3-9]|\d\d)/.test(model);
}

/** Models that do not think, and refuse to be told about it. */
export function neverThinks(model: string): boolean {
  return /gemini-(?:1|2\.0)|gemma/.test(model);
}

/** The large models, which think more and cannot be kept from it. */
export function isPro(model: string): boolean {
  return /gemini.*-pro/.test(model);
}

/** Antigravity serves Claude in this dialect too. */
export function isClaude(model: string): boolean {
  return model.includes('claude');
}
