import { createHash, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Config } from '../../config.js';
import type { Request } from './http.js';
import { ProblemException } from './problem.js';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Lets in who brings the admin token. Digests are compared, so that time tells nothing about it. */
@Injectable()
export class AdminGuard implements CanActivate {
  private readonly wanted: Buffer | null;

  constructor(@Inject(Config) { adminToken }: Config) {
    this.wanted = adminToken === null ? null : digest(adminToken);
  }

  canActivate(context: ExecutionContext): boolean {
    if (this.wanted === null)
      throw new ProblemException({ status: 403, code: 'switched_off', detail: 'Exports are off: set ADMIN_TOKEN.' });
    const header = context.switchToHttp().getRequest<Request>().headers.authorization ?? '';
    const token = /^Bearer (\S+)$/i.exec(header)?.[1] ?? '';
    if (!timingSafeEqual(digest(token), this.wanted)) {
      throw new ProblemException({
        status: 401,
        code: 'unauthenticated',
        detail: 'Send the header `Authorization: Bearer <admin token>`.',
      });
    }
    return true;
  }
}
