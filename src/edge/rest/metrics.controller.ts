import { Controller, Get, Header, Inject } from '@nestjs/common';
import { metricsOfAll } from '../../telemetry/cluster-metrics.js';
import { Metrics } from '../../telemetry/metrics.js';

@Controller('metrics')
export class MetricsController {
  constructor(@Inject(Metrics) private readonly metrics: Metrics) {}

  @Get()
  @Header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
  read(): Promise<string> {
    return metricsOfAll(this.metrics.registry);
  }
}
