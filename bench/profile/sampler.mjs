/** Preloaded into the engine that is profiled: SIGUSR2 starts the profile, the next one writes it to PROFILE_FILE. So its start is not in it. */
import { renameSync, writeFileSync } from 'node:fs';
import { Session } from 'node:inspector';

const session = new Session();
session.connect();
session.post('Profiler.enable');
session.post('Profiler.setSamplingInterval', { interval: 500 });
let isRunning = false;
process.on('SIGUSR2', () => {
  isRunning = !isRunning;
  if (isRunning) return session.post('Profiler.start');
  session.post('Profiler.stop', (error, answer) => {
    if (error !== null) throw error;
    const file = process.env.PROFILE_FILE;
    writeFileSync(`${file}.part`, JSON.stringify(answer.profile));
    renameSync(`${file}.part`, file);
  });
});
