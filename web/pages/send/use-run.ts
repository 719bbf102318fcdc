import { useState } from 'react';

/** Runs what a button does: while it works nothing else begins, and what it throws is shown. */
export function useRun() {
  const [isWorking, setIsWorking] = useState(false);
  const [error, setError] = useState<unknown>();
  const run = async (work: () => Promise<unknown>): Promise<void> => {
    setIsWorking(true);
    setError(undefined);
    try {
      await work();
    } catch (refusal) {
      setError(refusal);
    } finally {
      setIsWorking(false);
    }
  };
  return { run: (work: () => Promise<unknown>) => void run(work), isWorking, error };
}
