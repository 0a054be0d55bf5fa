/** A block of Block Kit as it came over the wire: its type is known, the rest is not yet looked at. */
export interface WireBlock {
  readonly type: string;
  readonly block_id?: string;
  readonly [field: string]: unknown;
}

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly realName: string;
  readonly isBot?: boolean;
}

export interface Channel {
  readonly id: string;
  readonly name: string;
  readonly kind: 'public' | 'private' | 'directMessage';
  /** Whether the app was invited. */
  readonly appIsMember: boolean;
  readonly isArchived?: boolean;
  /** Shared with another organization through Slack Connect. */
  readonly isExtShared?: boolean;
  /** The other side of a direct message with the app. */
  readonly userId?: string;
}

export interface Message {
  readonly channel: string;
  readonly ts: string;
  readonly threadTs?: string;
  /** The id of the person or of the app's bot user. */
  readonly user: string;
  readonly text: string;
  readonly blocks: readonly WireBlock[];
  readonly metadata?: unknown;
  /** Whether it was changed without blocks, which Slack marks "(edited)". */
  readonly edited: boolean;
  /** Set: only this person sees it, and only until the page is loaded again. */
  readonly onlyVisibleTo?: string;
}

export interface OpenedView {
  readonly id: string;
  readonly hash: string;
  readonly openedFor: string;
  readonly view: Readonly<Record<string, unknown>>;
}

export type WorkspaceEvent =
  | { readonly kind: 'posted'; readonly message: Message }
  | { readonly kind: 'changed'; readonly message: Message }
  | { readonly kind: 'deleted'; readonly message: Message }
  | { readonly kind: 'viewOpened'; readonly view: OpenedView }
  | { readonly kind: 'viewClosed'; readonly view: OpenedView };

export interface NewMessage {
  readonly channel: string;
  readonly user: string;
  readonly text?: string | undefined;
  readonly blocks?: readonly WireBlock[] | undefined;
  readonly threadTs?: string | undefined;
  readonly metadata?: unknown;
  readonly onlyVisibleTo?: string | undefined;
}

export const TEAM = { id: 'T0DEMO', domain: 'demo' } as const;
export const APP = { id: 'A0S3403', botId: 'B0S3403', botUserId: 'U0S3403', name: 's3-403' } as const;

/** The state of a Slack workspace with one app installed: its channels, people and messages, and who listens to changes. */
export class Workspace {
  readonly channels = new Map<string, Channel>();
  readonly people = new Map<string, Person>();
  /** Members by the id of their user group. */
  readonly userGroups = new Map<string, readonly string[]>();
  readonly views = new Map<string, OpenedView>();
  #messages: Message[] = [];
  #listeners = new Set<(event: WorkspaceEvent) => void>();
  #lastTs = 0;
  #ids = 0;
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
    this.people.set(APP.botUserId, { id: APP.botUserId, name: APP.name, realName: APP.name, isBot: true });
  }

  now(): number {
    return this.#now();
  }

  subscribe(listener: (event: WorkspaceEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** A new id in Slack's form: a letter for its kind, then digits. */
  newId(prefix: string): string {
    this.#ids += 1;
    return `${prefix}${String(this.#ids).padStart(6, '0')}`;
  }

  messages(channel?: string): readonly Message[] {
    return channel === undefined ? this.#messages : this.#messages.filter((message) => message.channel === channel);
  }

  find(channel: string, ts: string): Message | undefined {
    return this.#messages.find((message) => message.channel === channel && message.ts === ts);
  }

  /** The root and its replies, oldest first. */
  thread(channel: string, rootTs: string): readonly Message[] {
    return this.messages(channel).filter((message) => message.ts === rootTs || message.threadTs === rootTs);
  }

  post(given: NewMessage): Message {
    const message: Message = {
      channel: given.channel,
      ts: this.#nextTs(),
      user: given.user,
      text: given.text ?? '',
      blocks: this.#withIds(given.blocks ?? []),
      edited: false,
      ...(given.threadTs === undefined ? {} : { threadTs: given.threadTs }),
      ...(given.metadata === undefined ? {} : { metadata: given.metadata }),
      ...(given.onlyVisibleTo === undefined ? {} : { onlyVisibleTo: given.onlyVisibleTo }),
    };
    this.#messages.push(message);
    this.#tell({ kind: 'posted', message });
    return message;
  }

  /** Slack drops the blocks of a message that is updated with text alone. */
  change(
    message: Message,
    to: { readonly text?: string | undefined; readonly blocks?: readonly WireBlock[] | undefined },
  ) {
    const changed: Message = {
      ...message,
      text: to.text ?? message.text,
      blocks: this.#withIds(to.blocks ?? []),
      edited: to.blocks === undefined,
    };
    this.#messages = this.#messages.map((other) => (other === message ? changed : other));
    this.#tell({ kind: 'changed', message: changed });
    return changed;
  }

  remove(message: Message): void {
    this.#messages = this.#messages.filter((other) => other !== message);
    this.#tell({ kind: 'deleted', message });
  }

  openView(openedFor: string, view: Readonly<Record<string, unknown>>): OpenedView {
    return this.showView({ id: this.newId('V'), hash: this.newId('h'), openedFor, view });
  }

  showView(opened: OpenedView): OpenedView {
    this.views.set(opened.id, opened);
    this.#tell({ kind: 'viewOpened', view: opened });
    return opened;
  }

  closeView(opened: OpenedView): void {
    this.views.delete(opened.id);
    this.#tell({ kind: 'viewClosed', view: opened });
  }

  #tell(event: WorkspaceEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  #withIds(blocks: readonly WireBlock[]): readonly WireBlock[] {
    return blocks.map((block) => (block.block_id === undefined ? { ...block, block_id: this.newId('b') } : block));
  }

  /** Slack's `ts`: seconds with six decimals, unique and rising within the workspace. */
  #nextTs(): string {
    this.#lastTs = Math.max(this.#now() * 1000, this.#lastTs + 1);
    return `${Math.floor(this.#lastTs / 1_000_000)}.${String(this.#lastTs % 1_000_000).padStart(6, '0')}`;
  }
}
