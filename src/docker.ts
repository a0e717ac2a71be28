import type { Observable } from 'rxjs';
import { client } from './edge/client.ts';
import { docker as told } from './edge/docker.ts';
import { end } from './edge/end.ts';
import { engine } from './edge/engine.ts';
import { exec, follow } from './edge/exec.ts';
import { givenWay } from './edge/way-given.ts';
import type { Fact } from './facts/fact.ts';
import type { Duration } from './facts/job.ts';
import type { Defaults } from './labels/container.ts';
import { defaults } from './labels/defaults.ts';
import type { Random } from './streams/delay.ts';
import type { Ports } from './streams/runs.ts';

/** Where the engine is, and what holds; all of it is as the daemon's settings have it where nothing is said. */
export interface DockerOptions {
  /** `unix://PATH`, `tcp://HOST:PORT`, `http://HOST:PORT`, `https://HOST:PORT` or `ssh://USER@HOST:PORT/PATH`: that of `DOCKER_HOST`, else Docker's own socket. */
  readonly host?: string | undefined;
  /** The folder of `ca.pem`, `cert.pem` and `key.pem`, by which TLS is spoken and the engine's certificate verified: as `DOCKER_CERT_PATH` and its kin say. */
  readonly certificates?: string | undefined;
  /** How labels are read. */
  readonly labels?: Partial<Defaults> | undefined;
  /** How long an answer is waited for, which bounds no run: a minute. */
  readonly patience?: Duration | undefined;
  /** Bytes that are kept of what a run writes: a mebibyte. */
  readonly outputLimit?: number | undefined;
  /** Of how many images the labels are kept: 128. */
  readonly images?: number | undefined;
  /** For the pauses between two attempts to reach it. */
  readonly random?: Random | undefined;
}

/** An engine as `watch` of `bosun` takes it: what it tells, and how runs are begun, found again and ended there. */
export interface Docker extends Ports {
  /** Subscribing connects, unsubscribing leaves no connection behind. Never errors: an engine that cannot be reached is a fact, and tried again. */
  readonly facts$: Observable<Fact>;
  /** What is odd about the settings. */
  readonly warnings: readonly string[];
}

/** A Docker Engine that is asked nothing yet. Throws where an address or a certificate is none. */
export function docker({
  labels,
  patience = 60_000,
  outputLimit = 1 << 20,
  images = 128,
  random = Math.random,
  host,
  certificates,
}: DockerOptions = {}): Docker {
  const { way, warnings } = givenWay({ host, certificates });
  const api = engine(client(way), patience);
  return {
    facts$: told(api, { defaults: { ...defaults, ...labels }, images, random }),
    exec: exec(api, outputLimit),
    follow: follow(api, outputLimit),
    end: end(api),
    warnings,
  };
}
