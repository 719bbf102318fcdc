import 'express-serve-static-core';
import 'express-session';

declare module 'express-serve-static-core' {
  interface Request {
    /** The id that an answer and its log lines share. */
    id: string;
  }
}

declare module 'express-session' {
  interface SessionData {
    adminId: string;
    agentId: string;
    recipientId: string;
  }
}
