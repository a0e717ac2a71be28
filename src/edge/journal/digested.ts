import { createHmac } from 'node:crypto';
import type { Container, Fact, Time } from '../../facts/fact.ts';
import type { Job } from '../../facts/job.ts';
import type { Snapshot } from '../../streams/snapshot.ts';
import { VERSION } from './segment.ts';

/** Writes facts and snapshots as lines without what nobody may read there: of a job's variables there are digests, which tell changed from unchanged; what a run has written is left out. */
export interface Digested {
  readonly fact: (fact: Fact, heard: Time) => string;
  readonly heading: (snapshot: Snapshot) => string;
}

/** `key`: without it a digest tells nothing of its value, however short that is. */
export function digested(key: Buffer): Digested {
  const digest = (name: string, value: string) =>
    `hmac-sha256:${createHmac('sha256', key).update(`${name}=${value}`).digest('hex').slice(0, 16)}`;
  const job = (whole: Job): Job => ({
    ...whole,
    environment: Object.fromEntries(Object.entries(whole.environment).map(([name, value]) => [name, digest(name, value)])),
  });
  const container = <C extends Container>(whole: C): C => ({ ...whole, jobs: whole.jobs.map(job) });
  const safe = (fact: Fact): object => {
    switch (fact.type) {
      case 'container.started':
        return { ...fact, container: container(fact.container) };
      case 'docker.listed':
        return { ...fact, containers: fact.containers.map(container) };
      case 'run.finished':
      case 'run.lost':
        return { ...fact, output: undefined };
      default:
        return fact;
    }
  };
  return {
    fact: (fact, heard) => `${JSON.stringify({ type: fact.type, ...safe(fact), ...(heard === fact.at ? {} : { heard }) })}\n`,
    heading: ({ type, services, ...rest }) => {
      const known = services.map((service) => ({
        ...service,
        containers: service.containers.map((one) => ({ ...one, container: container(one.container) })),
      }));
      return `${JSON.stringify({ type, version: VERSION, ...rest, services: known })}\n`;
    },
  };
}
