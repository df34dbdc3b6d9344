// Draws the sequence as a time line on two PEs: the entry and the possible contents of each TLB after every step.

import { h, svg } from './dom.js';
import { history } from './history.js';

const ROW = 24;
const TOP = 40;
const LANES = [
    { key: 'entry', title: 'entry', x: 152, width: 56 },
    { key: 'pe0', title: 'this PE', note: 'P0 may hold', x: 214, width: 68 },
    { key: 'pe1', title: 'other PE', note: 'P1 may hold', x: 288, width: 68 },
];
const WIDTH = 360;

/** Maximum characters of an instruction in its natural width. */
const STEP_LENGTH = 23;

/** The drawing, and the same states as a list for screen readers. */
export function timeline(answer, context) {
    const rows = history(answer, context);
    const height = TOP + rows.length * ROW + 6;
    return h('figure', { class: 'timeline' },
        svg('svg', { viewBox: `0 0 ${WIDTH} ${height}`, 'aria-hidden': 'true', focusable: 'false' },
            hatching(),
            LANES.map(lane => [
                svg('text', { x: lane.x + lane.width / 2, y: 14, class: 'lane', 'text-anchor': 'middle' }, lane.title),
                lane.note && svg('text', { x: lane.x + lane.width / 2, y: 28, class: 'note', 'text-anchor': 'middle' }, lane.note),
            ]),
            rows.map((row, index) => [
                svg('line', { x1: 0, x2: WIDTH, y1: TOP + index * ROW, y2: TOP + index * ROW, class: 'rule' }),
                label(row.step, TOP + index * ROW + 16),
            ]),
            LANES.flatMap(lane => segments(rows, lane))),
        h('figcaption', {}, legend(rows)),
        h('ol', { class: 'hidden' }, rows.map(row => h('li', {},
            `${row.step?.assembly ?? 'before'}: the entry is ${row.entry}; this PE may hold ${words(row.pe0)}${row.pe1 ? `; another PE may hold ${words(row.pe1)}` : ''}`))));
}

/** An instruction, condensed if it is too long for its column. */
function label(step, y) {
    if (!step) {
        return svg('text', { x: 0, y, class: 'note' }, 'before');
    }
    const text = step.count > 1 ? `${step.assembly} ×${step.count}` : step.assembly;
    const condensed = text.length > STEP_LENGTH ? { textLength: 146, lengthAdjust: 'spacingAndGlyphs' } : {};
    return svg('text', { x: 0, y, class: 'step', ...condensed }, text);
}

/** One box for each run of rows in which a lane does not change. */
function segments(rows, lane) {
    const boxes = [];
    rows.forEach((row, index) => {
        const state = row[lane.key];
        const text = lane.key === 'entry' ? state : state === null ? '—' : words(state);
        const last = boxes.at(-1);
        if (last?.text === text) {
            last.rows++;
        } else {
            boxes.push({ text, kind: lane.key === 'entry' ? kindOf([state]) : kindOf([...state?.keys() ?? []]), index, rows: 1 });
        }
    });
    return boxes.map(({ text, kind, index, rows: count }) => {
        const y = TOP + index * ROW + 2;
        const height = count * ROW - 4;
        const lines = text.split(/(?<=or) /);
        const first = y + height / 2 + 4 - (lines.length - 1) * 6.5;
        const centre = lane.x + lane.width / 2;
        return [
            svg('rect', { x: lane.x, y, width: lane.width, height, rx: 3, class: `held ${kind}` }),
            height < 24 && lines.length > 1
                ? svg('text', { x: centre, y: y + height / 2 + 4, class: 'state small', 'text-anchor': 'middle' }, text)
                : lines.map((line, row) => svg('text', { x: centre, y: first + row * 13, class: 'state', 'text-anchor': 'middle' }, line)),
        ];
    });
}

/** The style of a box with these values. */
function kindOf(values) {
    return values.length > 1 ? 'both' : { old: 'one', nT: 'one', new: 'new' }[values[0]] ?? 'none';
}

function legend(rows) {
    const combined = rows.some(row => [...row.pe0.values(), ...row.pe1?.values() ?? []].includes(true));
    return 'A TLB may hold each value that a walk may have read and that no completed TLBI has removed since.'
        + (combined ? ' *: only in entries that combine both stages.' : '')
        + (rows.some(row => row.entry === 'nT') ? ' nT: the Block with nT = 1, of which a TLB may hold a trace.' : '');
}

/** The background of "old or new": hatched, so that it does not depend on colour. */
function hatching() {
    return svg('defs', {}, svg('pattern', { id: 'hatch', width: 6, height: 6, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' },
        svg('rect', { width: 6, height: 6, class: 'hatch-ground' }),
        svg('rect', { width: 2, height: 6, class: 'hatch-line' })));
}

function words(held) {
    return held.size === 0 ? 'nothing' : [...held].map(([value, combined]) => (combined ? `${value}*` : value)).join(' or ');
}
