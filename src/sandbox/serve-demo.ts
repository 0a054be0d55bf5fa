import { CASES } from './cases.ts';
import { MIRA, ON_CALL, QUESTIONS, YOU } from './demo-workspace.ts';
import type { Listening } from './listen.ts';
import type { DemoOrganization } from './open-demo-organization.ts';
import { type PageDemo, servePage } from './page/serve-page.ts';
import { COMMAND, type Sandbox } from './sandbox.ts';

/** The callback id of "Diagnose this S3 403" in the app's manifest. */
const SHORTCUT = 'diagnose_s3_403';

const REPAIRED =
  'I have put `arn:aws:s3:::payroll-reports/2026/10.csv` into the policy `ReadPayrollReports` of role `reports`. Press *Re-run* to see whether that was it.';

const DEMO: PageDemo = {
  channels: [
    { id: QUESTIONS.id, name: QUESTIONS.name, topic: 'Why did S3 say 403? Ask here.' },
    { id: ON_CALL.id, name: ON_CALL.name, topic: 'Denials that CloudTrail recorded' },
  ],
  alertChannel: ON_CALL.id,
  examples: CASES.map(({ title, command }) => ({ title, command })),
  hint: {
    command: COMMAND,
    usage: 'BUCKET [KEY] PRINCIPAL [options]',
    text: 'Explains why S3 said 403. The key may be left out to ask about the bucket; the principal is the ARN of a role, user or session, or “anonymous”.',
  },
};

/** Serves the page of a sandbox. Throws Node's error if the port is taken. */
export const serveDemo = (sandbox: Sandbox, organization: DemoOrganization, port: number): Promise<Listening> =>
  servePage({
    workspace: sandbox.slack.workspace,
    personId: YOU.id,
    demo: DEMO,
    port,
    actions: {
      type: async (channel, text) => {
        if (text.startsWith('/')) await sandbox.you.type(channel, text);
        else sandbox.you.say(channel, text);
      },
      press: async (channel, ts, action) => {
        await sandbox.you.press(channel, ts, action);
      },
      shortcut: async (channel, ts) => {
        await sandbox.you.useShortcut(channel, ts, SHORTCUT);
      },
      alert: () => sandbox.sendDenial(),
      repair: async () => {
        organization.repair();
        sandbox.slack.workspace.post({ channel: QUESTIONS.id, user: MIRA.id, text: REPAIRED });
      },
    },
  });
