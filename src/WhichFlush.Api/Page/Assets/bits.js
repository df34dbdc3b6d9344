// The 64 bits of both descriptors, one above the other, in four blocks of sixteen: side by side, two by two, or stacked.

import { h } from './dom.js';
import { grouped } from './values.js';

const SHORT = { 'next-level table address': 'table address', Contiguous: 'Contig', software: 'sw', ignored: 'ign' };

/** The bits of both values. A screen reader gets one sentence; the tables beside the bits have the details. */
export function bitView(answer) {
    const before = BigInt(answer.old.raw);
    const after = BigInt(answer.new.raw);
    const changed = new Set(answer.changes.flatMap(change => expand(change.bits)));
    const alike = namesOf(answer.old) === namesOf(answer.new);
    const differing = [...Array(64).keys()].reverse().filter(bit => bitOf(before ^ after, bit));
    const label = `Bits of the old value ${grouped(before)} over those of the new value ${grouped(after)}. `
        + (differing.length === 0 ? 'No bit differs.' : `Bits that differ: ${differing.join(', ')}.`);

    const rows = alike
        ? { ruler: 1, old: 2, new: 3, marks: 4, below: 5 }
        : { ruler: 1, above: 2, old: 3, new: 4, marks: 5, below: 6 };
    const blocks = [63, 47, 31, 15].map(top => h('div', { class: alike ? 'block alike' : 'block' },
        [0, 4, 8, 12].map(step => place(h('span', { class: 'ruler' }, `${top - step}:${top - step - 3}`), rows.ruler, 2 + step, 4)),
        alike ? null : names(answer.old, top, changed, 'above', rows.above),
        place(h('span', { class: 'label' }, 'old'), rows.old, 1),
        values(before, after, top, rows.old),
        place(h('span', { class: 'label' }, 'new'), rows.new, 1),
        values(after, before, top, rows.new),
        marks(before ^ after, top, rows.marks),
        names(answer.new, top, changed, 'below', rows.below)));
    return h('div', { class: 'grid', role: 'img', 'aria-label': label }, blocks);
}

/** The bit numbers in "47:12", "10" or "50,47:12". */
export function expand(bits) {
    return runs(bits).flatMap(([high, low]) => [...Array(high - low + 1).keys()].map(step => high - step));
}

function runs(bits) {
    return bits.split(',').map(run => {
        const [high, low = high] = run.split(':').map(Number);
        return [high, low];
    });
}

function names(descriptor, top, changed, where, row) {
    return descriptor.fields.flatMap(field => runs(field.bits)
        .map(([high, low]) => [Math.min(high, top), Math.max(low, top - 15)])
        .filter(([high, low]) => high >= low)
        .map(([high, low]) => {
            const differs = expand(field.bits).some(bit => changed.has(bit));
            const span = high - low + 1;
            const full = (differs ? '≠' : '') + (SHORT[field.field] ?? field.field.replace(/\[[\d:]+\]$/, ''));
            const fits = full.length <= span * 2.7;
            // A field that continues in another block repeats no long name, only an ellipsis.
            const text = !fits && full.length > 8 && expand(field.bits).length > span ? '…' : full;
            const kind = ['name', where, differs && 'differs', !fits && text === full && 'upright'].filter(Boolean).join(' ');
            const title = `${field.field} [${field.bits}]: ${field.text} (${field.meaning})`;
            return place(h('span', { class: kind, title }, h('span', {}, text)), row, 2 + top - high, span);
        }));
}

function values(value, other, top, row) {
    return [...Array(16).keys()].map(step => {
        const bit = top - step;
        const kind = ['bit', bitOf(value, bit) && 'one', bitOf(value ^ other, bit) && 'differs', bit % 4 === 3 && 'nibble'];
        return place(h('span', { class: kind.filter(Boolean).join(' ') }, bitOf(value, bit) ? '1' : '0'), row, 2 + step);
    });
}

function marks(difference, top, row) {
    return [...Array(16).keys()].map(step =>
        place(h('span', { class: 'mark' }, bitOf(difference, top - step) ? '▲' : ''), row, 2 + step));
}

function place(element, row, column, span = 1) {
    element.style.gridArea = `${row} / ${column} / span 1 / span ${span}`;
    return element;
}

function bitOf(value, bit) {
    return ((value >> BigInt(bit)) & 1n) === 1n;
}

function namesOf(descriptor) {
    return descriptor.fields.map(field => field.field + field.bits).join();
}
