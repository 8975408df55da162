import { Inject, Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import bodyParser from 'body-parser';
import type { Observable } from 'rxjs';
import { Config } from '../../config.js';
import type { Request, Response } from './http.js';

/**
 * Reads JSON bodies. An interceptor runs after the guard, so nothing is held in memory for who is not let in, may not do it, or asks
 * too often. Bodies of other media types are left to the controllers, which read them as streams.
 */
@Injectable()
export class BodyReader implements NestInterceptor {
  private readonly parse: ReturnType<typeof bodyParser.json>;

  constructor(@Inject(Config) { adminBodyBytesMax }: Config) {
    this.parse = bodyParser.json({ limit: adminBodyBytesMax });
  }

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<Request>();
    const response = context.switchToHttp().getResponse<Response>();
    await new Promise<void>((resolve, reject) => {
      this.parse(request, response, (error?: unknown) => (error === undefined ? resolve() : reject(error as Error)));
    });
    return next.handle();
  }
}
