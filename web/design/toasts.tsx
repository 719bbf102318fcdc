import { Notifications } from '@mantine/notifications';

/** Where `useToast` says it: in every frame around pages, apart from the one of who signs in. */
export function Toasts() {
  return <Notifications position="bottom-right" />;
}
