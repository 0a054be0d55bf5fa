/** Where the recording of the demo organization lies in the repository. */
export const DEMO_SNAPSHOT = 'src/sandbox/demo-organization/demo.snapshot.json';
