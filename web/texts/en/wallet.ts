export const walletPage = {};
