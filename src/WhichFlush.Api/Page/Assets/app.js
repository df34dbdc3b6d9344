// Wires the form, the address bar and the answer together.

import { answerView, VERDICTS } from './answer.js';
import { copy, h } from './dom.js';
import { fetchOf, fillCheck, fillCompare, fillWitness } from './followup.js';
import { addressOf, curlOf, fields, readAddress, readForm, writeForm } from './question.js';
import { grouped, parse } from './values.js';

const form = document.getElementById('question');
const article = document.getElementById('answer');
const start = document.getElementById('start');
const status = document.getElementById('status');
const advanced = document.getElementById('advanced');
const help = new Map(['old', 'new'].map(name => [name, document.getElementById(`${name}-read`).textContent]));

/** Members of the address that have no field. They are sent too, so that the service reports their errors. */
let strangers = new Map();
let asking = new AbortController();

form.addEventListener('submit', event => {
    event.preventDefault();
    strangers = new Map();
    ask(readForm(), { remember: 'push', focus: true });
});

// A changed choice beside an answer asks again.
form.addEventListener('change', event => {
    if (event.target.tagName === 'SELECT') {
        bbmIsChosen ||= event.target.name === 'bbm';
        noteAdvanced();
        if (!article.hidden) {
            ask(readForm(), { remember: 'replace' });
        }
    }
});

// A paste asks at once if both values and the level are given.
form.addEventListener('paste', event => {
    setTimeout(() => {
        if (fields.slice(0, 3).every(field => field.value.trim() !== '') && fields.slice(0, 2).includes(event.target)) {
            ask(readForm(), { remember: 'push' });
        }
    });
});

for (const name of ['old', 'new']) {
    form.elements[name].addEventListener('input', event => showReading(event.target, true));
}

// The CPU or its ID register gives the BBM level, unless the user chose one.
let bbmIsChosen = false;
for (const name of ['cpu', 'idAa64mmfr2']) {
    form.elements[name].addEventListener('input', event => {
        if (!bbmIsChosen) {
            form.elements.bbm.value = event.target.value.trim() === '' ? '0' : '';
        }
    });
}

document.getElementById('swap').addEventListener('click', () => {
    const { old, new: fresh } = form.elements;
    [old.value, fresh.value] = [fresh.value, old.value];
    showReading(old);
    showReading(fresh);
    if (!article.hidden) {
        ask(readForm(), { remember: 'push' });
    }
});

for (const names of document.querySelectorAll('details[data-names-of]')) {
    const field = form.elements[names.dataset.namesOf];
    const listed = () => field.value.split(/[\s,;]+/).filter(Boolean);
    names.addEventListener('change', event => {
        event.stopPropagation();
        const rest = listed().filter(name => name !== event.target.value);
        field.value = (event.target.checked ? [...rest, event.target.value] : rest).join(',');
    });
    names.addEventListener('toggle', () => {
        for (const box of names.querySelectorAll('input')) {
            box.checked = listed().includes(box.value);
        }
    });
}

// The examples are asked without a reload; a click that opens another tab stays with the browser.
start.addEventListener('click', event => {
    const link = event.target.closest('a');
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
        event.preventDefault();
        history.pushState(null, '', link.href);
        fromAddress(true);
    }
});

window.addEventListener('popstate', () => fromAddress(false));
fromAddress(false);

/** Asks the question of the address bar. */
function fromAddress(focus) {
    const question = readAddress();
    strangers = writeForm(question);
    bbmIsChosen = question.has('bbm');
    showReading(form.elements.old);
    showReading(form.elements.new);
    noteAdvanced();
    if (question.size > 0) {
        // A link without bbm asks without bbm, not with the default of the form.
        if (!question.has('bbm')) {
            form.elements.bbm.value = '';
        }
        ask(readForm(), { remember: 'no', focus });
    } else {
        form.elements.bbm.value = '0';
        asking.abort();
        showErrors({});
        article.hidden = true;
        start.hidden = false;
        document.title = 'WhichFlush';
        say('');
    }
}

/** Asks the service, and shows its answer or the errors of the question. */
async function ask(question, { remember, focus = false }) {
    for (const [name, value] of strangers) {
        question.set(name, value);
    }
    asking.abort();
    asking = new AbortController();
    const { signal } = asking;
    const address = addressOf(question);
    if (remember === 'replace' || (remember === 'push' && new URL(address, document.baseURI).href === location.href)) {
        history.replaceState(null, '', address);
    } else if (remember === 'push') {
        history.pushState(null, '', address);
    }
    article.setAttribute('aria-busy', 'true');
    try {
        const response = await fetchOf(question, signal);
        const body = await response.json();
        if (response.ok) {
            showErrors({});
            show(body, question, signal);
            if (focus) {
                article.focus({ preventScroll: true });
                article.scrollIntoView({ block: 'nearest' });
            }
        } else {
            article.hidden = true;
            document.title = 'WhichFlush';
            showErrors(body.errors ?? { '': [body.detail ?? body.title] }, focus);
        }
    } catch (error) {
        if (error.name !== 'AbortError') {
            showErrors({ '': ['The service cannot be reached.'] });
        }
    } finally {
        if (!signal.aborted) {
            article.removeAttribute('aria-busy');
        }
    }
}

