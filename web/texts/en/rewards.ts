export const rewardsPage = {};
