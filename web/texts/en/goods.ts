export const goodsPage = {};
