/** What better-auth's models and fields are called in the database, where they are not called the same. */
const CREATED = { createdAt: 'created_at', updatedAt: 'updated_at' };

/** Of the people. */
export const USER_TABLE = {
  modelName: 'auth_users',
  fields: { ...CREATED, emailVerified: 'email_verified' },
};

/** Of the sessions. */
export const SESSION_TABLE = {
  modelName: 'auth_sessions',
  fields: {
    ...CREATED,
    userId: 'user_id',
    expiresAt: 'expires_at',
    ipAddress: 'ip_address',
    userAgent: 'user_agent',
  },
};

/** Of the passwords and the accounts at providers. */
export const ACCOUNT_TABLE = {
  modelName: 'auth_accounts',
  fields: {
    ...CREATED,
    userId: 'user_id',
    accountId: 'account_id',
    providerId: 'provider_id',
    accessToken: 'access_token',
    refreshToken: 'refresh_token',
    idToken: 'id_token',
    accessTokenExpiresAt: 'access_token_expires_at',
    refreshTokenExpiresAt: 'refresh_token_expires_at',
  },
};

/** Of what waits to be confirmed. */
export const VERIFICATION_TABLE = {
  modelName: 'auth_verifications',
  fields: { ...CREATED, expiresAt: 'expires_at' },
};

/** Of second factors. */
export const TWO_FACTOR_TABLES = {
  user: { fields: { twoFactorEnabled: 'two_factor_enabled' } },
  twoFactor: {
    modelName: 'auth_two_factors',
    fields: {
      userId: 'user_id',
      backupCodes: 'backup_codes',
      failedVerificationCount: 'failed_verification_count',
      lockedUntil: 'locked_until',
    },
  },
};

/** Of passkeys. */
export const PASSKEY_TABLES = {
  passkey: {
    modelName: 'auth_passkeys',
    fields: {
      userId: 'user_id',
      publicKey: 'public_key',
      credentialID: 'credential_id',
      deviceType: 'device_type',
      backedUp: 'backed_up',
      createdAt: 'created_at',
    },
  },
};
