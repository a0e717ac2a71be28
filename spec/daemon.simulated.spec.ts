import { expect, it } from 'vitest';
import { daemonBehaviours } from './support/daemon-behaviours.ts';
import { withSimulatedEngine } from './support/world.ts';

daemonBehaviours(withSimulatedEngine);

const TICK = 'tick every 1s: true';

withSimulatedEngine('an engine with a fault', ({ daemon, execStarts }, engine) => {
  const bosun = () => daemon({ LABEL_NAMESPACE: 'deck-chores' });

  it.each([
    ['whose event stream is cut in the middle of a line', 'cut at 812; start web-1; start web-2', 'scale web to 3'],
    ['that sends garbage', 'garbage', ''],
    ['that refuses connections for a while', 'refuse', 'accept'],
    ['that answers with 500s for a while', 'fail; cut at 10; start web-7', 'heal; remove web-7'],
    ['that restarts', 'restart', ''],
  ])('%s is lost once, found again, and the jobs are as if nothing had been', async (_, fault, cure) => {
    await engine().script(`start app-1 with ${TICK}`);
    const daemon = bosun();
    await daemon.line(/app-1: Executing/);
    const back = daemon.next(/Listening to events/);
    await engine().script(fault);
    await daemon.line(/ERROR|Lost the engine/);
    await engine().script(cure);
    await back;
    await daemon.next(/app-1: Executing/);
    expect(daemon.lines(/Lost the engine/)).toHaveLength(1);
    expect(daemon.lines(/Added|Removed/)).toHaveLength(1);
  });

  it('that forgets an exec is said not to know its end, and the job runs again', async () => {
    await engine().script('start app-1 with nap every 1s: sleep 600');
    const starts = await execStarts('app-1');
    const daemon = bosun();
    await starts.next(() => true);
    await engine().script('restart');
    await daemon.line(/app-1: Command 'nap' began, its end is not known: the engine has forgotten it\./);
    await daemon.next(/app-1: Executing/);
  });

  it('that drops events is healed by the next listing', async () => {
    await engine().script(`start app-1 with ${TICK}; start app-2 with ${TICK}`);
    const daemon = bosun();
    await daemon.line(/app-1: Executing/);
    await engine().script('drop 2 events; die app-1; garbage');
    await daemon.line(/app-2: Reassigned 'tick' from app-1\./);
  });

  it('that is slow is waited for', async () => {
    await engine().script(`slow 300; start app-1 with ${TICK}`);
    const daemon = bosun();
    await daemon.line(/app-1: Command 'tick' finished with exit code 0\./);
  });

  it('whose clock is hours ahead tells no less and no later', async () => {
    await engine().script(`skew 7200000; start app-1 with ${TICK}; start app-2 with ${TICK}`);
    const daemon = bosun();
    await daemon.line(/app-1: Executing/);
    await engine().script('die app-1');
    await daemon.line(/app-2: Reassigned/);
    await engine().script('skew -7200000; remove app-2');
    await daemon.line(/app-2: Removed/);
  });
});

withSimulatedEngine('a container with a bad label', ({ daemon }, engine) => {
  it('is reported once, however often it is restarted', async () => {
    await engine().script('start app-1 with tick every 1s: true, bad every 0s: true');
    const bosun = daemon({ LABEL_NAMESPACE: 'deck-chores' });
    await bosun.line(/app-1: Executing/);
    for (let n = 0; n < 3; n++) {
      const again = bosun.next(/app-1: Added 'tick'/);
      await engine().script('die app-1; start app-1');
      await again;
    }
    expect(bosun.lines(/deck-chores\.bad/)).toHaveLength(1);
  });
});
