// SPDX-License-Identifier: Apache-2.0
// An examination platform with accounts: a real OpenID provider on this machine, and a service whose
// settings know it.
import { appendFile, cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type KeyObject, generateKeyPairSync } from 'node:crypto';
import { type Server, createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Provider from 'oidc-provider';
import { Service, freePorts } from './service';

const CLIENT = 'yinxin';
const SECRET = 'a secret of this test alone / with + signs';

/** What the platform says of somebody who logs in there. */
export interface PlatformPerson {
  /** What is typed as the user name; any password will do. */
  login: string;
  /** Name and number that the platform has verified; none: an account and nothing else. */
  verified?: { name: string; idNumber: string };
}

function jwk(key: KeyObject, kid: string): unknown {
  return { ...key.export({ format: 'jwk' }), kid, use: 'sig' };
}

export class Platform {
  private server: Server | null = null;
  private keys: unknown[] = [];

  private constructor(
    readonly url: string,
    private readonly port: number,
    private readonly people: PlatformPerson[],
    readonly service: Service,
    private readonly scratch: string,
  ) {}

  /** The platform and a service that takes its accounts, on a fresh copy of the demonstration. */
  static async start(people: PlatformPerson[]): Promise<Platform> {
    const scratch = await mkdtemp(join(tmpdir(), 'yinxin-e2e-platform-'));
    const data = join(scratch, 'demo');
    await cp(process.env.YX_UNTOUCHED ?? '', data, { recursive: true });
    const [port] = await freePorts(1);
    const url = `http://127.0.0.1:${port}`;
    await writeFile(join(data, 'platform.secret'), `${SECRET}\n`, { mode: 0o600 });
    await appendFile(join(data, 'yinxin.toml'), `
[[login.provider]]
id = "exam"
name = { zh = "演示报名平台", en = "Demonstration exam platform" }
issuer = "${url}"
client_id = "${CLIENT}"
secret_file = "platform.secret"
scopes = ["openid", "identity"]
http_to_loopback = true
asserts_person = true
claim_verified = "identity_verified"
claim_name = "real_name"
claim_number = "id_number"
`);
    const service = await Service.start(data);
    const platform = new Platform(url, port, people, service, scratch);
    await platform.rotateKeys('first', 'rsa');
    return platform;
  }

  /** Serves with one key, another one than before. */
  async rotateKeys(kid: string, kind: 'rsa' | 'ec'): Promise<void> {
    const { privateKey } = kind === 'rsa'
      ? generateKeyPairSync('rsa', { modulusLength: 2048 })
      : generateKeyPairSync('ec', { namedCurve: 'P-256' });
    this.keys = [jwk(privateKey, kid)];
    await this.close();
    await this.serve(kind === 'rsa' ? 'RS256' : 'ES256');
  }

  private async serve(algorithm: string): Promise<void> {
    const { service } = this;
    const provider = new Provider(this.url, {
      clients: [{
        client_id: CLIENT,
        client_secret: SECRET,
        redirect_uris: [`${service.url}/login/exam/callback`],
        response_types: ['code'],
        grant_types: ['authorization_code'],
        token_endpoint_auth_method: 'client_secret_basic',
        id_token_signed_response_alg: algorithm,
        backchannel_logout_uri: `${service.url}/login/exam/backchannel_logout`,
        backchannel_logout_session_required: true,
      }],
      // Claims stand in the signed ID token.
      conformIdTokenClaims: false,
      claims: { openid: ['sub'], identity: ['real_name', 'id_number', 'identity_verified'] },
      scopes: ['openid', 'identity'],
      cookies: { keys: ['cookies of a test'] },
      features: { devInteractions: { enabled: true }, backchannelLogout: { enabled: true } },
      jwks: { keys: this.keys },
      pkce: { required: () => true },
      findAccount: (_context: unknown, id: string) => this.account(id),
      // Our service is the platform's own: nobody is asked twice.
      loadExistingGrant: async (context: {
        oidc: {
          provider: { Grant: new (of: object) => { addOIDCScope(scope: string): void; save(): Promise<string> } };
          client: { clientId: string };
          session: { accountId: string };
        };
      }) => {
        const { oidc } = context;
        const grant = new oidc.provider.Grant({
          clientId: oidc.client.clientId,
          accountId: oidc.session.accountId,
        });
        grant.addOIDCScope('openid identity');
        await grant.save();
        return grant;
      },
    });
    const server = createServer(provider.callback());
    await new Promise<void>((resolve) => server.listen(this.port, '127.0.0.1', resolve));
    this.server = server;
  }

  private account(id: string): unknown {
    const person = this.people.find((each) => each.login === id);
    const verified = person?.verified;
    const claims = verified
      ? { real_name: verified.name, id_number: verified.idNumber, identity_verified: true }
      : {};
    return { accountId: id, claims: async () => ({ sub: id, ...claims }) };
  }

  /** Nobody answers there any more. */
  async close(): Promise<void> {
    const { server } = this;
    this.server = null;
    if (server === null) return;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }

  async stop(): Promise<void> {
    await this.close();
    await this.service.stop();
    await rm(this.scratch, { recursive: true, force: true });
  }
}
