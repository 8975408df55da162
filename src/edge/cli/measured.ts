/** The time that a piece of work took, and the most memory this process had meanwhile. */
export async function measured<Result>(work: () => Promise<Result>): Promise<{ result: Result; seconds: number; memoryMb: number }> {
  let memory = process.memoryUsage.rss();
  const look = setInterval(() => (memory = Math.max(memory, process.memoryUsage.rss())), 50);
  const from = performance.now();
  try {
    const result = await work();
    return { result, seconds: Math.ceil((performance.now() - from) / 100) / 10, memoryMb: Math.ceil(memory / 1_048_576) };
  } finally {
    clearInterval(look);
  }
}
