import { z } from '@hono/zod-openapi';
import { IAM_RULE_TYPES } from '../../keys/api-key.ts';

const IamRule = z
  .strictObject({ type: z.enum(IAM_RULE_TYPES), values: z.array(z.string()) })
  .openapi('IamRule');

/** IAM rules as they are answered. */
export const IamRulesJson = z.array(IamRule);

/** IAM rules from a caller; what their values may be is for the service to say. */
export const IamRules = z.array(IamRule);

/** Addresses and networks from a caller; which of them can be read is for the service to say. */
export const AddressList = z.array(z.string().max(100));
