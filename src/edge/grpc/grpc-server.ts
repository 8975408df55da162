/** The gRPC server: a plain grpc-js one, because everything Nest would put around a call costs more than the call (bench/). */
import { setTimeout as sleep } from 'node:timers/promises';
import { Server, type UntypedServiceImplementation } from '@grpc/grpc-js';
import type { ServiceDefinition } from '@grpc/proto-loader';
import { ReflectionService } from '@grpc/reflection';
import { HealthImplementation } from 'grpc-health-check';
import type { Config } from '../../config.js';
import type { CheckoutDeps } from '../../checkout/deps.js';
import { adjust } from './adjust.js';
import { authorize } from './authorize.js';
import { block } from './block.js';
import { capture } from './capture.js';
import { cardPrices } from './card-prices.js';
import { ConnectionCount } from './count-connections.js';
import { serverCredentials } from './credentials.js';
import { enrolMembers } from './enrol-members.js';
import { enrolProducts } from './enrol-products.js';
import type { EnrolmentDeps } from './enrolment-deps.js';
import { erase } from './erase.js';
import { expiringPoints } from './expiring-points.js';
import { getMember } from './get-member.js';
import { getSale } from './get-sale.js';
import { grant } from './grant.js';
import { merge } from './merge.js';
import { protos, SERVICES, type ServiceName } from './protos.js';
import { quote } from './quote.js';
import { replayReceipts } from './replay-receipts.js';
import { returnSale } from './return.js';
import { returnWithoutReceipt } from './return-without-receipt.js';
import { reverse } from './reverse.js';
import { sale } from './sale.js';
import { serverStream } from './server-stream.js';
import { transfer } from './transfer.js';
import { unblock } from './unblock.js';
import { turnAway } from './turn-away.js';
import { unary, type CallPath } from './unary.js';
import { voidSale } from './void.js';

const LAST_ANSWERS_MS = 500;
/** A connection that is told to go takes no new calls; a long stream on it has this time to end. */
const CONNECTION_GRACE_MS = 300_000;

/** Bytes pass through grpc-js untouched: the handler decodes, so that a bad message is answered by us and named as such. */
const untouched = (bytes: Buffer): Buffer => bytes;

export class GrpcServer {
  private readonly server: Server;
  private readonly health = new HealthImplementation({ '': 'NOT_SERVING' });
  /** The port it listens on, once started. */
  port = 0;
  readonly connections = new ConnectionCount(() => this.port);

  constructor(
    private readonly config: Config,
    private readonly path: CallPath,
    checkout: CheckoutDeps,
    enrolment: EnrolmentDeps,
  ) {
    this.server = new Server({
      interceptors: [turnAway(path)],
      'grpc.max_receive_message_length': config.messageBytesMax,
      'grpc.max_concurrent_streams': config.streamsMax,
      'grpc.keepalive_time_ms': config.keepaliveMs,
      'grpc.keepalive_timeout_ms': 20_000,
      'grpc.enable_channelz': 0,
      ...(config.connectionAgeMsMax === 0
        ? {}
        : { 'grpc.max_connection_age_ms': config.connectionAgeMsMax, 'grpc.max_connection_age_grace_ms': CONNECTION_GRACE_MS }),
    });
    this.addCheckout(checkout);
    this.addEnrolment(enrolment);
    this.addOperations(checkout);
    this.add('OfflineService', { ReplayReceipts: replayReceipts(path, checkout) });
    this.health.addToServer(this.server);
    const reflects = config.reflection === 'on' || (config.reflection === 'auto' && config.nodeEnv !== 'production');
    if (reflects) new ReflectionService(protos(), { services: [...SERVICES] }).addToServer(this.server);
    this.setServing(false);
  }

  async start(): Promise<void> {
    const { grpcHost, grpcPort } = this.config;
    const host = grpcHost.includes(':') ? `[${grpcHost}]` : grpcHost;
    this.port = await new Promise<number>((resolve, reject) => {
      this.server.bindAsync(`${host}:${grpcPort}`, serverCredentials(this.config), (error, port) =>
        error ? reject(error) : resolve(port),
      );
    });
  }

  /** What grpc.health.v1 answers. */
  setServing(serving: boolean): void {
    for (const service of ['', ...SERVICES]) this.health.setStatus(service, serving ? 'SERVING' : 'NOT_SERVING');
  }

  /** Takes no new calls, waits for those in work, at most `drainMs`. Returns how many were cut off. */
  async stop(): Promise<number> {
    this.setServing(false);
    const closed = new Promise<void>((resolve) => this.server.tryShutdown(() => resolve()));
    let timer: NodeJS.Timeout | undefined;
    const tooLong = new Promise<void>((resolve) => (timer = setTimeout(resolve, this.config.drainMs)));
    // Connections close by themselves when their last call is answered. A client that watches our health would hold its own open for
    // ever, so once nothing is in work they have a moment to deliver the last answers, and are cut.
    const quiet = this.quiet().then(() => sleep(LAST_ANSWERS_MS));
    await Promise.race([closed, quiet, tooLong]);
    clearTimeout(timer);
    const cutOff = this.path.gate.count;
    this.server.forceShutdown();
    this.connections.stop();
    return cutOff;
  }

  /** No call in work; one may still come from a client that has not read our GOAWAY. */
  private async quiet(): Promise<void> {
    do {
      await this.path.gate.empty();
      await sleep(50);
    } while (this.path.gate.count > 0);
  }

  private addCheckout(deps: CheckoutDeps): void {
    const on = <A, B, C, D>(operation: Parameters<typeof unary<CheckoutDeps, A, B, C, D>>[3]) =>
      unary(this.path, deps, 'CheckoutService', operation);
    this.add('CheckoutService', {
      Quote: on(quote),
      Authorize: on(authorize),
      Capture: on(capture),
      Sale: on(sale),
      Void: on(voidSale),
      Return: on(returnSale),
      ReturnWithoutReceipt: on(returnWithoutReceipt),
      GetSale: on(getSale),
      GetMember: on(getMember),
      CardPrices: on(cardPrices),
    });
  }

  private addEnrolment(deps: EnrolmentDeps): void {
    this.add('EnrolmentService', {
      EnrolMembers: unary(this.path, deps, 'EnrolmentService', enrolMembers),
      EnrolProducts: unary(this.path, deps, 'EnrolmentService', enrolProducts),
    });
  }

  private addOperations(deps: CheckoutDeps): void {
    const on = <A, B, C, D>(operation: Parameters<typeof unary<CheckoutDeps, A, B, C, D>>[3]) =>
      unary(this.path, deps, 'OperationsService', operation);
    this.add('OperationsService', {
      Adjust: on(adjust),
      Grant: on(grant),
      Transfer: on(transfer),
      Reverse: on(reverse),
      Block: on(block),
      Unblock: on(unblock),
      Merge: on(merge),
      Erase: on(erase),
      ExpiringPoints: serverStream(this.path, deps, 'OperationsService', expiringPoints),
    });
  }

  private add(service: ServiceName, handlers: UntypedServiceImplementation): void {
    const definition = protos()[`tallystick.v1.${service}`] as ServiceDefinition;
    const raw = Object.entries(definition).map(([name, method]) => [
      name,
      { ...method, requestDeserialize: untouched, responseSerialize: untouched },
    ]);
    this.server.addService(Object.fromEntries(raw) as ServiceDefinition, handlers);
  }
}
