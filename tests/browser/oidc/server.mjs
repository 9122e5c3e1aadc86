// A real identity provider for one test: whoever types a name is that person, with the roles the name says.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [folder, port, callback] = process.argv.slice(2);
const found = createRequire(folder + "/package.json").resolve("oidc-provider");
const { Provider } = await import(pathToFileURL(found).href);
const people = {
  ada: {
    email: "ada@example.com", email_verified: true, roles: ["balance-owners"],
    realm_access: { roles: ["offline_access", "balance-readers"] }, // where Keycloak keeps them
  },
  ben: { email: "ben@example.com", email_verified: true, roles: ["balance-viewers"] },
  eve: { email: "ada@example.com", email_verified: false, roles: [] },
};
const issuer = `http://localhost:${port}`;
const provider = new Provider(issuer, {
  clients: [{
    client_id: "balance",
    client_secret: process.env.CLIENT_SECRET,
    redirect_uris: [callback],
    post_logout_redirect_uris: [callback],
  }],
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["preferred_username", "roles", "realm_access"] },
  conformIdTokenClaims: false,
  cookies: { keys: ["for one test"] },
  findAccount: (context, id) => ({
    accountId: id,
    claims: () => ({ sub: id, preferred_username: id, ...(people[id] ?? {}) }),
  }),
});
provider.listen(Number(port), "localhost", () => console.log("ready"));
