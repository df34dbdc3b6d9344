// Draws an interleaving of the TLB model: who did what, and the contents of each TLB afterwards.

import { h, svg } from './dom.js';

const TOP = 32;
const LINE = 13;
const LANE = 90;
const LANES_AT = 186;

/**
 * A violation in words and as a drawing. Each TLB entry gets a letter, since its description has no room in the drawing. Entries
 * are told apart by equality alone.
 */
export function violationView(violation) {
    const entries = [...new Set(violation.interleaving.flatMap(event => Object.values(event.tlbs).flat()))];
    const letters = new Map(entries.map((entry, index) => [entry, String.fromCharCode(65 + index)]));
    return [
        h('p', {}, shorten(violation.text, letters)),
        h('dl', { class: 'pair entries' }, [...letters].map(([entry, letter]) => [h('dt', {}, letter), h('dd', {}, entry)])),
        drawing(violation.interleaving, letters),
    ];
}

function drawing(events, letters) {
    const lanes = Object.keys(events[0]?.tlbs ?? {});
    const left = column => LANES_AT + column * LANE;
    const width = left(lanes.length);
    const name = lane => `TLB of ${lane.toUpperCase()}`;
    let y = TOP;
    const rows = events.map(event => {
        const lines = wrap(shorten(event.text, letters), 30);
        const height = lines.length * LINE + 10;
        const top = y;
        y += height;
        return [
            svg('line', { x1: 0, x2: width, y1: top, y2: top, class: 'rule' }),
            lines.map((line, row) => svg('text', { class: 'event', x: 0, y: top + 16 + row * LINE }, line)),
            lanes.map((lane, column) => {
                const held = event.tlbs[lane];
                return [
                    svg('rect', { x: left(column), y: top + 3, width: 86, height: height - 6, rx: 3, class: `held ${['none', 'one'][held.length] ?? 'both'}` }),
                    svg('text', { class: 'state', x: left(column) + 43, y: top + height / 2 + 4, 'text-anchor': 'middle' },
                        held.map(entry => letters.get(entry)).join(' and ') || '—'),
                ];
            }),
        ];
    });
    return h('figure', { class: 'timeline' },
        svg('svg', { viewBox: `0 0 ${width} ${y + 4}`, 'aria-hidden': 'true', focusable: 'false' },
            lanes.map((lane, column) => svg('text', { class: 'lane', x: left(column) + 43, y: 20, 'text-anchor': 'middle' }, name(lane))),
            rows),
        h('ol', { class: 'hidden' }, events.map(event => h('li', {},
            `${event.text} ${lanes.map(lane => `${name(lane)}: ${event.tlbs[lane].join(', ') || 'nothing'}`).join('; ')}.`))));
}

/** A text with the letters of the TLB entries that it quotes; longer descriptions first, since one may contain another. */
function shorten(text, letters) {
    return [...letters].sort(([one], [other]) => other.length - one.length)
        .reduce((shortened, [entry, letter]) => shortened.replaceAll(entry, () => letter), text);
}

/** Lines of at most `width` characters, unless a word is longer. */
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
