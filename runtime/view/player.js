/* player.js - plays a recording in a page.
 *
 * The page has a section of the class "run" (page.c): the steps as a list, and
 * the recording as JSON (page_json.c).  From top to bottom:
 *
 *      elements        making pieces of the page
 *      the recording   the JSON as events, steps and tasks
 *      replay          ready queue and waiting table at any event
 *      words           who, where, for what, why
 *      the picture     where an event stands in the timeline
 *      views           sentence, source, ready, waiting, why, printed, timeline
 *      the player      where one is, who is chosen, what the keys do
 */
"use strict";

/* --- elements ------------------------------------------------------------ */

/* An element; what begins with "on" is called at that event, what is false is
 * left out. */
function make(name, attributes = {}, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes))
        if (key.startsWith("on"))
            element.addEventListener(key.slice(2), value);
        else if (value !== false && value !== undefined)
            element.setAttribute(key, value === true ? "" : value);
    element.append(...children);
    return element;
}

/* Icons, drawn on a square of 16. */
const ICONS = {
    first: "M3 3h2v10H3zM13 3v10L6 8z",
    back: "M11 3v10L4 8z",
    play: "M4 2.5v11L13 8z",
    pause: "M4 3h3v10H4zM9 3h3v10H9z",
    next: "M5 3v10l7-5z",
    last: "M11 3h2v10h-2zM3 3v10l7-5z",
};

function icon(name) {
    const picture = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    picture.setAttribute("viewBox", "0 0 16 16");
    picture.setAttribute("aria-hidden", "true");
    path.setAttribute("d", ICONS[name]);
    picture.append(path);
    return picture;
}

/* --- the recording ------------------------------------------------------- */

/* What an event has, by its kind. */
function eventOf(row, kinds, words) {
    const [kind, who, ...rest] = [kinds[row[0]], ...row.slice(1)];
    switch (kind) {
    case "turn":
        return {kind, turn: who};
    case "run":
        return {kind, who, stack: rest[0]};
    case "ready":
        return {kind, who, stack: rest[0], cause: words[rest[1]], by: rest[2]};
    case "cancel":
        return {kind, who, by: rest[0]};
    case "timer":
        return {kind, who, until: rest[1], wait: words[rest[0]],
                waker: words[rest[2]], awaited: []};
    case "waits":
        return {kind, who, wait: words[rest[0]], until: rest[1],
                waker: words[rest[2]], stack: rest[3], thing: rest[4],
                holder: rest[5], several: rest[6] === 1,
                awaited: rest.slice(7)};
    default:
        return {kind, who};
    }
}

function eventsOf(json) {
    const events = [];
    let time = 0, turn = 0;
    for (const row of json.events) {
        if (typeof row === "number") {
            time = row;
            continue;
        }
        const event = eventOf(row, json.kinds, json.words);
        turn = event.turn ?? turn;
        events.push(Object.assign(event, {time, turn}));
    }
    return events;
}

function placesOf(json) {
    return json.places.map(([coro, line, file, at, python, macro]) => ({
        coro: json.words[coro], line, file, at, python,
        macro: macro ? json.words[macro] : "",
    }));
}

const STATES = ["pending", "returned", "failed", "cancelled"];

function tasksOf(json, events) {
    const tasks = json.tasks.map(([name, coro, by, state, outcome], index) => ({
        id: index + 1, name: json.words[name], coro: json.words[coro], by,
        state: STATES[state], outcome: json.words[outcome], done: Infinity,
    }));
    events.forEach((event, at) => {
        if (event.kind === "done" && event.who > 0)
            tasks[event.who - 1].done = at;
    });
    return tasks;
}

/* For each event that makes somebody wait: the one that makes him ready. */
function noteWakings(events) {
    const next = new Map();
    for (let at = events.length - 1; at >= 0; at--) {
        const {kind, who} = events[at];
        if (kind === "ready" || kind === "no timer" || kind === "done")
            next.set(who, kind === "ready" ? at : undefined);
        else if (kind === "waits" || kind === "timer")
            events[at].woken = next.get(who);
    }
}

/* For each thing that several wait for, and that somebody holds: since which
 * event who does; 0: it is free, until next runs. */
function holdersOf(events) {
    const holders = new Map(), waits = new Map();
    const note = (thing, change) => {
        if (!holders.has(thing))
            holders.set(thing, []);
        holders.get(thing).push(change);
    };
    events.forEach(({kind, who, thing, holder}, at) => {
        const before = waits.get(who);
        if (kind === "cancel")
            waits.delete(who);
        if (kind === "waits") {
            waits.set(who, holder ? {thing} : undefined);
            if (holder)
                note(thing, {at, who: holder});
        } else if (before && kind === "ready") {
            note(before.thing, {at, who: 0, next: who});
        } else if (before && kind === "run") {
            note(before.thing, {at, who});
            waits.delete(who);
        }
    });
    return holders;
}

function readRecording(json) {
    const events = eventsOf(json);
    noteWakings(events);
    const steps = json.steps.map(([first, last, end, printed]) => ({
        first, last, end: json.words[end], printed: printed ?? "",
        who: events[first].who, turn: events[first].turn,
        time: events[first].time,
    }));
    for (const step of steps) {
        step.stop = -1;
        for (let at = step.first + 1; at < step.last; at++)
            if (events[at].kind === "waits" && events[at].who === step.who)
                step.stop = at;
        step.took = (events[step.last] ?? events.at(-1)).time - step.time;
    }
    return {
        events, steps, before: json.before, all: json.all,
        prints: json.before !== "" || steps.some(step => step.printed !== ""),
        ending: json.ending, failed: json.failed,
        tasks: tasksOf(json, events), places: placesOf(json),
        stacks: json.stacks, files: json.files, holders: holdersOf(events),
        callbacks: json.callbacks.map(word => json.words[word]),
    };
}

/* --- replay: ready queue and waiting table at any event ------------------
 *
 * A Map keeps the order in which its entries came, so it is a queue from which
 * one can also be taken out of the middle.  An entry is {at, cancelled}: the
 * event that put it there, and whether a cancellation is on its way.
 */
class Snapshot {
    constructor() {
        this.position = 0;          /* so many events have happened */
        this.ready = new Map();
        this.waiting = new Map();
        this.running = null;        /* {who, at, cancelled} */
        this.created = 0;
        this.done = 0;
    }

    copy() {
        return Object.assign(new Snapshot(), this, {
            ready: new Map(this.ready), waiting: new Map(this.waiting)});
    }

    apply(event) {
        const {kind, who} = event, at = this.position++;
        switch (kind) {
        case "created":
            this.created++;
            break;
        case "ready":
            this.ready.set(who, {at, cancelled: take(this.waiting, who)});
            break;
        case "run":
            this.running = {who, at,
                            cancelled: take(this.ready, who) && who < 0};
            break;
        case "waits":
            this.waiting.set(who, {at, cancelled: !!this.running?.cancelled});
            this.running = null;
            break;
        case "timer":
            this.waiting.set(who, {at, cancelled: false});
            break;
        case "no timer":
            this.waiting.delete(who);
            break;
        case "unready":
        case "cancel":
            this.cancel(who);
            break;
        case "done":
            if (who > 0)
                this.leave(who);
            break;
        case "turn end":
            this.running = null;
            break;
        }
    }

    cancel(who) {
        const place = [this.ready, this.waiting].find(all => all.has(who));
        if (place)
            place.set(who, {...place.get(who), cancelled: true});
        else if (this.running?.who === who)
            this.running = {...this.running, cancelled: true};
    }

    leave(who) {
        this.done++;
        if (this.running?.who === who)
            this.running = null;
        else
            for (const place of [this.ready, this.waiting])
                place.delete(who);
    }
}

/* Take somebody out; is his cancellation on its way? */
function take(place, who) {
    const cancelled = !!place.get(who)?.cancelled;
    place.delete(who);
    return cancelled;
}

/* Goes to any event: from the snapshot before it that was kept. */
class Replay {
    constructor(events) {
        this.events = events;
        this.every = Math.max(256, Math.ceil(events.length / 64));
        this.kept = [new Snapshot()];
        this.now = new Snapshot();
    }

    moveTo(position) {
        const known = Math.min(Math.floor(position / this.every),
                               this.kept.length - 1);
        const kept = this.kept[known];
        if (position < this.now.position || kept.position > this.now.position)
            this.now = kept.copy();
        while (this.now.position < position) {
            this.now.apply(this.events[this.now.position]);
            if (this.now.position === this.kept.length * this.every)
                this.kept.push(this.now.copy());
        }
        return this.now;
    }
}

/* --- words --------------------------------------------------------------- */

const SECOND = 1e9;

/* "1.0 s", "0.25 s": to the millisecond, without zeros behind it. */
function seconds(time) {
    return (time / SECOND).toFixed(3).replace(/(\.\d+?)0+$/, "$1") + " s";
}

class Words {
    constructor(recording) {
        Object.assign(this, recording);
    }

    name(who) {
        return who > 0 ? this.tasks[who - 1].name : this.callbacks[-1 - who];
    }

    who(who) {
        return who > 0 ? `${this.name(who)} ${this.tasks[who - 1].coro}`
                       : this.name(who);
    }

    /* The frames at an event, the outermost first. */
    frames(at) {
        const stack = this.events[at].stack;
        return stack === undefined
            ? [] : this.stacks[stack].map(place => this.places[place]);
    }

    /* The innermost of them in the program's own files. */
    place(at) {
        return this.frames(at).findLast(place => place.file !== undefined);
    }

    placeWords(at) {
        const place = this.place(at);
        return place ? this.lineOf(place) : "";
    }

    lineOf(place) {
        return place.line === 0 ? "its beginning"
            : `${baseName(this.files[place.file].name)}:${place.line}`;
    }

