import path from 'node:path';

/**
 * The compiled file of a program of ours, for a process of its own: `builtProgram('api/main')`.
 * Jest runs this file from the sources, where the compiled ones are in dist/ (made by `pretest`).
 */
export function builtProgram(name: string): string {
  const root = path.dirname(__dirname);
  const dist = path.basename(root) === 'dist' ? root : path.join(root, 'dist');
  return path.join(dist, `${name}.js`);
}
