import { readFileSync } from 'node:fs';
import path from 'node:path';
import { memorySettings } from './memory-settings';

test('the image sets what npm start sets', () => {
  const dockerfile = readFileSync(path.join(__dirname, '..', 'Dockerfile'), 'utf8');
  const { NODE_OPTIONS, MALLOC_ARENA_MAX } = memorySettings({});
  expect(dockerfile).toContain(
    `ENV NODE_OPTIONS="${NODE_OPTIONS}" MALLOC_ARENA_MAX=${MALLOC_ARENA_MAX}\n`,
  );
});

test('who sets them in his environment is followed', () => {
  const settings = memorySettings({
    NODE_OPTIONS: '--max-old-space-size=4096',
    MALLOC_ARENA_MAX: '4',
  });
  // Node takes the last of two.
  expect(settings.NODE_OPTIONS).toMatch(/ --max-old-space-size=4096$/);
  expect(settings.MALLOC_ARENA_MAX).toBe('4');
});
