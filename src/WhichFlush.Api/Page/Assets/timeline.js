// The sequence as a time line on two PEs: after each step, what the entry is and what each TLB may hold of it.

import { h, svg } from './dom.js';

const ROW = 24;
const TOP = 40;
const LANES = [
    { key: 'entry', title: 'entry', x: 152, width: 56 },
    { key: 'pe0', title: 'this PE', note: 'P0 may hold', x: 214, width: 68 },
    { key: 'pe1', title: 'other PE', note: 'P1 may hold', x: 288, width: 68 },
];
const WIDTH = 360;

/**
 * What holds after each step. A TLB may hold whatever a walk may have found and no completed TLBI has removed:
 * a store adds its value, a DSB after a TLBI leaves what the entry is now, on the PEs that the TLBI reaches.
 */
export function history(answer, { ha = false, single = false } = {}) {
    const kept = new Map([['old', cacheable(answer.old, ha)], ['new', cacheable(answer.new, ha)], ['nT', false], ['invalid', false]]);
    const start = kept.get('old') ? ['old'] : [];
    const state = { entry: answer.old.kind === 'Invalid' ? 'invalid' : 'old', pe0: start, pe1: single ? null : start };
    const rows = [{ step: 'before', ...state }];
    let pending = null;
    answer.sequence.forEach((step, index) => {
        if (step.step === 'store' && storedBy(step.assembly)) {
            state.entry = storedBy(step.assembly, answer);
            const found = kept.get(state.entry) ? [state.entry] : [];
            state.pe0 = union(state.pe0, found);
            state.pe1 = state.pe1 && union(state.pe1, found);
        } else if (step.step === 'tlbi') {
            const local = answer.tlbi.find(use => step.assembly.includes(use.op))?.scope === 'local';
            pending = { local, combinedLeft: /\bR?IPAS2/.test(step.assembly) && followedByTlbi(answer.sequence, index) };
        } else if (step.step === 'dsb' && pending) {
            const left = kept.get(state.entry) ? [state.entry] : [];
            const after = held => pending.combinedLeft
                ? union(held.filter(value => value !== state.entry).map(value => value.replace(/\*?$/, '*')), left)
                : left;
            state.pe0 = after(state.pe0);
            state.pe1 = state.pe1 && !pending.local ? after(state.pe1) : state.pe1;
            pending = null;
        }
        rows.push({ step: step.assembly, count: step.count, ...state });
    });
    return rows;
}

/** The time line, and the same as a list for those who cannot see it. */
export function timeline(answer, options) {
    const rows = history(answer, options);
    const height = TOP + rows.length * ROW + 6;
    const spoken = rows.map(row =>
        `${row.step}: the entry is ${row.entry}; this PE may hold ${words(row.pe0)}${row.pe1 ? `; another PE may hold ${words(row.pe1)}` : ''}`);
    return h('figure', { class: 'timeline' },
        svg('svg', { viewBox: `0 0 ${WIDTH} ${height}`, 'aria-hidden': 'true', focusable: 'false' },
            pattern(),
            LANES.map(lane => [
                svg('text', { x: lane.x + lane.width / 2, y: 14, class: 'lane', 'text-anchor': 'middle' }, lane.title),
                lane.note && svg('text', { x: lane.x + lane.width / 2, y: 28, class: 'note', 'text-anchor': 'middle' }, lane.note),
            ]),
            rows.map((row, index) => [
                svg('line', { x1: 0, x2: WIDTH, y1: TOP + index * ROW, y2: TOP + index * ROW, class: 'rule' }),
                svg('text', { x: 0, y: TOP + index * ROW + 16, class: index === 0 ? 'note' : 'step' },
                    row.step.replace(/^(TLBI \w+), X\d+$/, '$1') + (row.count > 1 ? ` ×${row.count}` : '')),
            ]),
            LANES.flatMap(lane => segments(rows, lane))),
        h('figcaption', {}, legend(rows)),
        h('ol', { class: 'hidden' }, spoken.map(line => h('li', {}, line))));
}

