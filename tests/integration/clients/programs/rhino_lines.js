// Answers the questions of a file, on the JVM. Usage: rhino.jar rhino_lines.js ENGINE BUNDLE QUESTIONS
load(arguments[0]);
var answer = OvergrebRules.answerLine(JSON.parse(readFile(arguments[1], "UTF-8")));
var lines = readFile(arguments[2], "UTF-8").split("\n");
for (var i = 0; i < lines.length; i++) {
  if (lines[i] !== "") java.lang.System.out.println(answer(lines[i]));
}
