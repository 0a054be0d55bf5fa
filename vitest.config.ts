import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Lanes that need a server, a browser or the packaged zips have commands of their own; .ci/run runs them all.
    exclude: ['test/aws/**', 'test/browser/**', 'test/package/**', 'node_modules/**'],
    // Against a test that hangs; nothing is measured by it. A property takes a second on a quiet machine and forty on a busy one.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // Files share their worker's modules, which halves the time. So a test leaves nothing behind: no mocked module, no
    // variable of the environment.
    isolate: false,
  },
});
