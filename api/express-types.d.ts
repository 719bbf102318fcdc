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
    /** Public: names the session in a list without being its secret. */
    sessionId: string;
    signedInAt: string;
    device: string;
    /** Has given the password and owes the code. */
    pending: { kind: 'admin' | 'agent'; id: string; untilMilliseconds: number; mark: string };
    recipientId: string;
  }
}
