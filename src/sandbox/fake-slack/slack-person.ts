import { z } from 'zod';
import {
  blockActionsBody,
  type Interaction,
  messageShortcutBody,
  slashCommandBody,
  viewSubmissionBody,
} from './interaction-bodies.ts';
import { blocksOf, parseJson } from './method-arguments.ts';
import type { FakeSlack } from './serve-fake-slack.ts';
import { type SlackRequest, signRequest } from './sign-request.ts';
import { APP, type Channel, type Message, type OpenedView, type Person } from './workspace.ts';

/** Slack tells the person that the command failed if the app has not answered by then. */
const ACKNOWLEDGE_WITHIN_MS = 3_000;

export interface SlackAnswer {
  readonly statusCode: number;
  readonly body: string;
}

/** Carries a signed request to the app, by HTTP or straight into the handler. */
export type Deliver = (request: SlackRequest) => Promise<SlackAnswer>;

export interface SlackPersonOptions {
  readonly slack: FakeSlack;
  readonly person: Person;
  readonly signingSecret: string;
  readonly deliver: Deliver;
  /** Milliseconds since 1970, for signatures; the workspace's clock if left out. */
  readonly signingClock?: () => number;
  /** The slash commands that are installed; left out: any. */
  readonly commands?: readonly string[];
  /** The workspace the person belongs to, where it is another one than the app's. */
  readonly teamId?: string;
}

export type Outcome =
  | { readonly kind: 'answered'; readonly answer: SlackAnswer }
  | { readonly kind: 'timedOut' }
  /** Slack knows no such command, so no app was asked. */
  | { readonly kind: 'unknownCommand' };

const Element = z.looseObject({ type: z.string(), action_id: z.string().optional() });
const ViewAnswer = z.object({ response_action: z.enum(['errors', 'update', 'clear', 'push']).optional() });

/** The Slack client of one person: what they type and press becomes the signed request that Slack sends to the app. */
export class SlackPerson {
  readonly #options: SlackPersonOptions;

  constructor(options: SlackPersonOptions) {
    this.#options = options;
    options.slack.workspace.people.set(options.person.id, options.person);
  }

  /** Types a slash command, e.g. `/s3-403 bucket key role`. The acknowledgement is shown as Slack shows it. */
  async type(channelId: string, line: string): Promise<Outcome> {
    const channel = this.#channel(channelId);
    const [command = '', text = ''] = splitOnce(line.trim());
    if (this.#options.commands?.includes(command) === false) {
      this.#slackbot(channel, `${escapeText(command)} is not a valid command.`);
      return { kind: 'unknownCommand' };
    }
    const outcome = await this.#send(slashCommandBody(this.#interaction(channel), command, text));
    if (outcome.kind !== 'answered') this.#slackbot(channel, `${command} failed with the error "operation_timeout"`);
    else if (outcome.answer.statusCode !== 200)
      this.#slackbot(channel, `${command} failed with the error "dispatch_failed"`);
    else this.#showAcknowledgement(channel, outcome.answer.body);
    return outcome;
  }

  /** Presses the button with this action id in a message. Throws if the message has no such button. */
  async press(channelId: string, ts: string, actionId: string): Promise<Outcome> {
    const { workspace } = this.#options.slack;
    const channel = this.#channel(channelId);
    const message = this.#message(channel, ts);
    for (const { block_id, elements, accessory } of message.blocks) {
      const candidates = z
        .array(Element)
        .safeParse([...(Array.isArray(elements) ? elements : []), accessory ?? []].flat());
      const element = candidates.data?.find(({ action_id }) => action_id === actionId);
      if (element === undefined || block_id === undefined) continue;
      const actionTs = String(workspace.now() / 1000);
      return this.#send(blockActionsBody(this.#interaction(channel, ts), message, element, block_id, actionTs));
    }
    throw new Error(`message ${ts} has no button ${actionId}`);
  }

