// Python's own thread: loads Pyodide from the site's files alone, then runs cells one after another.

import cellSource from "./page_session/cell.py";
import initSource from "./page_session/__init__.py";
import pageSource from "./page_session/page.py";
import prettySource from "./page_session/pretty.py";

const SOURCES = { "__init__": initSource, cell: cellSource, page: pageSource, pretty: prettySource };
const PLACE = "/lib/python3.12/site-packages/page_session";
const HOME = "/home/pyodide";

let runCell;
let running = null; // the id of the cell that runs

addEventListener("message", async ({ data }) => {
  try {
    if (data.kind === "start") await start(data);
    else run(data);
  } catch (error) {
    postMessage({ kind: "lost", reason: String(error?.message ?? error) });
  }
});

/** Load Python, and let Python make itself ready. */
async function start({ base, files, interrupts }) {
  const { loadPyodide } = await import(base + "pyodide.mjs");
  const python = await loadPyodide({ indexURL: base, env: { HOME, MPLBACKEND: "agg" } });
  python.FS.mkdirTree(PLACE);
  for (const [name, text] of Object.entries(SOURCES)) python.FS.writeFile(`${PLACE}/${name}.py`, text);
  const fetchFiles = (kind) => {
    if (kind === "pictures") postMessage({ kind: "fetching", id: running });
    return python.toPy(files[kind].map((name, place) => keep(python, `/tmp/${kind}${place}`, read(base + name))));
  };
  runCell = python.pyimport("page_session").begin(fetchFiles, sendFromPython);
  if (interrupts) python.setInterruptBuffer(interrupts);
  postMessage({ kind: "ready" });
}

/** The bytes of a file, waited for: Python asks for them in the middle of an import. */
function read(address) {
  const request = new XMLHttpRequest();
  request.open("GET", address, false);
  request.responseType = "arraybuffer";
  request.send();
  if (request.status !== 200) throw new Error(`${address} cannot be had (${request.status})`);
  return new Uint8Array(request.response);
}

function keep(python, path, bytes) {
  python.FS.writeFile(path, bytes);
  return path;
}

/** What Python calls: content that it gives by name arrives as one object. */
function sendFromPython(kind, content) {
  postMessage({ ...content, kind, id: running });
}

function run({ id, code, name, waiting }) {
  running = id;
  const isWell = runCell(code, name, waiting);
  postMessage({ kind: "done", id, isWell });
}
