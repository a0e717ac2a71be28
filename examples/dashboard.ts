// The jobs of all containers of an engine, whenever they change; none of them is run: DOCKER_HOST=unix:///var/run/docker.sock node dashboard.js [LABEL_NAMESPACE]
import { describe, registered, type Registration } from 'bosun';
import { docker } from 'bosun/docker';

const [namespace = 'deck-chores'] = process.argv.slice(2);

const row = ({ container, job, paused }: Registration) =>
  `${container.name} ${job.name}: ${describe(job.trigger)}${paused ? ', paused' : ''}`;

const watching = docker({ labels: { namespace } })
  .facts$.pipe(registered)
  .subscribe((jobs) => console.log(jobs.length === 0 ? 'no jobs' : jobs.map(row).sort().join('; ')));
process.once('SIGTERM', () => watching.unsubscribe());