    /* "Task-1 async_main > three_users" */
    chain(who, at) {
        const frames = this.frames(at);
        return who > 0 && frames.length > 0
            ? `${this.name(who)} ${frames.map(one => one.coro).join(" > ")}`
            : this.who(who);
    }

    isDone(task, position) {
        return this.tasks[task - 1].done < position;
    }

    /* For what, as it is when so many events have happened. */
    wait(at, position) {
        const {wait, several, awaited} = this.events[at];
        if (!several)
            return wait;
        const done = awaited.filter(task => this.isDone(task, position));
        return `${wait} (${done.length} of ${awaited.length} done)`;
    }

    /* "runs     Task-2 fetch_user, from ...: waits at ..." of step_text.c. */
    step(step) {
        const place = this.placeWords(step.first);
        return this.who(step.who) + (place ? `, from ${place}` : "") +
            (step.end ? `: ${step.end}` : "");
    }

    theEnd() {
        if (this.steps.length < this.all)
            return `The page shows the first ${this.steps.length} of ` +
                `${this.all} steps.`;
        return this.ending ? `The program did not end: ${this.ending}.`
            : this.failed ? `main failed: ${this.failed}`
            : "main has returned.";
    }
}

function baseName(file) {
    return file.slice(file.lastIndexOf("/") + 1);
}

/* --- the picture: where an event stands in the timeline ------------------
 *
 * To the right every step has the same width, for most take no time at all;
 * and between them, the time that passes is drawn to scale.
 */
const HOLDS = SECOND / 10;          /* a step that takes longer is seen */

/* Where a time stands: for two runs, the same place in both. */
class Scale {
    constructor(recordings) {
        const steps = new Map([[0, 1]]);        /* at a time, in one run */
        for (const {events} of recordings)
            for (const [time, count] of stepsAt(events))
                steps.set(time, Math.max(steps.get(time) ?? 1, count));
        const times = [...steps.keys()].sort((a, b) => a - b);
        const all = [...steps.values()].reduce((sum, count) => sum + count, 0);
        const end = times.at(-1);
        this.perTime = end > 0 ? Math.max(8, all) * 0.7 / end : 0;
        this.places = new Map();
        this.jumps = [];                        /* {from, to, time} */
        this.width = times.reduce((from, time, index) => {
            const to = from + (time - (times[index - 1] ?? 0)) * this.perTime;
            if (index > 0)
                this.jumps.push({from, to, time});
            this.places.set(time, to);
            return to + steps.get(time);
        }, 0) + 1;
    }

    x(time) {
        return this.places.get(time);
    }
}

function stepsAt(events) {
    const counts = new Map();
    for (const {kind, time} of events)
        counts.set(time, (counts.get(time) ?? 0) + (kind === "run" ? 1 : 0));
    return counts;
}

class Picture {
    constructor(recording, scale) {
        const {events} = recording;
        Object.assign(this, {scale, jumps: scale.jumps, width: scale.width});
        this.place(events);
        this.rows = rowsOf(recording.tasks);
        this.rowOf = new Map(this.rows.map((row, index) => [row.who, index]));
        this.draw(events, recording.tasks);
    }

    /* events[i] stands at this.x[i]: behind the steps that have begun at the
     * same time, or in the middle of the one that runs. */
    place(events) {
        let begun = 0, before = 0, runs = 0;
        this.x = new Float64Array(events.length + 1);
        events.forEach(({kind, who, time}, at) => {
            begun = time > before ? 0 : begun;
            before = time;
            if (kind === "run" || kind === "turn" || kind === "turn end" ||
                ((kind === "waits" || kind === "done") && who === runs))
                runs = 0;
            const middle = runs !== 0 && begun > 0 ? 0.5 : 0;
            this.x[at] = this.scale.x(time) + begun - middle;
            if (kind === "run") {
                begun++;
                runs = who;
            }
        });
        this.x[events.length] = this.width;
    }

    /* Where a step ends. */
    endOf(step) {
        return step.took > 0 ? this.scale.x(step.time + step.took)
                             : this.x[step.first] + 1;
    }

    row(who) {
        return this.rows[this.rowOf.get(who > 0 ? who : 0)];
    }

    draw(events, tasks) {
        const open = new Map();
        const close = (who, at) => {
            const span = open.get(who);
            open.delete(who);
            if (!span || (who < 0 && span.state !== "run"))
                return;
            span.to = this.x[at];
            span.took = events[Math.min(at, events.length - 1)].time -
                events[span.at].time;
            if (span.state === "run" && span.took >= HOLDS)
                span.state = "hold";
            this.row(who).spans.push(span);
        };
        const begin = (who, at, state) => {
            close(who, at);
            open.set(who, {state, at, from: this.x[at]});
        };
        let callback = 0;
        events.forEach(({kind, who}, at) => {
            if (callback && ["run", "turn", "turn end"].includes(kind)) {
                close(callback, at);
                callback = 0;
            }
            if (kind === "ready")
                begin(who, at, "ready");
            else if (kind === "waits")
                begin(who, at, "wait");
            else if (kind === "run") {
                begin(who, at, "run");
                callback = who < 0 ? who : 0;
            } else if (kind === "done" && who > 0) {
                close(who, at);
                this.row(who).end = {x: this.x[at], ...tasks[who - 1], at};
            }
        });
        for (const who of [...open.keys()])
            close(who, events.length);
        const callbacks = this.row(0);
        if (callbacks.spans.length === 0)
            this.rows.pop();
    }
}

/* A row for each task, its children below it; and one for all callbacks. */
function rowsOf(tasks) {
    const children = new Map(), rows = [], stack = [];
    for (const task of tasks) {
        if (!children.has(task.by))
            children.set(task.by, []);
        children.get(task.by).push(task);
    }
    const push = (by, depth) => {
        for (const task of (children.get(by) ?? []).toReversed())
            stack.push({task, depth});
    };
    push(0, 0);
    while (stack.length > 0) {
        const {task, depth} = stack.pop();
        rows.push({who: task.id, depth, spans: []});
        push(task.id, depth + 1);
    }
    rows.push({who: 0, depth: 0, spans: []});
    return rows;
}

/* --- views ---------------------------------------------------------------
 *
 * Each shows the moment at which the player is:
 *
 *      step        the step, or undefined at the end
 *      now         the snapshot: who is ready, waits, runs
 *      hidden      is a question open?  Then what is to come is not shown
 */

/* A name that is lit wherever its task is, and chooses it. */
function nameOf(player, who, text = player.words.who(who), state = "") {
    const [name, ...coro] = who > 0 ? text.split(" ") : [text];
    return make("button", {
        class: `who ${state}`, type: "button", "data-who": who,
        onclick: () => player.choose(who),
    }, make("b", {}, name),
       ...(coro.length > 0 ? [" ", make("code", {}, coro.join(" "))] : []));
}

/* --- the sentence */

class Sentence {
    constructor(player) {
        this.player = player;
        this.who = make("p", {class: "does"});
        this.ends = make("p", {class: "ends"});
        this.element = make("div", {class: "sentence", role: "status"},
                            this.who, this.ends);
    }

    show({step}) {
        const {player} = this;
        if (!step) {
            this.element.dataset.state = "end";
            this.who.replaceChildren("The end. ");
            this.ends.replaceChildren(player.words.theEnd());
            return;
        }
        const place = player.words.placeWords(step.first);
        const holds = step.took >= HOLDS;
        this.element.dataset.state = holds ? "hold" : "run";
        this.who.replaceChildren(
            nameOf(player, step.who), " runs", place ? `, from ${place}` : "");
        if (holds)
            this.who.append(" ", make("strong", {class: "holds"},
                `! holds the loop for ${seconds(step.took)}`));
        this.ends.replaceChildren(
            make("span", {class: "arrow", "aria-hidden": "true"}, "\u2192 "),
            step.end || "comes back to the loop");
        this.ends.dataset.end = endOf(step.end);
    }
}

/* "waits", "returned", "raised", "cancelled": the first word says it. */
function endOf(words) {
    return /^raised|^it crashed/.test(words) ? "failed"
        : /cancelled/i.test(words) && !words.startsWith("waits") ? "cancelled"
        : "";
}

/* --- the source, with the Python beside it */

/* Comments are pale, and what may leave the function is bold: it is written
 * in capitals. */
const TOKENS = /(\/\*.*?(?:\*\/|$)|^ \*.*$|\/\/.*$)|("(?:\\.|[^"\\])*")|\b([A-Z][A-Z_]{3,})\b(?=[;(])/g;

function paintLine(text, inComment) {
    const line = make("code");
    if (inComment) {
        line.append(make("i", {}, text));
        return line;
    }
    let from = 0;
    for (const found of text.matchAll(TOKENS)) {
        line.append(text.slice(from, found.index));
        const [all, comment, string] = found;
        line.append(comment ? make("i", {}, all) : string ? all
                                                 : make("b", {}, all));
        from = found.index + all.length;
    }
    line.append(text.slice(from));
    return line;
}

class Source {
    constructor(player) {
        this.player = player;
        this.name = make("span");
        this.title = make("h3", {}, this.name,
            make("em", {}, "this step is the runtime's own"));
        this.lines = make("div", {class: "lines", tabindex: "0",
                                  role: "region", "aria-label": "source"});
        this.python = make("div", {class: "lines python", tabindex: "0",
                                   role: "region", "aria-label": "Python"});
        this.inPython = make("p", {class: "in-python"});
        this.macro = make("div", {class: "macro", hidden: true});
        this.element = make("section", {class: "panel source"}, this.title,
            make("div", {class: "beside"}, this.lines, this.python),
            this.inPython, this.macro);
        this.file = -1;
        this.files = new Map();     /* index: its lines' elements */
    }

