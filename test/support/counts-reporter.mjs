/** Prints the counts alone on the last line, in the form other tools read. */
export default class CountsReporter {
  onRunComplete(_contexts, results) {
    const brokenSuites = results.testResults.filter((suite) => suite.testExecError !== undefined).length;
    const skipped = results.numPendingTests + results.numTodoTests;
    this.counts = `${results.numPassedTests} passed, ${results.numFailedTests + brokenSuites} failed, ${skipped} skipped`;
    process.once('exit', () => process.stdout.write(`${this.counts}\n`));
  }
}
