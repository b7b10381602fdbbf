// Labels texts from Node through the command, as JSON Lines: node label_lines.mjs [MODEL]. One process serves any number of texts.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

const model = process.argv[2] ? ["-m", process.argv[2]] : [];
const tenor = spawn(process.env.TENOR ?? "tenor", ["label", "--quiet", ...model, "-"], { stdio: ["pipe", "pipe", "inherit"] });

for (const [id, text] of [["a", "The plant closes; four hundred workers lose their jobs."], ["b", "股市下跌，投资者卖出股票。"]]) {
  tenor.stdin.write(JSON.stringify({ id, text }) + "\n");
}
tenor.stdin.end();

for await (const line of createInterface({ input: tenor.stdout })) {
  const record = JSON.parse(line);
  console.log(record.id, JSON.stringify(record.labels ?? record.error));
}
