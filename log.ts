import pino, { type Logger } from 'pino';
import type { Config } from './config';

/** JSON lines on standard output; secrets and personal data have no place in them. */
export function createLogger(config: Config, processName: string): Logger {
  return pino({
    name: processName,
    level: config.LOG_LEVEL,
    redact: ['req.headers.authorization', 'req.headers.cookie', '*.password'],
    timestamp: pino.stdTimeFunctions.isoTime,
  });
}
