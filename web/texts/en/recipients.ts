export const recipientsPage = {};
