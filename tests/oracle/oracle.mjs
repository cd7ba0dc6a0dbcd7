// The real Luau as a filter: a program per line of standard input as {"source": "..."}, its outcome
// per line of standard output as {"stdout": "...", "error": null | "..."}; texts are Latin-1.
// {"aborted": "..."} when the engine itself gave up; the next program gets a fresh one.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

// Values that crossed the border stay referenced for the life of an engine.
const PROGRAMS_PER_ENGINE = 2000;
const HARNESS = readFileSync(new URL("harness.luau", import.meta.url), "utf8");
const PACKAGE = import.meta.resolve("luau-web");

let generation = 0;

async function startEngine() {
  // Another query is another module: the package keeps one engine per module.
  const { LuauState } = await import(`${PACKAGE}?generation=${generation++}`);
  const state = await LuauState.createAsync();
  const [run] = await state.loadstring(HARNESS, "=harness", true)();
  return { state, run, programs: 0 };
}

async function runProgram(engine, source) {
  const program = engine.state.loadstring(source, "=case");
  if (typeof program === "string") return { stdout: "", error: program };
  const [stdout, failed, error] = await engine.run(program);
  return { stdout, error: failed ? error : null };
}

let engine = await startEngine();
for await (const line of createInterface({ input: process.stdin })) {
  if (engine === null || engine.programs >= PROGRAMS_PER_ENGINE) engine = await startEngine();
  engine.programs += 1;
  let outcome;
  try {
    outcome = await runProgram(engine, JSON.parse(line).source);
  } catch (problem) {
    outcome = { aborted: String(problem) };
    const fresh = engine.programs === 1;
    engine = null;
    if (!fresh) {
      // What earlier programs left behind is not this one's fault.
      engine = await startEngine();
      engine.programs = 1;
      outcome = await runProgram(engine, JSON.parse(line).source).catch((again) => {
        engine = null;
        return { aborted: String(again) };
      });
    }
  }
  process.stdout.write(JSON.stringify(outcome) + "\n");
}
