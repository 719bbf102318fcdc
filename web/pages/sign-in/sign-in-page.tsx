import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { SignInForm } from './sign-in-form';
import { SignInFrame } from './sign-in-frame';

const route = getRouteApi('/sign-in');

export function SignInPage() {
  const { t } = useTranslation();
  const { next } = route.useSearch();
  const router = useRouter();
  return (
    <SignInFrame
      tabTitle={t('session.signIn')}
      title={t('session.title')}
      intro={t('session.intro')}
    >
      <SignInForm onSignedIn={() => router.history.push(next ?? '/')} />
    </SignInFrame>
  );
}
