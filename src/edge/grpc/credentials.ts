/** Plain text, TLS or mTLS, as the settings say. */
import { readFileSync } from 'node:fs';
import { ServerCredentials } from '@grpc/grpc-js';
import type { Config } from '../../config.js';

export function serverCredentials({ tlsCertFile, tlsKeyFile, tlsClientCaFile }: Config): ServerCredentials {
  if (tlsCertFile === null || tlsKeyFile === null) return ServerCredentials.createInsecure();
  const pair = { cert_chain: readFileSync(tlsCertFile), private_key: readFileSync(tlsKeyFile) };
  const clientCa = tlsClientCaFile === null ? null : readFileSync(tlsClientCaFile);
  return ServerCredentials.createSsl(clientCa, [pair], clientCa !== null);
}
