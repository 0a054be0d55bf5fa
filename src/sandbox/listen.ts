import { once } from 'node:events';
import type { Server } from 'node:http';

const LOOPBACK = '127.0.0.1';

export interface Listening {
  /** Host and port, e.g. `127.0.0.1:4030`. */
  readonly host: string;
  close(): Promise<void>;
}

/** Listens on this machine alone; port 0 is any free one. Throws Node's error, e.g. EADDRINUSE. */
export async function listen(server: Server, port: number): Promise<Listening> {
  server.listen(port, LOOPBACK);
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server listens on no port');
  return {
    host: `${LOOPBACK}:${address.port}`,
    close: async () => {
      server.closeAllConnections();
      if (!server.listening) return;
      server.close();
      await once(server, 'close');
    },
  };
}
