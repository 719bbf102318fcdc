import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../../shell/admin-route';
import { withAllTexts } from '../../texts/languages';
import { SignInPage } from './sign-in-page';

const signIn = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: ({ next }: Record<string, unknown>): { next?: string } =>
    // A path of ours, not `//elsewhere.example`.
    typeof next === 'string' && /^\/(?!\/)/.test(next) ? { next } : {},
  // Not apart: it is the first page, which another round trip would make wait.
  component: SignInPage,
});

const forgotPassword = createRoute({
  getParentRoute: () => rootRoute,
  path: '/reset-password',
  component: lazyRouteComponent(() => import('./forgot-password-page'), 'ForgotPasswordPage'),
});

const resetPassword = createRoute({
  getParentRoute: () => rootRoute,
  path: '/reset-password/$token',
  component: lazyRouteComponent(() => import('./reset-password-page'), 'ResetPasswordPage'),
});

const invitation = createRoute({
  getParentRoute: () => rootRoute,
  path: '/invitation/$token',
  // Names roles as the settings do.
  component: lazyRouteComponent(() => withAllTexts(import('./invitation-page')), 'InvitationPage'),
});

export const signInRoutes = [signIn, forgotPassword, resetPassword, invitation] as const;
