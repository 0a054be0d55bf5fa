/**
 * Slack's limits on a message, in characters or counts.
 * https://docs.slack.dev/reference/block-kit/blocks and https://docs.slack.dev/reference/methods/chat.postMessage
 */
export const LIMITS = {
  blocksPerMessage: 50,
  headerText: 150,
  sectionText: 3000,
  sectionFields: 10,
  sectionFieldText: 2000,
  contextElements: 10,
  contextText: 3000,
  actionsElements: 25,
  buttonText: 75,
  buttonValue: 2000,
  buttonUrl: 3000,
  actionId: 255,
  blockId: 255,
  linkUrl: 3000,
  confirmTitle: 100,
  confirmText: 300,
  confirmButton: 30,
  /** Ours: Slack names no limit for one text in a rich_text block; kept at a section's. */
  richTextText: 3000,
  /** Slack rejects about 12,000 characters of text over all blocks (`msg_blocks_too_long`) and documents no number. */
  textOfAllBlocks: 10_000,
  /** `text` beyond 4,000 characters is `msg_too_long` on chat.update. */
  text: 4000,
} as const;

export type Limit = keyof typeof LIMITS;
