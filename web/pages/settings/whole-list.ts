import type { Paging } from '../../design/data-table';

/** For a list that comes as a whole, such as a team. */
export const wholeList: Paging = {
  page: 1,
  hasPrevious: false,
  hasNext: false,
  onPrevious: () => undefined,
  onNext: () => undefined,
};