  /** Chooses a message shortcut from the menu of a message. */
  useShortcut(channelId: string, ts: string, callbackId: string): Promise<Outcome> {
    const channel = this.#channel(channelId);
    const actionTs = String(this.#options.slack.workspace.now() / 1000);
    return this.#send(
      messageShortcutBody(this.#interaction(channel, ts), this.#message(channel, ts), callbackId, actionTs),
    );
  }

  /** Submits a modal; it closes unless the app answers with errors or another view. */
  async submit(
    view: OpenedView,
    values: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  ): Promise<Outcome> {
    const { slack, person, teamId } = this.#options;
    const interaction = { person, triggerId: slack.issueTrigger(person.id), teamId };
    const outcome = await this.#send(viewSubmissionBody(interaction, view, values));
    if (outcome.kind !== 'answered' || outcome.answer.statusCode !== 200) return outcome;
    const answer = ViewAnswer.safeParse(parseJson(outcome.answer.body));
    const action = answer.data?.response_action;
    if (action === undefined || action === 'clear') slack.workspace.closeView(view);
    return outcome;
  }

  /** Writes an ordinary message; what is typed is text, so Slack escapes it. */
  say(channelId: string, text: string): Message {
    const { slack, person } = this.#options;
    return slack.workspace.post({ channel: channelId, user: person.id, text: escapeText(text) });
  }

  #interaction(channel: Channel, messageTs?: string): Interaction {
    const { slack, person, teamId } = this.#options;
    const target = { channel: channel.id, user: person.id };
    return {
      person,
      channel,
      responseUrl: slack.issueResponseUrl(messageTs === undefined ? target : { ...target, messageTs }),
      triggerId: slack.issueTrigger(person.id),
      teamId,
    };
  }

  async #send(body: string): Promise<Outcome> {
    const { slack, signingSecret, deliver, signingClock = () => slack.workspace.now() } = this.#options;
    const request = signRequest(body, signingSecret, Math.floor(signingClock() / 1000));
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<Outcome>((resolve) => {
      timer = setTimeout(() => resolve({ kind: 'timedOut' }), ACKNOWLEDGE_WITHIN_MS);
    });
    const answered = deliver(request)
      .catch((error: unknown): SlackAnswer => ({ statusCode: 502, body: String(error) }))
      .then((answer): Outcome => ({ kind: 'answered', answer }));
    return Promise.race([answered, late]).finally(() => clearTimeout(timer));
  }

  #showAcknowledgement(channel: Channel, body: string): void {
    if (body.trim() === '') return;
    const parsed = z.record(z.string(), z.unknown()).safeParse(parseJson(body));
    const answer = parsed.success ? parsed.data : { text: body };
    const text = typeof answer.text === 'string' ? answer.text : undefined;
    this.#options.slack.workspace.post({
      channel: channel.id,
      user: APP.botUserId,
      text,
      blocks: blocksOf(answer) ?? undefined,
      onlyVisibleTo: answer.response_type === 'in_channel' ? undefined : this.#options.person.id,
    });
  }

  #slackbot(channel: Channel, text: string): void {
    const { slack, person } = this.#options;
    slack.workspace.post({ channel: channel.id, user: 'USLACKBOT', text, onlyVisibleTo: person.id });
  }

  #channel(id: string): Channel {
    const channel = this.#options.slack.workspace.channels.get(id);
    if (channel === undefined) throw new Error(`there is no channel ${id}`);
    return channel;
  }

  #message(channel: Channel, ts: string): Message {
    const message = this.#options.slack.workspace.find(channel.id, ts);
    if (message === undefined) throw new Error(`there is no message ${ts} in ${channel.id}`);
    return message;
  }
}

const escapeText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** A command and the rest of its line. */
function splitOnce(line: string): readonly [string, string] {
  const space = line.search(/\s/);
  return space < 0 ? [line, ''] : [line.slice(0, space), line.slice(space).trim()];
}
