// The few kinds of Block Kit block that we post: the classic ones, which every Slack client shows.
// https://docs.slack.dev/reference/block-kit/blocks

export interface PlainText {
  type: 'plain_text';
  text: string;
  emoji: false;
}

export interface Mrkdwn {
  type: 'mrkdwn';
  text: string;
  /** Slack neither links nor expands what looks like a name or a URL. */
  verbatim: true;
}

export interface TextStyle {
  bold?: true;
  italic?: true;
  code?: true;
}

/** Rich text is not parsed: what stands in a `text` run can be no link, mention or emoji. */
export type Run =
  | { type: 'text'; text: string; style?: TextStyle }
  | { type: 'link'; url: string; text: string }
  | { type: 'emoji'; name: string }
  | { type: 'user'; user_id: string }
  /** A time in the reader's own zone: https://docs.slack.dev/reference/block-kit/block-elements/date-element */
  | { type: 'date'; timestamp: number; format: string; fallback: string };

export interface RichSection {
  type: 'rich_text_section';
  elements: Run[];
}

export interface Preformatted {
  type: 'rich_text_preformatted';
  elements: { type: 'text'; text: string }[];
}

export interface Button {
  type: 'button';
  text: PlainText;
  action_id: string;
  value: string;
  style?: 'primary' | 'danger';
}

export interface HeaderBlock {
  type: 'header';
  text: PlainText;
}
export interface SectionBlock {
  type: 'section';
  text: Mrkdwn;
}
export interface RichTextBlock {
  type: 'rich_text';
  elements: (RichSection | Preformatted)[];
}
export interface ContextBlock {
  type: 'context';
  elements: (Mrkdwn | PlainText)[];
}
export interface ActionsBlock {
  type: 'actions';
  elements: Button[];
}
export interface DividerBlock {
  type: 'divider';
}

export type SlackBlock = HeaderBlock | SectionBlock | RichTextBlock | ContextBlock | ActionsBlock | DividerBlock;

/** What `chat.postMessage` and `chat.update` are given: `text` is what notifications and screen readers get. */
export interface SlackMessage {
  text: string;
  blocks: SlackBlock[];
}
