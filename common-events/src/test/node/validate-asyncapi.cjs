// Prints "valid", or each error and warning of the parser with its path: node validate-asyncapi.cjs FILE
const { readFileSync } = require('node:fs');
const { Parser } = require('@asyncapi/parser');

new Parser().parse(readFileSync(process.argv[2], 'utf8')).then(({ document, diagnostics }) => {
  const findings = diagnostics.filter(({ severity }) => severity < 2);
  for (const { severity, path, message } of findings) {
    console.log(`${['error', 'warning'][severity]} at ${path.join('/')}: ${message}`);
  }
  if (document && findings.length === 0) {
    console.log('valid');
  } else {
    process.exitCode = 1;
  }
});
