/** An OIDC issuer on this machine: a discovery document, keys that can be changed, and tokens. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose';

export const AUDIENCE = 'tallystick';

export class Issuer {
  url = '';
  asked = 0;
  private server: Server | null = null;
  private port = 0;
  private readonly keys = new Map<string, { readonly sign: CryptoKey; readonly shown: JWK }>();

  async start(): Promise<this> {
    this.server = createServer((request, response) => {
      this.asked += 1;
      const keys = [...this.keys.values()].map(({ shown }) => shown);
      const body = request.url === '/keys' ? { keys } : { issuer: this.url, jwks_uri: `${this.url}/keys` };
      response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
    }).listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
    this.port = (this.server.address() as { port: number }).port;
    this.url = `http://127.0.0.1:${this.port}`;
    return this;
  }

  async stop(): Promise<void> {
    this.server?.closeAllConnections();
    this.server?.close();
    if (this.server !== null) await once(this.server, 'close');
    this.server = null;
  }

  async addKey(kid: string, alg = 'ES256'): Promise<void> {
    const { privateKey, publicKey } = await generateKeyPair(alg);
    this.keys.set(kid, { sign: privateKey, shown: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } });
  }

  removeKey(kid: string): void {
    this.keys.delete(kid);
  }

  publicKey(kid: string): JWK {
    return this.keys.get(kid)!.shown;
  }

  token(claims: Record<string, unknown> = {}, kid = 'k1', expires: string | number = '5m'): Promise<string> {
    const { sign, shown } = this.keys.get(kid)!;
    return new SignJWT({ iss: this.url, aud: AUDIENCE, sub: 'auth0|ann', roles: ['viewer'], ...claims })
      .setProtectedHeader({ alg: shown.alg!, kid })
      .setIssuedAt()
      .setExpirationTime(expires)
      .sign(sign);
  }
}
