/** The pages of a recipient, who has no password: a session by a mailed link. */
export const walletRoutes = [] as const;
