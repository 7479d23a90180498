import { httpUrlProblem } from './addresses.ts';
import { choiceSetting, secretSetting, textSetting } from './setting.ts';

/** How people get in, and how they are reached. */
export const SIGN_IN_SETTINGS = {
  signUp: choiceSetting({
    name: 'TURNPIKE_SIGN_UP',
    description:
      'Who may make an account: anybody (`open`), who was invited into an organization (`invitation`), or nobody (`closed`). It holds for accounts of `TURNPIKE_OIDC_ISSUER` too.',
    choices: ['open', 'invitation', 'closed'] as const,
    fallback: 'invitation',
  }),
  smtpUrl: secretSetting({
    name: 'SMTP_URL',
    description:
      'The mail server for invitations, confirmations of addresses and forgotten passwords. With one, people sign in once they confirmed their address; without one, the links of such mails are written to the log, one line each.',
    accepts: 'an address that begins with `smtp://` or `smtps://`',
    minLength: 1,
    problem: (text) =>
      /^smtps?:\/\/./.test(text) && URL.canParse(text)
        ? null
        : 'must be an address that begins with smtp:// or smtps://',
  }),
  smtpFrom: textSetting({
    name: 'SMTP_FROM',
    description: 'What mails are from. `SMTP_URL` needs it.',
    accepts: 'a mail address, or a name and an address such as `Turnpike <turnpike@example.com>`',
    fallback: null,
    problem: (text) => (/^[^\r\n]{0,200}[^\s@<>]+@[^\s@<>]+>?$/.test(text) ? null : 'must be a mail address'),
  }),
  oidcIssuer: textSetting({
    name: 'TURNPIKE_OIDC_ISSUER',
    description:
      'A provider of identities (OpenID Connect) to sign in with, by the address of its issuer. Its redirect address is `BASE_URL/api/auth/callback/oidc`.',
    accepts: 'an address that begins with `http://` or `https://`',
    fallback: null,
    problem: httpUrlProblem,
  }),
  oidcClientId: textSetting({
    name: 'TURNPIKE_OIDC_CLIENT_ID',
    description: 'What the provider calls this deployment. `TURNPIKE_OIDC_ISSUER` needs it.',
    accepts: 'a text',
    fallback: null,
    problem: () => null,
  }),
  oidcClientSecret: secretSetting({
    name: 'TURNPIKE_OIDC_CLIENT_SECRET',
    description: 'What this deployment proves itself to the provider with; none for a public client.',
    minLength: 1,
  }),
  oidcName: textSetting({
    name: 'TURNPIKE_OIDC_NAME',
    description: 'What the console calls the provider.',
    accepts: 'a text',
    fallback: 'Single sign-on',
    problem: (text) => (text.length <= 60 ? null : 'must have at most 60 characters'),
  }),
};

/** Those of them that mean nothing without another one. */
export const SIGN_IN_PARTNERS = [
  { name: 'SMTP_URL', needs: 'SMTP_FROM' },
  { name: 'TURNPIKE_OIDC_ISSUER', needs: 'TURNPIKE_OIDC_CLIENT_ID' },
] as const;
