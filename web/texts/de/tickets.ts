export const ticketsPage = {};
