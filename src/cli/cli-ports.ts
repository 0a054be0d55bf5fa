import type { Layer } from '../evidence/layers.ts';
import type { Diagnosis } from '../explain/diagnosis.ts';
import type { DiagnoseOptions } from '../request/diagnose-options.ts';
import type { Denial } from '../request/s3-call.ts';

/** What the command line needs from outside; a test gives its own. */
export interface CliPorts {
  readonly stdout: Output;
  readonly stderr: Output;
  /** All of standard input, as text; only asked for where a command reads it. */
  readonly readStdin: () => Promise<string>;
  /** Standard input is a person's keyboard. */
  readonly stdinIsTerminal: boolean;
  /** A file's text; rejects if it cannot be read. */
  readonly readFile: (path: string) => Promise<string>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly diagnose: Diagnose;
}

export interface Output {
  readonly write: (text: string) => void;
  readonly isTerminal: boolean;
  /** Columns, where it is a terminal. */
  readonly width?: number | undefined;
}

/** Where a diagnosis stands: a layer that is being read, or that was. */
export interface Progress {
  readonly layer: Layer;
  readonly state: 'reading' | 'found' | 'absent' | 'unreadable';
}

export interface DiagnoseRun {
  readonly options: DiagnoseOptions;
  readonly env: CliPorts['env'];
  readonly onProgress: (progress: Progress) => void;
}

/** The diagnosis; or why there is none, in words. */
export type DiagnoseAnswer =
  | {
      readonly kind: 'diagnosis';
      readonly diagnosis: Diagnosis;
      /** The snapshot that was asked for could not be written. */
      readonly unsaved?: { readonly what: string; readonly help: string };
    }
  /** No credentials, or AWS does not answer. */
  | { readonly kind: 'unreachable'; readonly what: string; readonly help: string }
  /** A file that an option names cannot be read. */
  | { readonly kind: 'badFile'; readonly what: string; readonly help: string }
  /** A variable of the environment is not what it should be. */
  | { readonly kind: 'badEnvironment'; readonly what: string; readonly help: string };

export type Diagnose = (denial: Denial, run: DiagnoseRun) => Promise<DiagnoseAnswer>;
