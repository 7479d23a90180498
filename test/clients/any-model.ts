/** One model of every platform of the simulator, as `testConfig` serves them. */
export const ANY_MODEL = ['gpt-test', 'claude-test', 'gemini-test'] as const;

/** JSON Schema of a tool that wants a city. */
export const CITY_SCHEMA = {
  type: 'object' as const,
  properties: { city: { type: 'string' as const } },
  required: ['city'],
  additionalProperties: false,
};
