export const campaignsPage = {};
