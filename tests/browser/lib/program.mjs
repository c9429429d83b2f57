// nuskha itself: scans, archives and the server of the desk, in a temporary folder that goes with the process.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

export const fixtures = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../../fixtures");

const program = process.env.NUSKHA_PROGRAM;
const temporary = mkdtempSync(path.join(tmpdir(), "nuskha-browser-"));
const servers = new Set();
process.on("exit", () => {
  for (const server of servers) server.kill("SIGKILL");
  rmSync(temporary, { recursive: true, force: true });
});

/** A path in the folder of this process. */
export const scratch = (name) => path.join(temporary, name);

/** Runs nuskha; throws with its messages if it fails, unless by exit status 1, "something was found". */
export function nuskha(...args) {
  const options = { cwd: fixtures, maxBuffer: 1 << 30, stdio: ["ignore", "pipe", "pipe"] };
  if (args.at(-1)?.cwd) Object.assign(options, args.pop());
  try {
    return execFileSync(program, args, options);
  } catch (error) {
    if (error.status === 1) return error.stdout;
    throw new Error(`nuskha ${args.join(" ")}: ${error.stderr}`);
  }
}

/** The address of the report page of `paths`. */
export function reportOf(name, paths, ...args) {
  const file = scratch(`${name}.html`);
  nuskha("scan", ...paths, "--format", "html", "-o", file, "--no-timing", ...args);
  return { file, url: pathToFileURL(file).href };
}

/** An archive of `paths`; its file. Paths are as seen from fixtures/. */
export function archiveOf(name, paths, options) {
  const file = scratch(`${name}.nuskha`);
  nuskha("index", "add", file, ...paths, ...(options ? [options] : []));
  return file;
}

/** Starts the desk for an archive; resolves to its address and a stop() once it listens. */
export function startDesk(archive, ...args) {
  const server = spawn(program, ["serve", "--archive", archive, "--port", "0", ...args], { cwd: temporary, stdio: ["ignore", "ignore", "pipe"] });
  servers.add(server);
  const ended = new Promise((resolve) => server.on("exit", (code, signal) => { servers.delete(server); resolve(code ?? signal); }));
  const stop = async () => { server.kill("SIGTERM"); return ended; };
  return new Promise((resolve, reject) => {
    let said = "";
    server.stderr.on("data", (chunk) => {
      said += chunk;
      const address = /http:\/\/[^\s/]+/.exec(said);
      if (address) resolve({ url: `${address[0]}/`, stop, kill: () => server.kill("SIGKILL"), ended });
    });
    ended.then((code) => reject(new Error(`nuskha serve ended with ${code}: ${said}`)));
  });
}
