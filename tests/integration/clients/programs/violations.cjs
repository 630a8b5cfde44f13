// What axe-core finds in a page of Playwright in which its script runs: [[id of the rule, help, first three places]].
const axe = require.resolve("axe-core/axe.min.js");

// The page answers with the violations alone: to send all results of a long page takes as long as to find them.
const findViolations = (page) => page.evaluate(async () => {
  const { violations } = await window.axe.run(document, { resultTypes: ["violations"] });
  return violations.map((one) => [one.id, one.help, one.nodes.map((node) => node.html).slice(0, 3)]);
});

module.exports = { axe, findViolations };
