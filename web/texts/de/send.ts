export const sendPage = {};
