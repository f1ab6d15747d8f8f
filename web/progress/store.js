// Keeps what the reader has done on the reader's own device, and nowhere else.
//
// What is kept: {version, chapters: {perceptron: {read: true, predicted: [question, …], solved: […]}}}.
// Every change reads what is kept first, so two tabs add to the same record.

const KEY = "dlbook-progress";
export const VERSION = 1;
const LISTS = ["predicted", "solved"];
const MOST = 500; // entries of a list, and letters of an entry

const BLOCKED = "This browser keeps nothing for this site, so your progress is not kept either.";
export const FULL = "This browser has no room left for this site, so new progress is not kept. What was kept before is still here.";
const FOREIGN = "What is kept on this device was written by another version of the book. It is left as it is; erase it to begin anew.";

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const areTexts = (value) =>
  Array.isArray(value) && value.length <= MOST && value.every((text) => typeof text === "string" && text.length <= MOST);

function isChapter(value) {
  return isObject(value) && LISTS.every((list) => areTexts(value[list])) && typeof value.read === "boolean";
}

/** The progress that `text` holds, or null where it is none of this version. */
export function parse(text) {
  try {
    const found = JSON.parse(text);
    const fits = isObject(found) && found.version === VERSION && isObject(found.chapters);
    return fits && Object.values(found.chapters).every(isChapter) ? found : null;
  } catch {
    return null;
  }
}

/** The progress of somebody who has done nothing yet. */
export const empty = () => ({ version: VERSION, chapters: {} });
const noChapter = () => ({ read: false, predicted: [], solved: [] });

/** Everything that is in `one` or in `other`. */
function merge(one, other) {
  const merged = empty();
  for (const name of new Set([...Object.keys(one.chapters), ...Object.keys(other.chapters)])) {
    const [a, b] = [one, other].map(({ chapters }) => (Object.hasOwn(chapters, name) ? chapters[name] : noChapter()));
    const both = { read: a.read || b.read };
    for (const list of LISTS) both[list] = [...new Set([...a[list], ...b[list]])].slice(0, MOST);
    merged.chapters[name] = both;
  }
  return merged;
}

/** What is kept, with the sentence that says what is wrong with it, if anything is. */
export function load() {
  let text;
  try {
    text = localStorage.getItem(KEY);
  } catch {
    return { progress: empty(), problem: BLOCKED };
  }
  if (text === null) return { progress: empty(), problem: "" };
  const progress = parse(text);
  return progress ? { progress, problem: "" } : { progress: empty(), problem: FOREIGN };
}

/** Add to what is kept; answers the sentence that says why it could not be, or nothing. */
export function add(more) {
  const { progress, problem } = load();
  if (problem) return problem;
  try {
    localStorage.setItem(KEY, JSON.stringify(merge(progress, more)));
    return "";
  } catch {
    return FULL;
  }
}

/** Add one thing done in a chapter: it was read, or a question was predicted or solved. */
export function note(chapter, done) {
  return add({ version: VERSION, chapters: { [chapter]: { ...noChapter(), ...done } } });
}

/** Keep nothing any more; answers the sentence that says why that could not be, or nothing. */
export function erase() {
  try {
    localStorage.removeItem(KEY);
    return "";
  } catch {
    return BLOCKED;
  }
}

/** Call `told` when another tab changes what is kept. */
export function onChange(told) {
  addEventListener("storage", ({ key }) => (key === KEY || key === null) && told());
}
