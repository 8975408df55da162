const PATIENCE_MS = 30_000;

/** Prints the counts alone on the last line, in the form other tools read. */
export default class CountsReporter {
  onRunComplete(_contexts, results) {
    const brokenSuites = results.testResults.filter((suite) => suite.testExecError !== undefined).length;
    const skipped = results.numPendingTests + results.numTodoTests;
    this.counts = `${results.numPassedTests} passed, ${results.numFailedTests + brokenSuites} failed, ${skipped} skipped`;
    process.once('exit', () => process.stdout.write(`${this.counts}\n`));
    // What a test left open is told by jest, and must not hold a run for ever.
    const failed = results.numFailedTests + brokenSuites + results.numRuntimeErrorTestSuites > 0 || results.numTotalTests === 0;
    setTimeout(() => process.exit(failed ? 1 : 0), PATIENCE_MS).unref();
  }
}
