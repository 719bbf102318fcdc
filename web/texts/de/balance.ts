export const balancePage = {};
