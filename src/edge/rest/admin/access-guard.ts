import { createHash, timingSafeEqual } from 'node:crypto';
import { createParamDecorator, Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { findKey } from '../../../rulebook/access/keys.js';
import { BOOTSTRAP, type Actor, type Role } from '../../../rulebook/access/roles.js';
import type { Request, Response } from '../http.js';
import { ProblemException } from '../problem.js';
import { AdminDeps } from './deps.js';
import { ALLOWED, KEEPS, OPERATORS, type Limit } from './operation.js';
import { outside } from './scope.js';

const MINUTE_SECONDS = 60;
const BEARER = /^Bearer ([\x21-\x7e]{1,512})$/i;

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
    const actor = await this.authenticate(request);
    await this.count(actor === null ? `address:${request.ip ?? ''}` : `key:${actor.keyId}`, response);
    if (actor === null) {
      const detail = 'Send the header `Authorization: Bearer <key>` with a key that is in force';
      throw new ProblemException({ status: 401, code: 'unauthenticated', detail });
    }
    const allowed = this.reflector.get<readonly Role[] | undefined>(ALLOWED, context.getHandler()) ?? OPERATORS;
    if (!allowed.some((role) => actor.roles.includes(role))) {
      const detail = `This needs one of the roles ${allowed.join(', ')}; the key has ${actor.roles.join(', ')}`;
      throw new ProblemException({ status: 403, code: 'role_not_allowed', detail });
    }
    const keeps = this.reflector.get<readonly Limit[] | undefined>(KEEPS, context.getHandler()) ?? [];
    for (const limit of ['stores', 'campaigns'] as const)
      if (actor[limit] !== null && !keeps.includes(limit)) throw outside(`A key limited to ${limit} may not do this`);
    request.actor = actor;
    return true;
  }

  /** Digests are compared, so that time tells nothing about the token. */
  private async authenticate({ headers }: Request): Promise<Actor | null> {
    const key = BEARER.exec(headers.authorization ?? '')?.[1];
    if (key === undefined) return null;
    if (this.bootstrap !== null && timingSafeEqual(digest(key), this.bootstrap)) return BOOTSTRAP;
    return findKey(this.deps.db, key);
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
