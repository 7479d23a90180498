/** The dialect's name in routes, logs and signatures. */
export const DIALECT = 'anthropic-messages';
