/** The processor time that something takes: unlike the clock's, it does not grow because the machine has other things to do. */
export function cpuMilliseconds(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
