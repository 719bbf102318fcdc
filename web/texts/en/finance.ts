export const financePage = {};