    /* The elements of a file are made once. */
    open(index) {
        if (this.file === index)
            return;
        this.file = index;
        const {name, lines, python} = this.player.recording.files[index];
        if (!this.files.has(index))
            this.files.set(index, {
                lines: this.numbered(lines), python: python.map(text =>
                    make("div", {class: "line"}, paintPython(text)))});
        const made = this.files.get(index);
        this.name.textContent = name;
        this.lines.replaceChildren(...made.lines);
        this.python.replaceChildren(...made.python);
        this.element.classList.toggle("has-python", python.length > 0);
    }

    numbered(lines) {
        let inComment = false;
        return lines.map((text, index) => {
            const opens = text.lastIndexOf("/*"), closes = text.lastIndexOf("*/");
            const code = paintLine(text, inComment);
            inComment = opens > closes || (inComment && closes < 0);
            const number = index + 1;
            return make("div", {class: "line"},
                make("button", {class: "number", tabindex: "-1",
                                type: "button", title: `pin line ${number}`,
                                onclick: () => this.player.pin(number)},
                     String(number)),
                code, make("span", {class: "here"}));
        });
    }

    show(moment) {
        const {step, now} = moment, {words} = this.player;
        const at = step ? step.first : -1;
        const from = step && words.place(at);
        const stop = step && step.stop >= 0 && words.place(step.stop);
        this.element.classList.toggle("elsewhere", !from);
        if (from)
            this.open(from.file);
        else if (this.file < 0 && this.player.recording.files.length > 0)
            this.open(0);
        const {lines} = this.player.recording.files[this.file] ?? {lines: []};
        this.element.hidden = lines.length === 0;
        if (lines.length === 0)
            return;
        const to = stop && stop.file === this.file ? stop : undefined;
        this.mark(from, to);
        this.placeOthers(now);
        this.showPython(to ?? from);
        this.showMacro(to ?? from);
        if (from)
            this.scrollTo(from.at, to?.at);
    }

    mark(from, to) {
        this.files.get(this.file).lines.forEach((line, index) => {
            const number = index + 1;
            line.classList.toggle("from", number === from?.at);
            line.classList.toggle("to", number === to?.at);
            line.classList.toggle("pinned", this.player.pins.has(number));
        });
    }

    /* At each line, who stands there: those who wait, and the ready ones. */
    placeOthers(now) {
        const {words} = this.player, standing = new Map();
        for (const [state, place] of [["ready", now.ready],
                                      ["wait", now.waiting]])
            for (const [who, {at}] of place) {
                const here = who > 0 && words.place(at);
                if (!here || here.file !== this.file || here.line === 0)
                    continue;
                if (!standing.has(here.line))
                    standing.set(here.line, []);
                standing.get(here.line).push({who, state});
            }
        this.files.get(this.file).lines.forEach((line, index) => {
            const all = standing.get(index + 1) ?? [];
            const shown = all.slice(0, 3).map(({who, state}) =>
                nameOf(this.player, who, words.name(who), state));
            if (all.length > shown.length)
                shown.push(` +${all.length - shown.length}`);
            if (shown.length > 0 || line.lastChild.childNodes.length > 0)
                line.lastChild.replaceChildren(...shown);
        });
    }

    showPython(place) {
        const {python} = this.player.recording.files[this.file];
        const here = place ? place.python : -1;
        this.files.get(this.file).python.forEach((line, index) =>
            line.classList.toggle("to", index === here));
        this.inPython.classList.toggle("nothing", here < 0);
        this.inPython.replaceChildren("in Python: ",
            make("code", {}, here >= 0 ? python[here].trim() : ""));
        const line = this.python.children[here];
        if (line)
            centre(this.python, line);
    }

    showMacro(place) {
        if (this.macro.hidden)
            return;
        this.macro.replaceChildren(
            make("h4", {}, place?.line ? `Line ${place.line}, without its macro`
                                       : "Without the macro BEGIN"),
            make("pre", {}, place?.macro || "No macro is in this line."));
    }

    /* Both are in sight if that can be, and the one where it stops anyway. */
    scrollTo(from, to) {
        const lines = this.files.get(this.file).lines;
        const first = lines[from - 1], last = lines[(to ?? from) - 1];
        const fits = last && first && Math.abs(
            last.offsetTop - first.offsetTop) < this.lines.clientHeight - 60;
        const middle = fits ? (first.offsetTop + last.offsetTop) / 2
                            : (last ?? first)?.offsetTop ?? 0;
        this.lines.scrollTop = middle - this.lines.clientHeight / 2 + 10;
    }
}

