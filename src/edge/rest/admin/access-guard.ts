import { createHash, timingSafeEqual } from 'node:crypto';
import { createParamDecorator, Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { findKey } from '../../../rulebook/access/keys.js';
import { BOOTSTRAP, type Actor, type Role } from '../../../rulebook/access/roles.js';
import { Tokens, type Holder } from '../../../rulebook/access/tokens.js';
import type { Request, Response } from '../http.js';
import { ProblemException } from '../problem.js';
import { AdminDeps } from './deps.js';
import { ALLOWED, KEEPS, OPERATORS, type Limit } from './operation.js';
import { outside } from './scope.js';

const MINUTE_SECONDS = 60;
/** A token with many claims is long; headers as a whole are bounded by Node. */
const BEARER = /^Bearer ([\x21-\x7e]{1,8192})$/i;

const STRANGER: Holder = { outcome: 'refused', why: 'Send the header `Authorization: Bearer <key>` with a key that is in force' };

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Lets in who may call an operation under /v1. One that names no roles is for operators only; other paths are open. */
@Injectable()
export class AccessGuard implements CanActivate {
  private readonly bootstrap: Buffer | null;
  private readonly calls: RateLimiterMemory;

  constructor(
    @Inject(Reflector) private readonly reflector: Reflector,
    @Inject(AdminDeps) private readonly deps: AdminDeps,
  ) {
    const { adminToken, adminCallsPerMinuteMax } = deps.config;
    this.bootstrap = adminToken === null ? null : digest(adminToken);
    this.calls = new RateLimiterMemory({ points: adminCallsPerMinuteMax, duration: MINUTE_SECONDS });
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<Request>();
    if (!/^\/v1(\/|$)/i.test(request.path)) return true;
    const response = context.switchToHttp().getResponse<Response>();
    const holder = await this.authenticate(request);
    await this.count(holder.outcome === 'known' ? `key:${holder.actor.keyId}` : `address:${request.ip ?? ''}`, response);
    if (holder.outcome !== 'known') {
      const away = holder.outcome === 'issuer_away';
      throw new ProblemException({ status: away ? 503 : 401, code: away ? 'issuer_away' : 'unauthenticated', detail: holder.why });
    }
    const { actor } = holder;
    const allowed = this.reflector.get<readonly Role[] | undefined>(ALLOWED, context.getHandler()) ?? OPERATORS;
    if (!allowed.some((role) => actor.roles.includes(role))) {
      const detail = `This needs one of the roles ${allowed.join(', ')}; the key has ${actor.roles.join(', ') || 'none'}`;
      throw new ProblemException({ status: 403, code: 'role_not_allowed', detail });
    }
    const keeps = this.reflector.get<readonly Limit[] | undefined>(KEEPS, context.getHandler()) ?? [];
    for (const limit of ['stores', 'campaigns'] as const)
      if (actor[limit] !== null && !keeps.includes(limit)) throw outside(`A key limited to ${limit} may not do this`);
    request.actor = actor;
    return true;
  }

  /** Digests are compared, so that time tells nothing about the token. */
  private async authenticate({ headers }: Request): Promise<Holder> {
    const key = BEARER.exec(headers.authorization ?? '')?.[1];
    if (key === undefined) return STRANGER;
    if (this.bootstrap !== null && timingSafeEqual(digest(key), this.bootstrap)) return { outcome: 'known', actor: BOOTSTRAP };
    const { tokens, db } = this.deps;
    if (tokens !== null && Tokens.looksLike(key)) return tokens.holderOf(key);
    const actor = await findKey(db, key);
    return actor === null ? STRANGER : { outcome: 'known', actor };
  }

  private async count(who: string, response: Response): Promise<void> {
    try {
      await this.calls.consume(who);
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error;
      response.set('Retry-After', String(Math.ceil(error.msBeforeNext / 1_000)));
      throw new ProblemException({ status: 429, code: 'rate_limited', detail: 'Too many calls: go on after Retry-After seconds' });
    }
  }
}

/** Who asks. */
export const Who = createParamDecorator((_data: unknown, context: ExecutionContext): Actor => {
  const { actor } = context.switchToHttp().getRequest<Request>();
  if (actor === undefined) throw new Error('an operation of administration was called without the guard');
  return actor;
});
