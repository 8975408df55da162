/** An engine as a till sees it: one method a call, each with a deadline, and repeated while its answer may be lost. */
import {
  Client,
  Metadata,
  credentials,
  loadPackageDefinition,
  type CallOptions,
  type ClientUnaryCall,
  type requestCallback,
} from '@grpc/grpc-js';
import { readFileSync } from 'node:fs';
import type { ProtoGrpcType as CheckoutProto } from '../../grpc/generated/checkout.js';
import type { ProtoGrpcType as EnrolmentProto } from '../../grpc/generated/enrolment.js';
import type { AuthorizeRequest } from '../../grpc/generated/tallystick/v1/AuthorizeRequest.js';
import type { AuthorizeResponse__Output } from '../../grpc/generated/tallystick/v1/AuthorizeResponse.js';
import type { CaptureRequest } from '../../grpc/generated/tallystick/v1/CaptureRequest.js';
import type { CaptureResponse__Output } from '../../grpc/generated/tallystick/v1/CaptureResponse.js';
import type { CardPricesRequest } from '../../grpc/generated/tallystick/v1/CardPricesRequest.js';
import type { CardPricesResponse__Output } from '../../grpc/generated/tallystick/v1/CardPricesResponse.js';
import type { CheckoutServiceClient } from '../../grpc/generated/tallystick/v1/CheckoutService.js';
import type { EnrolMembersRequest } from '../../grpc/generated/tallystick/v1/EnrolMembersRequest.js';
import type { EnrolMembersResponse__Output } from '../../grpc/generated/tallystick/v1/EnrolMembersResponse.js';
import type { EnrolProductsRequest } from '../../grpc/generated/tallystick/v1/EnrolProductsRequest.js';
import type { EnrolProductsResponse__Output } from '../../grpc/generated/tallystick/v1/EnrolProductsResponse.js';
import type { EnrolmentServiceClient } from '../../grpc/generated/tallystick/v1/EnrolmentService.js';
import type { GetMemberRequest } from '../../grpc/generated/tallystick/v1/GetMemberRequest.js';
import type { GetMemberResponse__Output } from '../../grpc/generated/tallystick/v1/GetMemberResponse.js';
import type { GetSaleRequest } from '../../grpc/generated/tallystick/v1/GetSaleRequest.js';
import type { GetSaleResponse__Output } from '../../grpc/generated/tallystick/v1/GetSaleResponse.js';
import type { QuoteRequest } from '../../grpc/generated/tallystick/v1/QuoteRequest.js';
import type { QuoteResponse__Output } from '../../grpc/generated/tallystick/v1/QuoteResponse.js';
import type { ReturnRequest } from '../../grpc/generated/tallystick/v1/ReturnRequest.js';
import type { ReturnResponse__Output } from '../../grpc/generated/tallystick/v1/ReturnResponse.js';
import type { SaleRequest } from '../../grpc/generated/tallystick/v1/SaleRequest.js';
import type { SaleResponse__Output } from '../../grpc/generated/tallystick/v1/SaleResponse.js';
import type { VoidRequest } from '../../grpc/generated/tallystick/v1/VoidRequest.js';
import type { VoidResponse__Output } from '../../grpc/generated/tallystick/v1/VoidResponse.js';
import { protos } from '../../grpc/protos.js';
import { toEngineError } from './engine-error.js';
import type { EngineTarget } from './locate.js';
import { repeat, type Patience } from './repeat.js';

const CHANNEL_OPTIONS = {
  // Each client is a till with a connection of its own, also where one process plays several.
  'grpc.use_local_subchannel_pool': 1,
  'grpc.max_receive_message_length': 16 * 1024 * 1024,
  // A till comes back as soon as the engine does.
  'grpc.initial_reconnect_backoff_ms': 100,
  'grpc.max_reconnect_backoff_ms': 1_000,
};

type Method<Request, Answer> = (
  request: Request,
  metadata: Metadata,
  options: CallOptions,
  callback: requestCallback<Answer>,
) => ClientUnaryCall;

