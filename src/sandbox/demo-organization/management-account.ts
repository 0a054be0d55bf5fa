import type { DemoAccount } from './demo-account.ts';

/** The organization's management account: its policies are read here, and bind it not. */
export const MANAGEMENT: DemoAccount = { id: '999900001111', name: 'management' };
