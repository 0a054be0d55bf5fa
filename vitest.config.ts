import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Lanes that need a server, a browser or the packaged zips have commands of their own; .ci/run runs them all.
    exclude: ['test/aws/**', 'test/browser/**', 'test/package/**', 'node_modules/**'],
    testTimeout: 20_000,
    // Files share their worker's modules, which halves the time. So a test leaves nothing behind: no mocked module, no
    // variable of the environment.
    isolate: false,
  },
});
