export const supportPage = {};
