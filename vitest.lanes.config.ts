import { defineConfig } from 'vitest/config';

/** The lanes that need something running or built first: `npm run test:aws`, `test:browser` and `test:package`. */
export default defineConfig({
  test: {
    include: ['test/{aws,browser,package}/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 180_000,
  },
});