function show(answer, question, signal) {
    const compare = h('div', { class: 'slot' }, h('p', { class: 'help' }, 'Asking …'));
    const check = h('div', { class: 'slot' });
    const witness = h('div', { class: 'slot' });
    article.replaceChildren(...answerView(answer, question, { tools: tools(question), copySequence: copySequence(answer), check, compare, witness })
        .filter(Boolean));
    article.hidden = false;
    start.hidden = true;
    const [title] = VERDICTS[answer.verdict] ?? [answer.verdict];
    document.title = `${title} · WhichFlush`;
    document.getElementById('version').textContent = `Rule book ${answer.rulesVersion}.`;
    say(`Answer: ${title}. Safe to overwrite in place: ${answer.mayProceed ? 'yes' : 'no'}.`, true);
    fillCompare(compare, question, signal);
    fillWitness(witness, question, signal);
    if (answer.sequence.length > 0) {
        fillCheck(check, question, signal);
    }
}

/** Buttons that copy or print the question and its answer. */
function tools(question) {
    const offer = (label, text) => h('button', { type: 'button', class: 'quiet', onclick: () => hand(label, text) }, label);
    return h('div', { class: 'tools', role: 'group', 'aria-label': 'Copy and print' },
        offer('Copy link', () => location.href),
        offer('Copy as curl', () => curlOf(question)),
        offer('Copy as plain text', async () => {
            const response = await fetchOf(question, undefined, 'text/plain');
            return `${(await response.text()).trimEnd()}\n\n${location.href}\n`;
        }),
        h('button', { type: 'button', class: 'quiet', onclick: () => window.print() }, 'Print'));
}

function copySequence(answer) {
    const text = () => answer.sequence.map(step => (step.count > 1 ? `${step.assembly}  // ${step.count} times` : step.assembly)).join('\n') + '\n';
    return h('button', { type: 'button', class: 'quiet', onclick: () => hand('Copy sequence', text) }, 'Copy sequence');
}

async function hand(label, text) {
    try {
        say(await copy(await text()) ? `${label}: done.` : `${label}: the browser did not allow it.`);
    } catch {
        say(`${label}: the service cannot be reached.`);
    }
}

/** Shows each error beside its field, and errors without a field above the form. */
function showErrors(errors, focus = false) {
    const rest = new Map(Object.entries(errors));
    let first = null;
    for (const field of fields) {
        const messages = rest.get(field.name) ?? [];
        const place = document.getElementById(`${field.name}-error`);
        rest.delete(field.name);
        place.hidden = messages.length === 0;
        place.textContent = messages.join(' ');
        if (messages.length === 0) {
            field.removeAttribute('aria-invalid');
        } else {
            field.setAttribute('aria-invalid', 'true');
            first ??= field;
            if (advanced.contains(field)) {
                advanced.open = true;
            }
        }
    }
    const general = document.getElementById('general-error');
    general.hidden = rest.size === 0;
    general.replaceChildren(...[...rest].flatMap(([name, messages]) =>
        messages.map(message => h('li', {}, name && [h('code', {}, name), ': '], message))));
    const count = Object.keys(errors).length;
    if (count > 0) {
        say(count === 1 ? 'No answer: the question has an error.' : `No answer: the question has ${count} errors.`);
    }
    if (focus) {
        first?.focus();
    }
}

/** Shows how a value is read, and copies the level, stage and address of a dump into their fields. */
function showReading(field, typed = false) {
    const place = document.getElementById(`${field.name}-read`);
    const read = field.value.trim() === '' ? null : parse(field.value);
    if (!read) {
        place.textContent = help.get(field.name);
        return;
    }
    const set = [];
    if (typed && read.stage !== undefined) {
        const found = { stage: `${read.stage}`, level: read.level === undefined ? undefined : `${read.level}`, address: read.address };
        for (const [name, value] of Object.entries(found)) {
            const other = form.elements[name];
            if (value !== undefined && (name !== 'address' || other.value === '')) {
                other.value = value;
                set.push(`${name} ${value}`);
            }
        }
        noteAdvanced();
    }
    place.textContent = `${grouped(read.value)} (${read.how}${set.length > 0 ? `; sets ${set.join(', ')}` : ''})`;
}

function noteAdvanced() {
    const given = fields.filter(field => advanced.contains(field) && field.value.trim() !== '').map(field => `${field.name}=${field.value.trim()}`);
    const note = given.join(', ');
    document.getElementById('advanced-note').textContent = note === '' ? '' : `: ${note.length > 120 ? `${note.slice(0, 120)}…` : note}`;
}

function say(text, quiet = false) {
    // What the page shows anyway is for screen readers alone; the line keeps its height.
    status.replaceChildren(quiet ? h('span', { class: 'hidden' }, text) : text);
}
