import { PageLoading } from '../../../shell/page-loading';
import { useMe } from '../../../shell/navigation';
import { IndividualForm } from './individual-form';
import { SendPage } from '../send-page';

/** Send by a form of one or several rows. */
export function IndividualPage() {
  const me = useMe();
  return (
    <SendPage way="individual">
      {me?.company ? <IndividualForm limits={me.limits} company={me.company} /> : <PageLoading />}
    </SendPage>
  );
}
