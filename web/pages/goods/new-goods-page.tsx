import { GoodsEditor } from './goods-editor';

/** Goods that are not in the catalogue yet. */
export function NewGoodsPage() {
  return <GoodsEditor goods={undefined} />;
}
