export const settingsPage = {};
