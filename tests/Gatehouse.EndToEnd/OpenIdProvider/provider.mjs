// A real OpenID provider (npm oidc-provider) for the end-to-end tests, shaped like a Keycloak realm. Everything is in memory.
// PORT: where it listens. KEYS: a file that keys are kept in, so that a provider that comes back signs with the same ones.
// POST /control/rotate makes a new signing key and publishes it beside the old ones; POST /control/withdraw takes the old ones away.
import { generateKeyPair, exportJWK } from 'jose';
import { createServer } from 'node:http';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { Provider } from 'oidc-provider';

const port = Number(process.env.PORT);
const issuer = `http://127.0.0.1:${port}`;
const gateway = process.env.GATEWAY;
const accessTokenSeconds = Number(process.env.ACCESS_TOKEN_SECONDS ?? 300);

let count = 0;
async function newKey() {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  return { ...(await exportJWK(privateKey)), kid: `key-${process.pid}-${++count}`, use: 'sig', alg: 'RS256' };
}

let keys = existsSync(process.env.KEYS) ? JSON.parse(readFileSync(process.env.KEYS)) : [await newKey()];

const roles = { realm_access: { roles: ['staff', 'editor'] }, resource_access: { gateway: { roles: ['user'] } }, organization: { acme: { id: '1' } } };
const people = { redirect_uris: [`${gateway}/app/callback`], response_types: ['code'], grant_types: ['authorization_code', 'refresh_token'] };
const client = (client_id, more) => ({ client_id, client_secret: `secret-of-${client_id}-0123456789`, redirect_uris: [], response_types: [], ...more });

const configuration = () => ({
  clients: [
    client('gateway', {
      redirect_uris: [`${gateway}/app/callback`, `${gateway}/app`],
      post_logout_redirect_uris: [`${gateway}/bye`],
      response_types: ['code'],
      grant_types: ['authorization_code', 'refresh_token'],
    }),
    // Its access tokens are opaque, and good for userinfo.
    client('plain', people),
    // It has no secret, must push its requests, and signs assertions.
    client('keyed', {
      ...people,
      client_secret: undefined,
      token_endpoint_auth_method: 'private_key_jwt',
      jwks: { keys: [JSON.parse(process.env.CLIENT_JWK)] },
      require_pushed_authorization_requests: true,
    }),
    client('robot', { grant_types: ['client_credentials'] }),
    client('opaque-robot', { grant_types: ['client_credentials'] }),
  ],
  jwks: { keys },
  cookies: { keys: ['only-for-tests'] },
  pkce: { required: () => true },
  scopes: ['openid', 'offline_access', 'read', 'write'],
  claims: { openid: ['sub', 'preferred_username'] },
  conformIdTokenClaims: false,
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, preferred_username: id, ...roles }) }),
  extraTokenClaims: (_, token) => (token.kind === 'AccessToken' ? { ...roles, preferred_username: token.accountId } : { ...roles }),
  issueRefreshToken: (_, c) => c.grantTypeAllowed('refresh_token'),
  rotateRefreshToken: () => true,
  ttl: { AccessToken: accessTokenSeconds, ClientCredentials: 300, RefreshToken: 3600, IdToken: 300, Session: 3600, Grant: 3600, Interaction: 600 },
  features: {
    clientCredentials: { enabled: true },
    introspection: { enabled: true, allowedPolicy: () => true },
    revocation: { enabled: true },
    pushedAuthorizationRequests: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: (ctx) => {
        const id = ctx.oidc.client?.clientId;
        return id === 'plain' ? undefined : id === 'opaque-robot' ? 'urn:opaque' : 'urn:api';
      },
      useGrantedResource: () => true,
      getResourceServerInfo: (_, resource) => ({
        scope: 'read write',
        audience: resource,
        accessTokenFormat: resource === 'urn:opaque' ? 'opaque' : 'jwt',
        jwt: { sign: { alg: 'RS256' } },
      }),
    },
  },
});

let handler;
function start() {
  writeFileSync(process.env.KEYS, JSON.stringify(keys));
  handler = new Provider(issuer, configuration()).callback();
}

start();
createServer(async (request, response) => {
  if (request.url === '/control/rotate') {
    keys = [await newKey(), ...keys];
    start();
    response.end();
  } else if (request.url === '/control/withdraw') {
    keys = keys.slice(0, 1);
    start();
    response.end();
  } else {
    handler(request, response);
  }
}).listen(port, '127.0.0.1', () => console.log('ready'));