function paintPython(text) {
    const line = make("code"), comment = text.search(/(^|\s)#/);
    line.append(comment < 0 ? text : text.slice(0, comment));
    if (comment >= 0)
        line.append(make("i", {}, text.slice(comment)));
    return line.textContent === "" ? make("code", {}, "\u00a0") : line;
}

function centre(box, line) {
    box.scrollTop = line.offsetTop - box.clientHeight / 2;
}

/* --- the ready queue */

class Ready {
    constructor(player) {
        this.player = player;
        this.title = make("h3");
        this.list = make("ol", {class: "queue"});
        this.element = make("section", {class: "panel ready"}, this.title,
                            this.list);
    }

    show({now}) {
        const {words} = this.player;
        this.title.replaceChildren("ready ", make("span", {},
                                                  String(now.ready.size)));
        const most = this.player.all ? 400 : 8, chips = [];
        for (const [who, {at, cancelled}] of now.ready) {
            if (chips.length === most)
                break;
            const {cause} = words.events[at];
            const chip = nameOf(this.player, who, words.who(who), "ready");
            chip.title = cause + (cancelled ? "; cancelled" : "");
            chip.classList.toggle("cancelled", cancelled);
            chips.push(make("li", {}, chip));
        }
        if (now.ready.size > chips.length)
            chips.push(make("li", {class: "more"}, make("button", {
                type: "button", class: "plain",
                onclick: () => this.player.toggleAll()},
                `and ${(now.ready.size - chips.length).toLocaleString("en")} more`)));
        if (chips.length === 0)
            chips.push(make("li", {class: "nobody"}, "nobody"));
        this.list.replaceChildren(...chips);
    }
}

/* --- the waiting table: only the rows that can be seen are made */

class Waiting {
    constructor(player) {
        this.player = player;
        this.title = make("h3");
        this.head = make("div", {class: "row head", role: "row"},
            ...["who", "at", "for", "woken by"].map(words =>
                make("span", {role: "columnheader"}, words)));
        this.body = make("div", {role: "rowgroup", class: "rows"});
        this.scroll = make("div", {class: "scroll", tabindex: "0",
            role: "table", "aria-label": "waiting table",
            onscroll: () => this.fill()}, this.head, this.body);
        this.element = make("section", {class: "panel waiting"}, this.title,
                            this.scroll);
    }

    show(moment) {
        this.moment = moment;
        this.entries = [...moment.now.waiting];
        this.first = -1;
        this.title.replaceChildren("waiting ", make("span", {},
                                                    String(this.entries.length)));
        this.scroll.classList.toggle("all", this.player.all);
        this.next = moment.hidden ? 0 : this.nextToWake();
        this.fill();
    }

    /* The first of them that is made ready again. */
    nextToWake() {
        let first = Infinity, next = 0;
        for (const [who, {at}] of this.entries) {
            const woken = this.player.words.events[at].woken ?? Infinity;
            if (woken < first)
                [first, next] = [woken, who];
        }
        return next;
    }

    fill() {
        if (!this.entries)
            return;
        const height = this.rowHeight ??= this.measure();
        const room = this.player.all ? innerHeight : 300;
        const seen = Math.ceil(room / height) + 2;
        const last = Math.max(0, this.entries.length - seen);
        const first = Math.min(last, Math.max(
            0, Math.floor(this.scroll.scrollTop / height) - 1));
        if (first === this.first)
            return;
        this.first = first;
        const rows = this.entries.slice(first, first + seen)
            .map(([who, entry]) => this.row(who, entry));
        if (rows.length === 0)
            rows.push(make("div", {class: "nobody"}, "nobody"));
        const below = this.entries.length - first - rows.length;
        this.body.style.paddingTop = `${first * height}px`;
        this.body.style.paddingBottom = `${Math.max(0, below) * height}px`;
        this.body.replaceChildren(...rows);
        this.player.light();
    }

    measure() {
        return parseFloat(getComputedStyle(this.scroll)
                          .getPropertyValue("--row")) || 28;
    }

    row(who, {at, cancelled}) {
        const {player, moment} = this, {words} = player;
        const event = words.events[at], place = words.place(at);
        const line = place && place.line > 0 ? `line ${place.line}` : "";
        const waker = (cancelled ? "cancelled, " : "") +
            (moment.hidden ? "?" : event.waker);
        const chain = words.chain(who, at);
        const wait = words.wait(at, moment.now.position);
        const cells = [[nameOf(player, who, chain), chain],
                       [line, words.placeWords(at)], [wait, wait],
                       [waker, waker]];
        return make("div", {class: "row", role: "row", "data-who": who,
                            "data-next": who === this.next,
                            "data-cancelled": cancelled},
            ...cells.map(([cell, title]) =>
                make("span", {role: "cell", title}, cell)));
    }
}

/* --- locks, queues, and their kind: who holds them, who waits for them */

class Things {
    constructor(player) {
        this.player = player;
        this.list = make("ul");
        this.element = make("section", {class: "panel things", hidden: true},
            make("h3", {}, "shared"), this.list);
    }

    show({now}) {
        const {words} = this.player, things = new Map();
        for (const [who, {at}] of now.waiting) {
            const {thing, wait} = words.events[at];
            if (!thing)
                continue;
            if (!things.has(thing))
                things.set(thing, {wait, waiters: []});
            things.get(thing).waiters.push(who);
        }
        this.element.hidden = things.size === 0;
        this.list.replaceChildren(...[...things].slice(0, 6).map(
            ([thing, {wait, waiters}]) => make("li", {},
                make("b", {}, wait), ": ", ...this.holder(thing, now.position),
                ...this.waiters(waiters))));
    }

    holder(thing, position) {
        const changes = this.player.recording.holders.get(thing) ?? [];
        const change = changes.findLast(({at}) => at < position);
        if (!change)
            return [];
        return change.who > 0
            ? [nameOf(this.player, change.who, this.player.words.name(change.who)),
               " holds it, "]
            : ["free for ", nameOf(this.player, change.next,
                                   this.player.words.name(change.next)), ", "];
    }

    waiters(all) {
        const names = all.slice(0, 6).flatMap(who => [" ", nameOf(
            this.player, who, this.player.words.name(who), "wait")]);
        return [all.length === 1 ? "waits for it:" : "wait for it, in line:",
                ...names, ...(all.length > 6 ? [` and ${all.length - 6} more`]
                                             : [])];
    }
}

/* --- why does it wait?  The chain of who waits for whom, down to a timer, a
 * descriptor, a job */

class Why {
    constructor(player) {
        this.player = player;
        this.element = make("section", {class: "panel why", hidden: true,
                                        "aria-live": "polite"});
    }

    show(moment) {
        const {player} = this, who = player.chosen;
        this.element.hidden = !who;
        if (!who)
            return;
        this.moment = moment;
        const parts = [make("h3", {}, moment.now.waiting.has(who)
            ? "why does it wait?" : "chosen")];
        const frames = this.frames(who);
        if (frames)
            parts.push(frames);
        parts.push(make("ul", {class: "chain"}, this.tell(who, 0)));
        const entry = moment.now.waiting.get(who);
        if (entry && !moment.hidden)
            parts.push(make("p", {}, "woken by: ",
                            player.words.events[entry.at].waker));
        this.element.replaceChildren(...parts);
    }

    /* Its frames, where it is now. */
    frames(who) {
        const {now} = this.moment, {words} = this.player;
        const entry = now.waiting.get(who) ?? now.ready.get(who) ??
            (now.running?.who === who ? now.running : undefined);
        const frames = entry ? words.frames(entry.at) : [];
        if (frames.length === 0)
            return undefined;
        return make("ol", {class: "frames"}, ...frames.map(frame =>
            make("li", {}, make("code", {}, frame.coro), " ",
                 make("span", {}, frame.file === undefined ? "the runtime's"
                     : frame.line > 0 ? `line ${frame.line}`
                     : "its beginning"))));
    }

    tell(who, depth) {
        const {now} = this.moment, {words} = this.player;
        const item = make("li", {}, nameOf(this.player, who, words.who(who)));
        const waits = now.waiting.get(who);
        if (waits) {
            const place = words.placeWords(waits.at);
            item.append(` waits${place ? ` at ${place}` : ""} for ` +
                        words.wait(waits.at, now.position) + (waits.cancelled
                ? "; it is cancelled, and will be told in its turn" : ""));
            this.tellNext(item, waits.at, depth);
        } else if (now.ready.has(who)) {
            item.append(" is ready, and runs in its turn");
        } else if (now.running?.who === who) {
            item.append(" runs at this moment");
        } else if (who > 0) {
            item.append(words.isDone(who, now.position)
                ? ` has ended: ${words.tasks[who - 1].outcome}`
                : " is not made yet");
        }
        return item;
    }

    tellNext(item, at, depth) {
        const {now} = this.moment, {words} = this.player;
        const next = (words.events[at].awaited ?? [])
            .filter(task => !words.isDone(task, now.position));
        if (next.length === 0 || depth === 12)
            return;
        const list = make("ul", {}, ...next.slice(0, 6).map(
            task => this.tell(task, depth + 1)));
        if (next.length > 6)
            list.append(make("li", {}, `and ${next.length - 6} more`));
        item.append(list);
    }
}

/* --- what was printed so far, the step's own lines marked */

class Printed {
    constructor(player) {
        this.player = player;
        this.before = make("span");
        this.now = make("mark");
        this.text = make("pre", {tabindex: "0", "aria-label": "printed so far"},
                         this.before, this.now);
        this.element = make("section", {class: "panel printed"},
                            make("h3", {}, "printed"), this.text);
    }

    show({step}) {
        const {recording, at} = this.player;
        const until = recording.steps.slice(Math.max(0, at - 300), at);
        const first = until.length === at ? recording.before : "\u2026\n";
        this.element.hidden = !recording.prints;
        this.before.textContent =
            first + until.map(one => one.printed).join("");
        this.now.textContent = step ? step.printed : "";
        this.text.scrollTop = this.text.scrollHeight;
    }
}

/* --- the timeline: only what is seen is drawn */

const ROW = 24, AXIS = 26;          /* heights */
const SEEN = 80;                    /* so many steps are seen at first */

class Timeline {
    constructor(player) {
        this.player = player;
        this.picture = player.picture;
        this.canvas = make("canvas", {"aria-hidden": "true"});
        this.names = make("div", {class: "names"});
        this.space = make("div", {class: "space"}, this.canvas, this.names);
        this.scroll = make("div", {class: "lanes", tabindex: "-1",
                                   onscroll: () => this.draw()}, this.space);
        this.element = make("section", {class: "panel timeline"},
            make("h3", {}, "timeline", make("span", {class: "tools"},
                this.tool("\u2212", "zoom out (-)", () => this.zoom(1 / 1.5)),
                this.tool("+", "zoom in (+)", () => this.zoom(1.5)),
                this.tool("fit", "all of it (0)", () => this.fit()))),
            this.scroll, legend());
        this.from = 0;              /* what is seen: from here, so much */
        this.span = Math.min(this.picture.width, SEEN);
        this.watchPointer();
        new ResizeObserver(() => this.draw()).observe(this.scroll);
        matchMedia("(prefers-color-scheme: dark)")
            .addEventListener("change", () => this.draw());
    }

    tool(text, title, onclick) {
        return make("button", {type: "button", title, "aria-label": title,
                               onclick}, text);
    }

    show(moment) {
        this.moment = moment;
        const {rows} = this.picture, height = AXIS + rows.length * ROW;
        this.space.style.height = `${height + 6}px`;
        this.follow();
        this.draw();
    }

    /* --- what is seen */

    zoom(factor) {
        const x = this.here(), part = (x - this.from) / this.span;
        this.span = Math.min(this.picture.width,
                             Math.max(4, this.span / factor));
        this.pan(x - part * this.span);
    }

    fit() {
        this.span = this.picture.width;
        this.pan(0);
    }

    pan(from) {
        this.from = Math.max(0, Math.min(from, this.picture.width - this.span));
        this.draw();
        this.player.pair?.panned(this);
    }

    /* Where the player is. */
    here() {
        const {step} = this.moment;
        return step ? this.picture.x[step.first] : this.picture.width;
    }

    follow() {
        const x = this.here();
        if (x < this.from || x + 1 > this.from + this.span)
            this.from = Math.max(0, Math.min(x - this.span / 2,
                                             this.picture.width - this.span));
    }

    /* The row of the task that runs comes into sight. */
    followRow() {
        const {step} = this.moment;
        const row = step && this.picture.rowOf.get(Math.max(0, step.who));
        if (row === undefined)
            return;
        const top = row * ROW, seen = this.scroll.clientHeight - AXIS - ROW;
        if (top < this.scroll.scrollTop || top > this.scroll.scrollTop + seen)
            this.scroll.scrollTop = top - seen / 2;
    }

    /* --- drawing */

    /* Once for each picture that the screen shows, however often it changes. */
    draw() {
        this.frame ??= requestAnimationFrame(() => {
            this.frame = undefined;
            this.drawNow();
        });
    }

    drawNow() {
        if (!this.moment || this.scroll.clientWidth === 0)
            return;
        if (this.followed !== this.moment) {
            this.followed = this.moment;
            this.followRow();
        }
        const width = this.scroll.clientWidth, sharp = devicePixelRatio || 1;
        const height = Math.max(AXIS + ROW, this.scroll.clientHeight);
        this.labels = width < 520 ? 96 : 190;
        if (this.canvas.width !== Math.round(width * sharp) ||
            this.canvas.height !== Math.round(height * sharp)) {
            this.canvas.width = Math.round(width * sharp);
            this.canvas.height = Math.round(height * sharp);
            this.canvas.style.width = `${width}px`;
            this.canvas.style.height = `${height}px`;
        }
        const style = getComputedStyle(this.element);
        this.colour = name => style.getPropertyValue(`--${name}`);
        this.font = style.fontFamily;
        this.pen = this.canvas.getContext("2d");
        this.pen.setTransform(sharp, 0, 0, sharp, 0, 0);
        this.pen.clearRect(0, 0, width, height);
        this.size = {width, height};
        this.drawRows();
    }

    drawRows() {
        const {rows} = this.picture, {height} = this.size;
        const top = this.scroll.scrollTop;
        const first = Math.max(0, Math.floor(top / ROW));
        const last = Math.min(rows.length,
                              Math.ceil((top + height - AXIS) / ROW) + 1);
        this.pen.save();
        this.pen.beginPath();
        this.pen.rect(this.labels, 0, this.size.width, height);
        this.pen.clip();
        this.drawJumps();
        this.drawHere();
        for (let index = first; index < last; index++)
            this.drawRow(rows[index], this.y(index));
        this.drawWaking();
        if (this.player.pair)
            this.drawParting(this.player.pair.parting);
        else
            this.drawFuture();
        this.drawAxis();
        this.pen.restore();
        this.nameRows(first, last);
    }

    x(place) {
        return this.labels + 6 + (place - this.from) / this.span *
            (this.size.width - this.labels - 14);
    }

    y(index) {
        return AXIS + index * ROW - this.scroll.scrollTop;
    }

    /* While time passes, the paper is darker. */
    drawJumps() {
        this.pen.fillStyle = this.colour("passing");
        for (const {from, to} of this.picture.jumps)
            if (this.x(to) > this.labels && this.x(from) < this.size.width)
                this.pen.fillRect(this.x(from), AXIS, this.x(to) - this.x(from),
                                  this.size.height);
    }

    drawAxis() {
        const {pen} = this;
        pen.fillStyle = this.colour("panel");
        pen.fillRect(0, 0, this.size.width, AXIS);
        pen.fillStyle = this.colour("faint");
        pen.font = `12px ${this.font}`;
        let free = -Infinity;
        for (const {to, time} of [{to: 0, time: 0}, ...this.picture.jumps]) {
            const x = this.x(to), words = seconds(time);
            if (x < this.labels || x < free || x > this.size.width)
                continue;
            const width = pen.measureText(words).width;
            const left = Math.min(x, this.size.width - width - 4);
            pen.fillText(words, left, 16);
            pen.fillRect(x, AXIS - 5, 1, 5);
            free = left + width + 12;
        }
        pen.fillRect(this.labels, AXIS, this.size.width, 0.5);
    }

    /* The step at which the player is, from top to bottom. */
    drawHere() {
        const {pen} = this, {step} = this.moment;
        if (!step)
            return;
        const {x} = this.picture;
        const from = this.x(x[step.first]);
        const to = Math.max(from + 3, this.x(this.picture.endOf(step)));
        pen.fillStyle = this.colour("here");
        pen.fillRect(from, AXIS, to - from, this.size.height);
    }

    /* Spans that share a pixel are drawn once. */
    drawRow(row, y) {
        const lit = this.player.isLit(row.who);
        const {spans} = row;
        let index = firstBehind(spans, this.from), drawn = -Infinity;
        if (lit) {
            this.pen.fillStyle = this.colour("lit");
            this.pen.fillRect(0, y, this.size.width, ROW);
        }
        for (; index < spans.length; index++) {
            const span = spans[index], from = this.x(span.from);
            if (from > this.size.width)
                break;
            const to = this.x(span.to);
            if (to < drawn + 0.7 && span.state !== "hold")
                continue;
            this.drawSpan(span, from, Math.max(to, from + 1), y);
            drawn = to;
        }
        if (row.end)
            this.drawEnd(row.end, y);
    }

    drawSpan({state, took}, from, to, y) {
        const {pen} = this, middle = y + ROW / 2;
        pen.fillStyle = pen.strokeStyle = this.colour(state);
        pen.lineWidth = 1.5;
        if (state === "wait") {
            pen.fillRect(from, middle - 0.75, to - from, 1.5);
        } else if (state === "ready") {
            if (to - from > 3)
                pen.strokeRect(from + 0.75, y + 6.75, to - from - 1.5, ROW - 13.5);
            else
                pen.fillRect(from, y + 6, to - from, 1.5);
        } else {
            pen.fillRect(from, y + 4, to - from, ROW - 8);
        }
        if (state === "hold")
            this.hatch(from, to, y, took);
    }

    hatch(from, to, y, took) {
        const {pen} = this;
        pen.save();
        pen.beginPath();
        pen.rect(from, y + 4, to - from, ROW - 8);
        pen.clip();
        pen.strokeStyle = this.colour("panel");
        pen.lineWidth = 1;
        for (let x = from - ROW; x < to; x += 6) {
            pen.beginPath();
            pen.moveTo(x, y + ROW);
            pen.lineTo(x + ROW, y);
            pen.stroke();
        }
        const words = `! ${seconds(took)}`;
        pen.font = `bold 12px ${this.font}`;
        const width = pen.measureText(words).width + 8;
        if (width < to - from) {
            pen.fillStyle = this.colour("panel");
            pen.fillRect(from + 4, y + 5, width, ROW - 10);
            pen.fillStyle = this.colour("hold");
            pen.fillText(words, from + 8, y + 16);
        }
        pen.restore();
    }

    /* A tick, a cross, a circle with a stroke. */
    drawEnd({x: place, state}, y) {
        const {pen} = this, x = this.x(place) + 7, middle = y + ROW / 2;
        pen.strokeStyle = this.colour(state === "returned" ? "done" : state);
        pen.lineWidth = 1.8;
        pen.beginPath();
        if (state === "failed") {
            pen.moveTo(x - 4, middle - 4);
            pen.lineTo(x + 4, middle + 4);
            pen.moveTo(x + 4, middle - 4);
            pen.lineTo(x - 4, middle + 4);
        } else if (state === "cancelled") {
            pen.arc(x, middle, 4.5, 0, 7);
            pen.moveTo(x - 3, middle + 3);
            pen.lineTo(x + 3, middle - 3);
        } else {
            pen.moveTo(x - 4, middle);
            pen.lineTo(x - 1, middle + 3.5);
            pen.lineTo(x + 4.5, middle - 4);
        }
        pen.stroke();
    }

    /* From who woke somebody to where it is ready: for the step that runs, and
     * for who is chosen. */
    drawWaking() {
        const {step, now} = this.moment, {events} = this.player.recording;
        const chosen = this.player.chosen;
        if (step && this.cause !== step.first) {
            this.cause = step.first;
            this.causeAt = this.readyBefore(step);
        }
        if (step && this.causeAt >= 0)
            this.arrow(events[this.causeAt], this.causeAt);
        const waits = now.waiting.get(chosen);
        if (waits && !this.moment.hidden) {
            const {woken} = events[waits.at];
            if (woken !== undefined)
                this.arrow(events[woken], woken);
        }
    }

    readyBefore(step) {
        const {events} = this.player.recording;
        for (let at = step.first; at >= 0; at--)
            if (events[at].kind === "ready" && events[at].who === step.who)
                return at;
        return -1;
    }

    arrow({by, who}, at) {
        const from = this.picture.rowOf.get(by);
        const to = this.picture.rowOf.get(Math.max(0, who));
        if (!by || from === undefined || to === undefined || from === to)
            return;
        const {pen} = this, x = this.x(this.picture.x[at]);
        const y = this.y(from) + ROW / 2;
        const down = to > from, end = this.y(to) + (down ? 4 : ROW - 4);
        pen.strokeStyle = pen.fillStyle = this.colour("ink");
        pen.lineWidth = 1.2;
        pen.beginPath();
        pen.moveTo(x, y);
        pen.lineTo(x, end);
        pen.stroke();
        pen.beginPath();
        pen.moveTo(x, end);
        pen.lineTo(x - 4, end + (down ? -6 : 6));
        pen.lineTo(x + 4, end + (down ? -6 : 6));
        pen.fill();
    }

    /* What has not happened yet is pale; while a question is open, it is not
     * shown at all. */
    drawFuture() {
        const {step, hidden} = this.moment;
        if (!step)
            return;
        const from = this.x(this.picture.endOf(step));
        this.pen.globalAlpha = hidden ? 1 : 0.55;
        this.pen.fillStyle = this.colour("panel");
        this.pen.fillRect(from, AXIS + 1, this.size.width, this.size.height);
        this.pen.globalAlpha = 1;
    }

    /* Of two runs: up to where they part they are alike, and pale. */
    drawParting(parting) {
        if (!parting)
            return;
        const {pen} = this, x = this.x(this.picture.scale.x(parting.time));
        pen.globalAlpha = 0.45;
        pen.fillStyle = this.colour("panel");
        pen.fillRect(0, AXIS + 1, x, this.size.height);
        pen.globalAlpha = 1;
        pen.fillStyle = this.colour("part");
        pen.fillRect(x - 3, AXIS, 1.5, this.size.height);
        pen.fillRect(x, AXIS, 1.5, this.size.height);
    }

    /* The names are elements, so that they can be chosen and read. */
    nameRows(first, last) {
        const {rows} = this.picture, {words} = this.player;
        const key = `${first} ${last} ${this.labels}`;
        if (this.named === key)
            return;
        this.named = key;
        this.names.replaceChildren(...rows.slice(first, last).map(
            ({who, depth}, index) => {
                const name = who === 0
                    ? make("span", {class: "who"}, "callbacks")
                    : nameOf(this.player, who);
                name.style.top = `${AXIS + (first + index) * ROW}px`;
                name.style.width = `${this.labels - 4}px`;
                name.style.paddingLeft = `${Math.min(depth, 5) * 10 + 4}px`;
                name.tabIndex = -1;
                return name;
            }));
        this.player.light();
    }

    /* --- the pointer: a click goes there, dragging moves the picture */

    watchPointer() {
        const {canvas} = this;
        let drag = null;
        canvas.addEventListener("pointerdown", event => {
            drag = {x: event.clientX, from: this.from, moved: false};
            canvas.setPointerCapture(event.pointerId);
        });
        canvas.addEventListener("pointermove", event => {
            if (!drag) {
                this.player.hover(this.rowAt(event)?.who ?? 0);
                return;
            }
            const moved = event.clientX - drag.x;
            drag.moved ||= Math.abs(moved) > 4;
            if (drag.moved)
                this.pan(drag.from - moved * this.span / (
                    this.size.width - this.labels));
        });
        canvas.addEventListener("pointerup", event => {
            if (drag && !drag.moved)
                this.click(event);
            drag = null;
        });
        canvas.addEventListener("pointerleave", () => this.player.hover(0));
        canvas.addEventListener("wheel", event => this.wheel(event),
                                {passive: false});
    }

    wheel(event) {
        if (event.ctrlKey) {
            event.preventDefault();
            this.zoom(event.deltaY < 0 ? 1.2 : 1 / 1.2);
        } else if (event.deltaX !== 0 && this.span < this.picture.width) {
            event.preventDefault();
            this.pan(this.from + event.deltaX * this.span / this.size.width);
        }
    }

    rowAt(event) {
        const y = event.clientY - this.canvas.getBoundingClientRect().top;
        const index = Math.floor((y - AXIS + this.scroll.scrollTop) / ROW);
        return y > AXIS ? this.picture.rows[index] : undefined;
    }

    click(event) {
        const left = this.canvas.getBoundingClientRect().left;
        const place = this.from + (event.clientX - left - this.labels - 6) /
            (this.size.width - this.labels - 14) * this.span;
        const {steps} = this.player.recording, {x} = this.picture;
        let low = 0, high = steps.length;
        while (low < high) {            /* the first step that begins later */
            const middle = (low + high) >> 1;
            if (x[steps[middle].first] <= place)
                low = middle + 1;
            else
                high = middle;
        }
        const row = this.rowAt(event);
        if (row && row.who > 0)
            this.player.choose(row.who, true);
        this.player.goTo(Math.max(0, low - 1));
    }
}

/* The first span that ends behind a place. */
function firstBehind(spans, place) {
    let low = 0, high = spans.length;
    while (low < high) {
        const middle = (low + high) >> 1;
        if (spans[middle].to <= place)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

function legend() {
    const marks = [["run", "runs"], ["ready", "ready"], ["wait", "waits"],
                   ["hold", "holds the loop"], ["done", "done"],
                   ["failed", "failed"], ["cancelled", "cancelled"],
                   ["passing", "time passes"]];
    return make("p", {class: "legend"}, ...marks.map(([state, words]) =>
        make("span", {class: state}, make("i", {"aria-hidden": "true"}),
             words)));
}

/* --- who runs next? ------------------------------------------------------ */

class Question {
    constructor(player) {
        this.player = player;
        this.right = this.asked = 0;
        this.element = make("div", {class: "question", hidden: true,
                                    role: "group",
                                    "aria-label": "Who runs next?"});
        this.verdict = make("p", {class: "verdict", role: "status"});
        this.open = null;           /* the choices, while it is asked */
    }

    /* The right one and three others, in the order of their numbers, which
     * gives nothing away. */
    ask() {
        const {player} = this, {recording, at} = player;
        const next = recording.steps[at + 1];
        this.verdict.textContent = "";
        if (!next)
            return false;
        const then = player.replay.moveTo(recording.steps[at].last);
        const others = [...then.ready.keys(), ...then.waiting.keys()]
            .filter(who => who !== next.who);
        if (others.length === 0)
            return false;               /* that would be no question */
        const choices = [next.who, ...others.slice(0, 3)].sort((a, b) => a - b);
        const [first] = then.ready;
        this.why = first && first[0] === next.who
            ? `it is first in line; ${player.words.events[first[1].at].cause}`
            : "nobody is ready, and what it waits for comes first";
        this.open = {choices, next};
        this.element.hidden = false;
        this.element.replaceChildren(make("h3", {}, "Who runs next?"),
            ...choices.map((who, index) => make("button", {
                type: "button", class: "choice",
                onclick: () => this.answer(index)},
                make("kbd", {}, String(index + 1)), player.words.who(who))));
        return true;
    }

    answer(index) {
        if (!this.open || index >= this.open.choices.length)
            return;
        const {choices, next} = this.open;
        const right = choices[index] === next.who;
        this.asked++;
        this.right += right;
        this.close();
        this.player.go(this.player.at + 1);
        this.verdict.className = `verdict ${right ? "right" : "wrong"}`;
        this.verdict.textContent = `${right ? "Yes." : "No."} ` +
            `(${this.right} of ${this.asked} right) ` +
            `${this.player.words.name(next.who)}: ${this.why}.`;
    }

    close() {
        this.open = null;
        this.element.hidden = true;
        this.verdict.textContent = "";
    }
}

/* --- the player ---------------------------------------------------------- */

const KEYS = [
    ["\u2192 or n, \u2190 or b", "one step forwards, backwards"],
    ["Space", "play, pause (in the terminal it is one step)"],
    ["t, c", "the next turn, the next jump of the clock; with Shift the previous"],
    ["Home, End", "the beginning, the end; Page Up and Down a tenth"],
    ["\u2191, \u2193", "choose a task; Esc: none"],
    [". ,", "the next, the previous step of that task"],
    ["w", "why does it wait? down to a timer, a descriptor, a job"],
    ["p, 1 to 4", "predict who runs next: it keeps count"],
    ["/", "find: the next step of a task, by a part of its name"],
    ["l", "everybody who is ready, or waits"],
    ["y, u", "the Python; this line without the macros"],
    ["g, + \u2212 0", "the timeline; larger, smaller, all of it"],
    ["click a line", "pin it: forwards and backwards go between pins"],
    ["d", "of two runs: where they part"],
    ["?", "these keys"],
];

/* Where one is, and the buttons that lead elsewhere. */
class Walker {
    constructor() {
        this.at = 0;                /* the step; last(): the end */
        this.pace = 700;            /* milliseconds a step */
    }

    /* At the step that the page's address names, or else here. */
    begin(at) {
        this.go(stepInAddress() ?? at);
        addEventListener("popstate", () => this.go(stepInAddress() ?? this.at));
    }

    makeButtons() {
        const button = (name, title, onclick) => make("button", {
            type: "button", title, "aria-label": title, onclick}, icon(name));
        this.playButton = button("play", "play (Space)", () => this.toggle());
        return make("div", {class: "buttons"},
            button("first", "the beginning (Home)", () => this.jump(0)),
            button("back", "one step back (\u2190)", () => this.back()),
            this.playButton,
            button("next", "one step forwards (\u2192)", () => this.next()),
            button("last", "the end (End)", () => this.jump(this.last())));
    }

    makeSlider() {
        this.slider = make("input", {type: "range", min: 0, max: this.last(),
            "aria-label": "step",
            oninput: () => this.go(Number(this.slider.value)),
            onchange: () => this.jump(Number(this.slider.value))});
        this.ticks = make("div", {class: "ticks", "aria-hidden": "true"});
        this.where = make("p", {class: "where"});
        return make("div", {class: "slider"}, this.slider, this.ticks);
    }

    makePace() {
        return make("select", {"aria-label": "seconds a step", onchange:
            event => { this.pace = Number(event.target.value); }},
            ...[200, 400, 700, 1000, 2000].map(time => make("option",
                {value: time, selected: time === 700}, `${time / 1000} s`)));
    }

    makeHelp() {
        this.help = make("dialog", {class: "keys", "aria-label": "keys"},
            make("h3", {}, "Keys"),
            make("dl", {}, ...KEYS.flatMap(([keys, words]) =>
                [make("dt", {}, keys), make("dd", {}, words)])),
            make("p", {}, "They act while the player has the focus: click it."),
            make("form", {method: "dialog"}, make("button", {}, "Close")));
        return this.help;
    }

    tell(where, more = "") {
        this.where.textContent = where;
        this.slider.value = this.at;
        this.slider.setAttribute("aria-valuetext", where + more);
    }

    /* --- going somewhere */

    go(at) {
        this.at = Math.max(0, Math.min(this.last(), at));
        this.show();
        clearTimeout(this.addressing);
        this.addressing = setTimeout(() => this.address("replaceState"), 250);
    }

    /* Farther than a step: the browser's back button undoes it. */
    jump(at) {
        this.address("replaceState");
        this.go(at);
        this.address("pushState");
    }

    /* The position stands in the page's address.  Browsers take it ill if that
     * is changed very often, so go() waits until one stays somewhere. */
    address(how) {
        clearTimeout(this.addressing);
        history[how](null, "", `#step-${this.at + 1}`);
    }

    next() {
        this.go(this.at + 1);
    }

    back() {
        this.go(this.at - 1);
    }

    /* --- playing */

    toggle() {
        if (this.timer)
            this.pause();
        else
            this.play();
    }

    play() {
        if (this.at === this.last())
            this.go(0);
        this.playButton.replaceChildren(icon("pause"));
        this.playButton.setAttribute("aria-label", "pause (Space)");
        const on = () => {
            this.next();
            if (this.at < this.last())
                this.timer = setTimeout(on, this.pace);
            else
                this.pause();
        };
        this.timer = setTimeout(on, this.pace);
    }

    pause() {
        clearTimeout(this.timer);
        this.timer = 0;
        this.playButton.replaceChildren(icon("play"));
        this.playButton.setAttribute("aria-label", "play (Space)");
    }

    /* --- keys: they act while the player has the focus */

    key(event) {
        if (event.ctrlKey || event.metaKey || event.altKey ||
            event.target.matches("input[type=search], select, dialog *"))
            return;
        const act = event.key === " " && event.target.matches("button")
            ? undefined             /* it presses the button */
            : this.actionOf(event);
        if (!act)
            return;
        event.preventDefault();
        act();
    }

    actionOf({key}) {
        const tenth = Math.max(1, Math.round(this.last() / 10));
        return {
            "ArrowRight": () => this.next(), "n": () => this.next(),
            "ArrowLeft": () => this.back(), "b": () => this.back(),
            " ": () => this.toggle(),
            "t": () => this.turn(1), "T": () => this.turn(-1),
            "c": () => this.clock(1), "C": () => this.clock(-1),
            "Home": () => this.jump(0), "End": () => this.jump(this.last()),
            "PageDown": () => this.jump(this.at + tenth),
            "PageUp": () => this.jump(this.at - tenth),
            "?": () => this.help.showModal(),
        }[key];
    }
}

class Player extends Walker {
    constructor(section) {
        super();
        const json = section.querySelector("script[type='application/json']");
        this.recording = readRecording(JSON.parse(json.textContent));
        this.words = new Words(this.recording);
        this.replay = new Replay(this.recording.events);
        this.chosen = this.hovered = 0;
        this.pins = new Set();
        this.all = false;
        this.section = section;
    }

    /* By itself, or in one of two columns of a pair. */
    start(scale = new Scale([this.recording]), pair = undefined) {
        this.picture = new Picture(this.recording, scale);
        this.pair = pair;
        this.question = new Question(this);
        this.views = [Sentence, Source, Ready, Waiting, Things, Why, Printed,
                      Timeline].map(View => new View(this));
        this.build(this.section);
        addEventListener("resize", () => this.measure());
        if (!pair)
            this.begin(0);
        return this;
    }

    /* --- its elements */

    build(section) {
        const [sentence, source, ready, waiting, things, why, printed,
               timeline] = this.views.map(view => view.element);
        this.source = this.views[1];
        this.waiting = this.views[3];
        this.timeline = this.views[7];
        this.list = section.querySelector("details");
        this.list.open = false;
        this.root = make("div", {class: "player", tabindex: "0",
            role: "group", "aria-label": "player; ? shows the keys",
            onkeydown: event => this.key(event),
            onpointerover: event => this.hover(whoOf(event.target)),
            onpointerleave: () => this.hover(0)},
            ...(this.pair ? [] : [this.makeBar()]), sentence, this.question.element,
            this.question.verdict,
            make("div", {class: "panels"}, source,
                 make("div", {class: "side"}, ready, waiting, things,
                      why, printed)),
            timeline, this.makeHelp());
        section.prepend(this.root);
        section.classList.add("plays");
        addEventListener("beforeprint", () => { this.list.open = true; });
    }

    makeBar() {
        this.predicts = make("button", {type: "button", "aria-pressed": "false",
            title: "who runs next? (p)", onclick: () => this.predict()},
            "Predict");
        this.finder = make("input", {type: "search", placeholder: "find a task",
            "aria-label": "find: a part of a task's name",
            onkeydown: event => this.findKey(event)});
        return make("div", {class: "bar"}, this.makeButtons(),
            this.makeSlider(), this.where,
            make("div", {class: "more"}, this.predicts, this.makePace(),
                this.finder,
                make("button", {type: "button", title: "the keys (?)",
                    onclick: () => this.help.showModal()}, "?")));
    }

    /* --- going somewhere */

    last() {
        return this.recording.steps.length;
    }

    /* To a step that was clicked at: in a pair both go there. */
    goTo(at) {
        if (this.pair)
            this.pair.jump(this.pair.positionOf(this, at));
        else
            this.jump(at);
    }

    /* What is to be seen at a step. */
    moment() {
        const step = this.recording.steps[this.at];
        const now = this.replay.moveTo(step ? step.first + 1
                                            : this.recording.events.length);
        return {step, now, hidden: this.question.open !== null};
    }

    go(at) {
        this.question.close();
        super.go(at);
    }

    show() {
        const moment = this.moment();
        for (const view of this.views)
            view.show(moment);
        if (!this.pair)
            this.tell(this.whereWords(moment), moment.step
                ? `, ${this.words.name(moment.step.who)} runs` : "");
        this.light();
    }

    whereWords({step, now}) {
        const all = this.last();
        const [turn, time] = step ? [step.turn, step.time]
            : [this.recording.events.at(-1)?.turn ?? 0,
               this.recording.events.at(-1)?.time ?? 0];
        return (step ? `step ${this.at + 1} of ${all}` : "the end") +
            ` \u00b7 turn ${turn} \u00b7 ${seconds(time)}` +
            ` \u00b7 ${now.done} of ${now.created} tasks done`;
    }

    next() {
        if (this.predicting && !this.question.open && this.question.ask()) {
            this.show();
            return;
        }
        if (!this.question.open)
            this.go(this.pinned(1) ?? this.at + 1);
    }

    back() {
        this.go(this.pinned(-1) ?? this.at - 1);
    }

    /* The next step, in a direction, that something is true of. */
    find(direction, isIt) {
        const {steps} = this.recording;
        for (let at = this.at + direction; steps[at]; at += direction)
            if (isIt(steps[at]))
                return at;
        return direction > 0 ? this.last() : 0;
    }

    pinned(direction) {
        if (this.pins.size === 0)
            return undefined;
        return this.find(direction, step => this.touchesPin(step));
    }

    touchesPin(step) {
        return [step.first, step.stop].some(at =>
            at >= 0 && this.pins.has(this.words.place(at)?.at));
    }

    pin(line) {
        if (!this.pins.delete(line))
            this.pins.add(line);
        const {steps} = this.recording, ticks = [];
        steps.forEach((step, at) => {
            if (this.pins.size > 0 && ticks.length < 500 && this.touchesPin(step))
                ticks.push(make("i", {style: `left:${at / steps.length * 100}%`}));
        });
        this.ticks.replaceChildren(...ticks);
        this.show();
    }

    turn(direction) {
        const turn = this.recording.steps[this.at]?.turn;
        this.jump(this.find(direction, step => step.turn !== turn));
    }

    clock(direction) {
        const time = this.recording.steps[this.at]?.time;
        this.jump(this.find(direction, step => step.time !== time));
    }

    ofChosen(direction) {
        const who = this.chosen || this.recording.steps[this.at]?.who;
        this.jump(this.find(direction, step => step.who === who));
    }

    findKey(event) {
        event.stopPropagation();
        if (event.key === "Escape")
            this.root.focus();
        if (event.key !== "Enter")
            return;
        const wanted = this.finder.value.trim().toLowerCase();
        const isIt = step =>
            this.words.who(step.who).toLowerCase().includes(wanted);
        const at = this.find(1, isIt);
        const found = at < this.last() ? at
            : this.recording.steps.findIndex(isIt);
        this.finder.setCustomValidity(found < 0 ? "Nobody of that name runs." : "");
        this.finder.reportValidity();
        if (found >= 0)
            this.jump(found);
    }

    /* --- predicting */

    predict() {
        this.predicting = !this.predicting;
        this.predicts.setAttribute("aria-pressed", this.predicting);
        if (this.predicting)
            this.question.ask();
        else
            this.question.close();
        this.show();
    }

    /* --- who is chosen, and lit */

    choose(who, keep = false) {
        this.chosen = this.chosen === who && !keep ? 0 : who;
        this.show();
    }

    /* The next one of all tasks that were made by now. */
    chooseNext(direction) {
        const {rows} = this.picture, {created} = this.replay.now;
        const tasks = rows.filter(row => row.who > 0 && row.who <= created);
        const index = tasks.findIndex(row => row.who === this.chosen);
        const next = index < 0 ? (direction > 0 ? 0 : tasks.length - 1)
                               : index + direction;
        if (tasks[next])
            this.choose(tasks[next].who, true);
    }

    hover(who) {
        if (who === this.hovered)
            return;
        this.hovered = who;
        this.light();
        this.timeline.draw();
    }

    isLit(who) {
        return who !== 0 && (who === this.chosen || who === this.hovered);
    }

    /* Marked in one view, marked in all. */
    light() {
        for (const element of this.root?.querySelectorAll("[data-who]") ?? [])
            element.classList.toggle("lit",
                                     this.isLit(Number(element.dataset.who)));
    }

    toggleAll() {
        this.all = !this.all;
        this.show();
    }

    measure() {
        this.waiting.rowHeight = undefined;
        this.waiting.show(this.moment());
    }

    /* --- keys */

    actionOf(event) {
        const {key} = event, digit = Number(key);
        if (this.pair)
            return undefined;       /* the pair's */
        if (this.question.open && digit >= 1 && digit <= 4)
            return () => this.question.answer(digit - 1);
        return {
            "ArrowDown": () => this.chooseNext(1),
            "ArrowUp": () => this.chooseNext(-1),
            ".": () => this.ofChosen(1), ",": () => this.ofChosen(-1),
            "w": () => this.why(), "p": () => this.predict(),
            "/": () => this.finder.focus(), "l": () => this.toggleAll(),
            "y": () => this.root.classList.toggle("other-python"),
            "u": () => this.macro(),
            "g": () => this.root.classList.toggle("no-timeline"),
            "+": () => this.timeline.zoom(1.5), "=": () => this.timeline.zoom(1.5),
            "-": () => this.timeline.zoom(1 / 1.5), "0": () => this.timeline.fit(),
            "Escape": () => this.clear(),
        }[key] ?? super.actionOf(event);
    }

    /* Why does the chosen one wait, or the first one that does? */
    why() {
        const [first] = this.replay.now.waiting.keys();
        this.choose(this.chosen || first || 0);
    }

    macro() {
        this.source.macro.hidden = !this.source.macro.hidden;
        this.show();
    }

    clear() {
        this.chosen = 0;
        this.all = false;
        this.pins.clear();
        this.ticks.replaceChildren();
        this.question.close();
        this.show();
    }
}

function whoOf(element) {
    return Number(element.closest?.("[data-who]")?.dataset.who ?? 0);
}

function stepInAddress() {
    const found = /^#step-(\d+)$/.exec(location.hash);
    return found ? Number(found[1]) - 1 : undefined;
}

/* --- two runs side by side -----------------------------------------------
 *
 * What they do at each instant is compared, in whatever order: which coroutines
 * begin, of those that both have, what is printed, and how the first task ends.
 * The first instant at which that differs is where they part.
 */
function actsOf(recording, comparable) {
    const acts = new Map();             /* time: what happens then */
    const add = (time, what, step) => {
        if (!acts.has(time))
            acts.set(time, []);
        acts.get(time).push({what, step});
    };
    eachStop(recording, (before, frames, time, step) => {
        for (const coro of begun(before, frames))
            if (time < (comparable.get(coro) ?? 0))
                add(time, `${coro} begins`, step);
    });
    recording.steps.forEach((step, index) => {
        for (let at = step.first; at < step.last; at++)
            if (recording.events[at].kind === "done" &&
                recording.events[at].who === 1)
                add(recording.events[at].time, `${recording.tasks[0].coro} ` +
                    withoutAddresses(recording.tasks[0].outcome), index);
        for (const line of step.printed.split("\n").filter(isComparable))
            add(step.time, `"${withoutAddresses(line)}" is printed`, index);
    });
    return acts;
}

/* They are others in each run; and so are the lines of the program. */
function withoutAddresses(text) {
    return text.replace(/0x[0-9a-f]+/g, "0x\u2026");
}

function isComparable(line) {
    return line !== "" && !/\.c:\d+/.test(line);
}

/* Visit each place where a task goes on or stops: the frames that it had there
 * before, and those that it has now. */
function eachStop({events, steps, stacks, places}, visit) {
    const standing = new Map();
    steps.forEach((step, index) => {
        for (let at = step.first; at < step.last; at++) {
            const {kind, who, stack, time} = events[at];
            if (who < 0 || (kind !== "run" && kind !== "waits"))
                continue;
            const frames = stacks[stack].map(place => places[place]);
            visit(standing.get(who) ?? [], frames, time, index, kind);
            standing.set(who, frames);
        }
    });
}

/* Up to which time it is known of a coroutine how often it has begun: when one
 * goes on at a line and stops there again, it may be another one. */
function knownUntil(recordings) {
    const until = new Map();
    const [here, there] = recordings.map(coroutinesOf);
    for (const coro of here)
        if (there.has(coro))
            until.set(coro, Infinity);
    for (const recording of recordings)
        eachStop(recording, (before, frames, time, step, kind) => {
            const [last, leaf] = [before.at(-1), frames.at(-1)];
            if (kind === "waits" && last && leaf && last.line === leaf.line &&
                last.coro === leaf.coro && until.has(leaf.coro))
                until.set(leaf.coro, Math.min(until.get(leaf.coro), time));
        });
    return until;
}

/* The coroutines whose frames are new: they stand in another coroutine, or
 * their caller has gone on to another line. */
function begun(before, now) {
    let same = 0;
    while (same < now.length && same < before.length &&
           now[same].coro === before[same].coro &&
           (same === 0 || now[same - 1].line === before[same - 1].line ||
            before[same - 1].line === 0))
        same++;
    return now.slice(same).map(frame => frame.coro);
}

/* Those of the program; the runtime's are a matter of style. */
function coroutinesOf({places}) {
    return new Set(places.filter(place => place.file !== undefined)
        .map(place => place.coro));
}

function count(acts, what) {
    return (acts ?? []).filter(act => act.what === what).length;
}

/* {time, acts: [{what, yours, right}]}; undefined: they do the same. */
function partingOf(mine, other) {
    const comparable = knownUntil([mine, other]);
    const [yours, right] = [mine, other].map(one => actsOf(one, comparable));
    const times = [...new Set([...yours.keys(), ...right.keys()])]
        .sort((a, b) => a - b);
    for (const time of times) {
        const all = [yours.get(time) ?? [], right.get(time) ?? []].flat();
        const acts = [...new Set(all.map(act => act.what))].map(what => ({
            what, yours: count(yours.get(time), what),
            right: count(right.get(time), what),
            step: yours.get(time)?.find(act => act.what === what)?.step,
            later: times.find(later => later > time &&
                                       count(yours.get(later), what) > 0),
        })).filter(act => act.yours !== act.right);
        if (acts.length > 0)
            return {time, acts};
    }
    return undefined;
}

function times(number) {
    return number === 0 ? "not" : number === 1 ? "once" : `${number} times`;
}

class Pair extends Walker {
    constructor(sections) {
        super();
        this.players = sections.map(section => new Player(section));
        const recordings = this.players.map(player => player.recording);
        this.parting = partingOf(...recordings);
        this.positions = positionsOf(recordings);
        const scale = new Scale(recordings);
        this.players.forEach(player => player.start(scale, this));
        this.build(sections);
        this.begin(this.partsAt());
    }

    build(sections) {
        const titles = sections.map(section => section.dataset.title);
        const timelines = this.players.map((player, index) => {
            const {element} = player.timeline;
            element.querySelector("h3").prepend(`${titles[index]}: `);
            return element;
        });
        this.root = make("div", {class: "player pair", tabindex: "0",
            role: "group", "aria-label": "two runs; ? shows the keys",
            onkeydown: event => this.key(event)},
            make("div", {class: "bar"}, this.makeButtons(), this.makeSlider(),
                this.where, make("div", {class: "more"},
                    make("button", {type: "button", onclick: () => this.toPart(),
                                    disabled: !this.parting,
                                    title: "where they part (d)"},
                         "Where they part"),
                    this.makePace(),
                    make("button", {type: "button", title: "the keys (?)",
                        onclick: () => this.help.showModal()}, "?"))),
            this.partingWords(), ...timelines);
        sections[0].before(make("section", {class: "run plays"}, this.root));
        const columns = make("div", {class: "columns"});
        this.root.append(columns, this.makeHelp());
        sections.forEach((section, index) => {
            section.prepend(make("h2", {}, titles[index]));
            columns.append(section);
        });
    }

    partingWords() {
        const {parting} = this;
        if (!parting)
            return make("p", {class: "parts"}, "In both runs the same " +
                "coroutines begin, the same is printed, and they end alike. " +
                "What the check found stands at the end of this page.");
        const {time, acts} = parting;
        return make("div", {class: "parts"},
            make("p", {}, time > 0
                ? `Before ${seconds(time)} both do the same.`
                : "They part as they begin."),
            make("ul", {}, ...acts.slice(0, 4).map(act => make("li", {},
                make("b", {}, act.what), `: ${times(act.right)} in a right run,` +
                ` ${times(act.yours)} in yours` +
                (act.yours < act.right && act.later !== undefined
                    ? `; then only at ${seconds(act.later)}` : "")))),
            make("p", {}, this.lineWords(acts[0])));
    }

    /* Where yours is then, from the outside to the inside. */
    lineWords(act) {
        const [yours] = this.players;
        const index = act.step ?? yours.recording.steps.findLastIndex(
            step => step.time <= this.parting.time);
        const step = yours.recording.steps[index];
        const frames = step ? yours.words.frames(
            step.stop >= 0 ? step.stop : step.first) : [];
        const places = frames.filter(frame => frame.file !== undefined)
            .map(frame => `${frame.coro}, ${yours.words.lineOf(frame)}`);
        return places.length > 0
            ? `Yours then stands in ${places.join(" > ")}.` : "";
    }

    /* --- where they are */

    last() {
        return this.positions.length - 1;
    }

    partsAt() {
        if (!this.parting)
            return 0;
        const {acts: [{step}], time} = this.parting;
        const at = this.positions.findIndex(({at: [yours]}) =>
            step !== undefined ? yours >= step : (this.players[0].recording.steps[yours]?.time ?? Infinity) >= time);
        return at < 0 ? this.last() : at;
    }

    toPart() {
        this.jump(this.partsAt());
    }

    positionOf(player, at) {
        const index = this.players.indexOf(player);
        return this.positions.findIndex(position => position.at[index] >= at);
    }

    show() {
        const {at, turn, time} = this.positions[this.at];
        this.players.forEach((player, index) => {
            player.at = Math.min(at[index], player.last());
            player.show();
        });
        this.tell(`${this.at + 1} of ${this.last() + 1} \u00b7 turn ${turn}` +
                  ` \u00b7 ${seconds(time)}`);
    }

    /* The next place, in a direction, that something is true of. */
    find(direction, isIt) {
        const {positions} = this;
        for (let at = this.at + direction; positions[at]; at += direction)
            if (isIt(positions[at]))
                return at;
        return direction > 0 ? this.last() : 0;
    }

    turn(direction) {
        const {turn} = this.positions[this.at];
        this.jump(this.find(direction, position => position.turn !== turn));
    }

    clock(direction) {
        const {time} = this.positions[this.at];
        this.jump(this.find(direction, position => position.time !== time));
    }

    /* One scale: what is seen of the one is seen of the other. */
    panned(timeline) {
        for (const {timeline: other} of this.players)
            if (other && other !== timeline &&
                (other.from !== timeline.from || other.span !== timeline.span)) {
                other.from = timeline.from;
                other.span = timeline.span;
                other.draw();
            }
    }

    actionOf(event) {
        const [{timeline}] = this.players;
        return {
            "d": () => this.toPart(),
            "+": () => timeline.zoom(1.5), "=": () => timeline.zoom(1.5),
            "-": () => timeline.zoom(1 / 1.5), "0": () => timeline.fit(),
            "u": () => this.players[0].macro(),
            "Escape": () => this.players.forEach(player => player.clear()),
        }[event.key] ?? super.actionOf(event);
    }
}

/* The two move together from time to time, and at a time step by step. */
function positionsOf(recordings) {
    const byTime = recordings.map(({steps}) => groupByTime(steps));
    const times = [...new Set(byTime.flatMap(one => [...one.keys()]))]
        .sort((a, b) => a - b);
    const positions = [], gone = recordings.map(() => 0);
    for (const time of times) {
        const here = byTime.map(one => one.get(time) ?? []);
        const most = Math.max(...here.map(steps => steps.length));
        for (let index = 0; index < most; index++)
            positions.push({
                time, turn: here.map(steps => steps[index]?.turn)
                    .find(turn => turn !== undefined),
                at: here.map((steps, run) => gone[run] + Math.max(0, Math.min(
                    index, steps.length - 1)) - (steps.length === 0 ? 1 : 0)),
            });
        here.forEach((steps, run) => { gone[run] += steps.length; });
    }
    const {turn, time} = positions.at(-1) ?? {turn: 0, time: 0};
    positions.push({time, turn, at: gone});
    return positions.map(position =>
        ({...position, at: position.at.map(at => Math.max(0, at))}));
}

function groupByTime(steps) {
    const groups = new Map();
    for (const step of steps) {
        if (!groups.has(step.time))
            groups.set(step.time, []);
        groups.get(step.time).push(step);
    }
    return groups;
}

/* Two runs on a page are laid side by side. */
const sections = [...document.querySelectorAll("section.run")];
const walkers = sections.length === 2
    ? [new Pair(sections)]
    : sections.map(section => new Player(section).start());
walkers.forEach((walker, index) => { sections[index].player = walker; });
if (document.body.classList.contains("page"))
    walkers[0]?.root.focus({preventScroll: true});
