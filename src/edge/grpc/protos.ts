/** The contract in proto/, loaded once a process: method paths, codecs, and the descriptors that reflection shows. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadSync, type MethodDefinition, type Options, type PackageDefinition, type ServiceDefinition } from '@grpc/proto-loader';

/** The generated types say what these options make of a message; a test compares them with the protos. */
const OPTIONS: Options = { longs: Number, enums: String, defaults: true, oneofs: true };

/** proto/ lies beside src/ and beside dist/. */
function protoDirectory(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'proto', 'tallystick'))) {
    if (dirname(folder) === folder) throw new Error('the folder proto/ of the program is missing');
    folder = dirname(folder);
  }
  return join(folder, 'proto');
}

const FILES = ['checkout', 'enrolment', 'operations', 'offline'].map((name) => `tallystick/v1/${name}.proto`);

let loaded: PackageDefinition | undefined;

export function protos(): PackageDefinition {
  loaded ??= loadSync(FILES, { ...OPTIONS, includeDirs: [protoDirectory()] });
  return loaded;
}

export type ServiceName = 'CheckoutService' | 'EnrolmentService' | 'OperationsService' | 'OfflineService';

const NAMES: readonly ServiceName[] = ['CheckoutService', 'EnrolmentService', 'OperationsService', 'OfflineService'];

export const SERVICES: readonly string[] = NAMES.map((name) => `tallystick.v1.${name}`);

/** Codec and path of one method. */
export function method<Request, Response>(service: ServiceName, name: string): MethodDefinition<unknown, Response, Request, unknown> {
  const definition = (protos()[`tallystick.v1.${service}`] as ServiceDefinition)[name];
  if (definition === undefined) throw new Error(`proto/ has no method ${service}.${name}`);
  return definition as unknown as MethodDefinition<unknown, Response, Request, unknown>;
}
