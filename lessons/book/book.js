/* book.js - the search field of the book.
 *
 * The text of all chapters is in search.js, which is fetched when the field is
 * used first.
 */
"use strict";

const field = document.querySelector("[role=search] input");
const found = document.querySelector(".found");

/* It is of no use without this script, so it is hidden until then. */
field.form.hidden = false;

let chapters;               /* a promise of them */

function readChapters() {
    chapters ??= new Promise((done, failed) => {
        const script = document.createElement("script");
        script.src = "search.js";
        script.onload = () => done(CHAPTERS);
        script.onerror = failed;
        document.head.append(script);
    });
    return chapters;
}

/* All words are to be in it; the best is where they are in the title. */
function matches(chapter, words) {
    const title = chapter.title.toLowerCase();
    const text = chapter.text.toLowerCase();
    if (!words.every(word => title.includes(word) || text.includes(word)))
        return 0;
    return 1 + words.reduce((sum, word) => sum + text.split(word).length - 1 +
                            (title.includes(word) ? 100 : 0), 0);
}

function element(name, attributes, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes))
        made.setAttribute(key, value);
    made.append(...children);
    return made;
}

/* Some words around the first place, the word itself marked. */
function excerpt(text, word) {
    const at = text.toLowerCase().indexOf(word);
    if (at < 0)
        return [text.slice(0, 120)];
    const from = Math.max(0, at - 60), behind = at + word.length;
    return [(from > 0 ? "\u2026" : "") + text.slice(from, at),
            element("mark", {}, text.slice(at, behind)),
            text.slice(behind, behind + 90) + "\u2026"];
}

function show(all, words) {
    const best = all.map(chapter => ({chapter, rank: matches(chapter, words)}))
        .filter(({rank}) => rank > 0)
        .sort((a, b) => b.rank - a.rank).slice(0, 12);
    found.hidden = words.length === 0;
    found.replaceChildren(
        element("p", {}, best.length === 0 ? "Nothing was found."
            : `${best.length} ${best.length === 1 ? "chapter" : "chapters"}`),
        element("ul", {}, ...best.map(({chapter}) => element("li", {},
            element("a", {href: chapter.file}, chapter.title),
            element("p", {}, ...excerpt(chapter.text, words[0]))))));
}

async function search() {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    show(await readChapters(), words);
}

field.addEventListener("input", search);
field.addEventListener("keydown", event => {
    if (event.key === "Escape") {
        field.value = "";
        found.hidden = true;
    }
});
field.form.addEventListener("submit", event => {
    event.preventDefault();
    found.querySelector("a")?.focus();
});
