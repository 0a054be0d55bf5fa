import { permissionOf } from '../collect/permissions.ts';
import type { ReadName } from '../collect/reads.ts';

/** Every AWS call of an inventory: its sessions are narrowed to what these need. */
export const INVENTORY_READS = [
  'organizations:ListAccounts',
  's3:ListBuckets',
  's3control:ListAccessPoints',
] as const satisfies readonly ReadName[];

export const INVENTORY_PERMISSIONS: readonly string[] = INVENTORY_READS.map(permissionOf);