export interface Engine {
  quote(request: QuoteRequest): Promise<QuoteResponse__Output>;
  authorize(request: AuthorizeRequest): Promise<AuthorizeResponse__Output>;
  capture(request: CaptureRequest): Promise<CaptureResponse__Output>;
  sale(request: SaleRequest): Promise<SaleResponse__Output>;
  void(request: VoidRequest): Promise<VoidResponse__Output>;
  return(request: ReturnRequest): Promise<ReturnResponse__Output>;
  getSale(request: GetSaleRequest): Promise<GetSaleResponse__Output>;
  getMember(request: GetMemberRequest): Promise<GetMemberResponse__Output>;
  cardPrices(request: CardPricesRequest): Promise<CardPricesResponse__Output>;
  enrolMembers(request: EnrolMembersRequest): Promise<EnrolMembersResponse__Output>;
  enrolProducts(request: EnrolProductsRequest): Promise<EnrolProductsResponse__Output>;
  close(): void;
}

export interface ConnectOptions extends Patience {
  /** Time one try may take. */
  readonly deadlineMs: number;
}

function channelCredentials({ tls }: Pick<EngineTarget, 'tls'>): ReturnType<typeof credentials.createInsecure> {
  if (tls === null) return credentials.createInsecure();
  const own = tls.cert !== undefined && tls.certKey !== undefined;
  return credentials.createSsl(readFileSync(tls.ca), own ? readFileSync(tls.certKey!) : null, own ? readFileSync(tls.cert!) : null);
}

export function connectEngine(target: Pick<EngineTarget, 'address' | 'key' | 'tls'>, options: ConnectOptions): Engine {
  const loaded: unknown = loadPackageDefinition(protos());
  const { tallystick } = loaded as {
    readonly tallystick: { readonly v1: CheckoutProto['tallystick']['v1'] & EnrolmentProto['tallystick']['v1'] };
  };
  const security = channelCredentials(target);
  const tills: CheckoutServiceClient = new tallystick.v1.CheckoutService(target.address, security, CHANNEL_OPTIONS);
  const channel = { channelOverride: tills.getChannel() };
  const office: EnrolmentServiceClient = new tallystick.v1.EnrolmentService(target.address, security, channel);
  const metadata = new Metadata();
  metadata.set('authorization', `Bearer ${target.key}`);

  const once = <Request, Answer>(client: Client, method: Method<Request, Answer>, request: Request): Promise<Answer> =>
    new Promise((resolve, reject) => {
      method.call(client, request, metadata, { deadline: Date.now() + options.deadlineMs }, (error, answer) => {
        if (error !== null) reject(error);
        else resolve(answer!);
      });
    });
  const call = <Request, Answer>(client: Client, method: Method<Request, Answer>, request: Request): Promise<Answer> =>
    repeat(() => once(client, method, request), toEngineError, options);

  return {
    quote: (request) => call<QuoteRequest, QuoteResponse__Output>(tills, tills.quote, request),
    authorize: (request) => call<AuthorizeRequest, AuthorizeResponse__Output>(tills, tills.authorize, request),
    capture: (request) => call<CaptureRequest, CaptureResponse__Output>(tills, tills.capture, request),
    sale: (request) => call<SaleRequest, SaleResponse__Output>(tills, tills.sale, request),
    void: (request) => call<VoidRequest, VoidResponse__Output>(tills, tills.void, request),
    return: (request) => call<ReturnRequest, ReturnResponse__Output>(tills, tills.return, request),
    getSale: (request) => call<GetSaleRequest, GetSaleResponse__Output>(tills, tills.getSale, request),
    getMember: (request) => call<GetMemberRequest, GetMemberResponse__Output>(tills, tills.getMember, request),
    cardPrices: (request) => call<CardPricesRequest, CardPricesResponse__Output>(tills, tills.cardPrices, request),
    enrolMembers: (request) => call<EnrolMembersRequest, EnrolMembersResponse__Output>(office, office.enrolMembers, request),
    enrolProducts: (request) => call<EnrolProductsRequest, EnrolProductsResponse__Output>(office, office.enrolProducts, request),
    close: () => tills.close(),
  };
}
