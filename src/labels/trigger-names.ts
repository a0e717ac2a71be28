import type { Trigger } from '../facts/job.ts';

/** The attributes that say when a job is due. */
export const TRIGGERS: readonly Trigger['type'][] = ['cron', 'crontab', 'date', 'interval'];