/** A run of events of the model: who did what, and what each TLB then held. */
export function interleaving(violation) {
    const lanes = Object.keys(violation.interleaving[0].tlbs);
    const lane = column => 186 + column * 90;
    const width = lane(lanes.length);
    let y = TOP - 8;
    const drawn = violation.interleaving.map(event => {
        const said = wrap(brief(event.text), 30);
        const held = lanes.map(name => (event.tlbs[name].length === 0 ? ['—'] : event.tlbs[name].flatMap(entry => wrap(brief(entry), 14))));
        const height = Math.max(said.length, ...held.map(lines => lines.length)) * 13 + 10;
        const top = y;
        y += height;
        return [
            svg('line', { x1: 0, x2: width, y1: top, y2: top, class: 'rule' }),
            lines(said, 'event', 0, top + 16),
            lanes.map((name, column) => [
                svg('rect', { x: lane(column), y: top + 3, width: 86, height: height - 6, rx: 3, class: `held ${['none', 'old'][event.tlbs[name].length] ?? 'both'}` }),
                lines(held[column], 'state', lane(column) + 43, top + 16, 'middle'),
            ]),
        ];
    });
    return h('figure', { class: 'timeline' },
        svg('svg', { viewBox: `0 0 ${width} ${y + 4}`, 'aria-hidden': 'true', focusable: 'false' },
            lanes.map((name, column) => svg('text', { class: 'lane', x: lane(column) + 43, y: 20, 'text-anchor': 'middle' }, `TLB of ${name.toUpperCase()}`)),
            drawn),
        h('ol', { class: 'hidden' }, violation.interleaving.map(event => h('li', {},
            `${event.text} ${lanes.map(name => `TLB of ${name.toUpperCase()}: ${event.tlbs[name].join(', ') || 'nothing'}`).join('; ')}.`))));
}

function lines(texts, kind, x, y, anchor) {
    return texts.map((text, row) => svg('text', { class: kind, x, y: y + row * 13, 'text-anchor': anchor }, text));
}

/** Without the attributes and addresses of an entry and the numbers of steps, for which there is no room in a picture. */
function brief(text) {
    return text.replace(/ \([^()]*\)/g, '').replace(/ at 0x[0-9a-f]+/g, '');
}

function segments(rows, lane) {
    const parts = [];
    rows.forEach((row, index) => {
        const value = row[lane.key];
        const text = lane.key === 'entry' ? value : value === null ? 'no table' : words(value);
        const last = parts.at(-1);
        if (last?.text === text) {
            last.rows++;
        } else {
            parts.push({ text, kind: kindOf(lane.key, value), index, rows: 1 });
        }
    });
    return parts.map(({ text, kind, index, rows: count }) => {
        const y = TOP + index * ROW + 2;
        const height = count * ROW - 4;
        const lines = text.split(/(?<=or) /);
        const first = y + height / 2 + 4 - (lines.length - 1) * 6.5;
        return [
            svg('rect', { x: lane.x, y, width: lane.width, height, rx: 3, class: `held ${kind}` }),
            height < 24 && lines.length > 1
                ? svg('text', { x: lane.x + lane.width / 2, y: y + height / 2 + 4, class: 'state small', 'text-anchor': 'middle' }, text)
                : lines.map((line, row) => svg('text', { x: lane.x + lane.width / 2, y: first + row * 13, class: 'state', 'text-anchor': 'middle' }, line)),
        ];
    });
}

function kindOf(lane, value) {
    if (lane === 'entry') {
        return value === 'old' || value === 'new' ? value : 'none';
    }
    return !value || value.length === 0 ? 'none' : value.length > 1 ? 'both' : value[0] === 'new' ? 'new' : 'old';
}

function legend(rows) {
    const combined = rows.some(row => [...row.pe0, ...row.pe1 ?? []].some(value => value.endsWith('*')));
    return 'What a TLB may hold after each step: what a walk may have found and no completed invalidation has removed.'
        + (combined ? ' old*: only in entries that combine both stages.' : '')
        + (rows.some(row => row.entry === 'nT') ? ' nT: the Block with nT = 1, which is not to be cached.' : '');
}

/** Hatching, so that "old or new" does not hang on a colour. */
function pattern() {
    return svg('defs', {}, svg('pattern', { id: 'hatch', width: 6, height: 6, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' },
        svg('rect', { width: 6, height: 6, class: 'hatch-ground' }),
        svg('rect', { width: 2, height: 6, class: 'hatch-line' })));
}

function storedBy(assembly) {
    const register = assembly.match(/^(?:STL?R (\w+)|CAS\w* \w+, (\w+)),/);
    return register && { XZR: 'invalid', X1: 'new', X2: 'old', X5: 'nT' }[register[1] ?? register[2]];
}

/** Whether a walk may put it into a TLB. */
function cacheable(descriptor, ha) {
    const raw = name => descriptor.fields.find(field => field.field === name)?.raw;
    return descriptor.kind !== 'Invalid' && raw('nT') !== '0x1' && (ha || raw('AF') !== '0x0');
}

function followedByTlbi(sequence, index) {
    const next = sequence.slice(index + 1).find(step => step.step === 'tlbi' || step.step === 'store');
    return next?.step === 'tlbi';
}

function union(some, more) {
    return [...new Set([...some, ...more])];
}

function words(held) {
    return held.length === 0 ? 'nothing' : held.join(' or ');
}

function wrap(text, width) {
    const lines = [''];
    for (const word of text.split(' ')) {
        if (lines.at(-1) && lines.at(-1).length + 1 + word.length > width) {
            lines.push(word);
        } else {
            lines[lines.length - 1] += (lines.at(-1) ? ' ' : '') + word;
        }
    }
    return lines;
}
