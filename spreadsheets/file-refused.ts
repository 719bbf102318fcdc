import { type FileReasonCode, fileReasons } from '../domain/file-reasons';

/** Ends the reading of a file from however deep within it; `readBytes` turns it into a problem. */
export class FileRefused extends Error {
  readonly problem: FileProblem;

  /** @param detail what is wrong, where more is known than the reason says */
  constructor(code: FileReasonCode, detail?: string, nextAction?: string) {
    const reason = fileReasons[code];
    const problem = {
      code,
      message: detail ?? reason.message,
      nextAction: nextAction ?? reason.nextAction,
    };
    super(problem.message);
    this.name = 'FileRefused';
    this.problem = problem;
  }
}

export interface FileProblem {
  code: FileReasonCode;
  /** What is wrong, with the row, column and value where there is one. */
  message: string;
  nextAction: string;
}
