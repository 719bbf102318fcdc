/**
 * Our environment as it is: what children are given to inherit, and where the system names the
 * user's folders. Settings of Bestow are not read from here but from config.ts.
 */
export function inheritedEnvironment(): NodeJS.ProcessEnv {
  // eslint-disable-next-line no-restricted-properties -- children inherit all, not only settings
  return process.env;
}
