import { useSyncExternalStore } from 'react';
import { forgetAllKept } from './kept';

/**
 * Whether somebody is signed in, over all tabs of this browser. The cookie is the truth; this is what
 * the page knows of it, and how those who wait for a sign-in are told.
 */
export interface SessionState {
  /** The admin for whom this page was opened; another one gets a page of his own. */
  adminId: string | undefined;
  /** Why the dialog asks for the password now. */
  asking: 'expired' | 'signed_out_elsewhere' | undefined;
}

let state: SessionState = { adminId: undefined, asking: undefined };
const listeners = new Set<() => void>();
let waiting: (() => void)[] = [];
const tabs = new BroadcastChannel('bestow-session');

type Told = { event: 'signed_in'; adminId: string } | { event: 'signed_out' };

tabs.onmessage = ({ data }: MessageEvent<Told>) => {
  if (data.event === 'signed_in') signedIn(data.adminId);
  else if (state.adminId !== undefined) change({ ...state, asking: 'signed_out_elsewhere' });
};

export function useSession(): SessionState {
  return useSyncExternalStore(subscribe, () => state);
}

export function getSession(): SessionState {
  return state;
}

/** The page has learnt who it is for. */
export function sessionIsOf(adminId: string): void {
  if (state.adminId !== adminId) change({ ...state, adminId });
}

/**
 * Somebody signed in, here or in another tab. Calls that waited go on. A page of another person must
 * not: it is opened anew, for the one whose cookie it is now.
 */
export function signedIn(adminId: string, isHere = false): void {
  if (isHere) tabs.postMessage({ event: 'signed_in', adminId } satisfies Told);
  if (state.adminId !== undefined && state.adminId !== adminId) {
    forgetAllKept();
    window.location.assign('/');
    return;
  }
  change({ adminId, asking: undefined });
  const goOn = waiting;
  waiting = [];
  for (const resolve of goOn) resolve();
}

/** This tab has signed out: what was typed here belongs to who was signed in. */
export function signedOut(): void {
  forgetAllKept();
  tabs.postMessage({ event: 'signed_out' } satisfies Told);
  window.location.assign('/sign-in');
}

/** Opens the dialog over the page, and resolves when the same person is signed in again. */
export function waitForSignIn(): Promise<void> {
  if (state.asking === undefined) change({ ...state, asking: 'expired' });
  return new Promise((resolve) => waiting.push(resolve));
}

/**
 * A recipient's session has ended: he signs in by another mailed link and comes back to this page,
 * whose cart and address are kept on the device (pages/wallet/kept-on-device.ts).
 */
export function leaveForWalletSignIn(): void {
  const next = encodeURIComponent(window.location.pathname);
  window.location.assign(`/wallet/sign-in?next=${next}`);
}

function change(next: SessionState): void {
  state = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
