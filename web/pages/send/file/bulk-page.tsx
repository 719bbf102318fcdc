import { PageLoading } from '../../../shell/page-loading';
import { useMe } from '../../../shell/navigation';
import { OpenDrafts } from './open-drafts';
import { SendPage } from '../send-page';
import { UploadPanel } from './upload-panel';

/** Send by a file: upload one, or go on with one that lies here. */
export function BulkPage() {
  const me = useMe();
  return (
    <SendPage way="bulk">
      {me === undefined ? <PageLoading /> : <UploadPanel limits={me.limits} />}
      <OpenDrafts />
    </SendPage>
  );
}
