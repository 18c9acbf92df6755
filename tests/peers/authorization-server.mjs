// oidc-provider on loopback, with its own development pages: logs anyone in whose password is anything.
// node authorization-server.mjs PORT   (run in the folder of package.json's node_modules)
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const require = createRequire(pathToFileURL(`${process.cwd()}/`));
const { Provider } = await import(pathToFileURL(require.resolve("oidc-provider")));

const port = Number(process.argv[2]);
const grants = ["authorization_code", "refresh_token", "urn:ietf:params:oauth:grant-type:device_code"];
const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [
    {
      client_id: "native",
      application_type: "native",
      token_endpoint_auth_method: "none",
      redirect_uris: ["http://127.0.0.1/oauth/callback"],
      grant_types: grants,
      response_types: ["code"],
    },
    {
      client_id: "confidential",
      client_secret: "a secret: with+odd%characters/",
      application_type: "native",
      token_endpoint_auth_method: "client_secret_basic",
      redirect_uris: ["http://127.0.0.1/oauth/callback"],
      grant_types: grants,
      response_types: ["code"],
    },
  ],
  claims: { openid: ["sub"], email: ["email"] },
  conformIdTokenClaims: false,
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, email: `${id}@example.com` }) }),
  features: {
    deviceFlow: { enabled: true },
    devInteractions: { enabled: true },
    revocation: { enabled: true },
  },
  pkce: { required: () => true },
  rotateRefreshToken: true,
});
provider.listen(port, "127.0.0.1");
