import { Inject, Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import bodyParser from 'body-parser';
import type { Observable } from 'rxjs';
import { Config } from '../../config.js';
import type { Request, Response } from './http.js';
import { ProblemException } from './problem.js';
import { mayBeUnstorable, unstorableAt } from './storable.js';

/**
 * Reads JSON bodies. An interceptor runs after the guard, so nothing is held in memory for who is not let in, may not do it, or asks
 * too often. Bodies of other media types are left to the controllers, which read them as streams.
 */
@Injectable()
export class BodyReader implements NestInterceptor {
  private readonly parse: ReturnType<typeof bodyParser.json>;
  /** Requests whose body is worth a closer look. */
  private readonly suspect = new WeakSet<object>();

  constructor(@Inject(Config) { adminBodyBytesMax }: Config) {
    this.parse = bodyParser.json({
      limit: adminBodyBytesMax,
      verify: (request, _response, bytes) => void (mayBeUnstorable(bytes) && this.suspect.add(request)),
    });
  }

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<Request>();
    const response = context.switchToHttp().getResponse<Response>();
    await new Promise<void>((resolve, reject) => {
      this.parse(request, response, (error?: unknown) => (error === undefined ? resolve() : reject(error as Error)));
    });
    const pointer = this.suspect.has(request) ? unstorableAt(request.body) : null;
    if (pointer !== null) throw unstorable(pointer);
    return next.handle();
  }
}

function unstorable(pointer: string): ProblemException {
  const detail = `${pointer === '' ? 'The body' : `\`${pointer}\``} holds NUL or half a character, which cannot be stored: leave it out`;
  return new ProblemException({ status: 400, code: 'malformed', detail, field: pointer.slice(1).replaceAll('/', '.') });
}
