// The answer, section by section, in the order in which a reader needs it. Enumerations, counts and values of the answer decide what
// is shown; its sentences are only displayed.

import { bitView } from './bits.js';
import { h, table } from './dom.js';
import { violationView } from './interleaving.js';
import { timeline } from './timeline.js';
import { grouped } from './values.js';

/** The title of each verdict, and the style of its panel. */
export const VERDICTS = {
    noChange: ['Nothing to flush', 'go'],
    writeOnly: ['Write, no flush', 'go'],
    writeThenInvalidate: ['Overwrite, then invalidate', 'go'],
    viaNt: ['Size change through nT', 'stop'],
    breakBeforeMake: ['Break-before-make', 'stop'],
};

/** All sections. `tools` are the buttons of the page; `check`, `compare` and `witness` are filled in later. */
export function answerView(answer, question, { tools, copySequence, check, compare, witness }) {
    return [
        verdict(answer, question, tools),
        h('div', { class: 'columns' },
            h('div', {}, sequence(answer, copySequence), store(answer)),
            h('div', {},
                warnings(answer),
                titled('conditions', 'Conditions', coded(answer.conditions), 'None: everything that the answer depends on is known.'),
                titled('hazards', 'Remaining hazards', coded(answer.hazards), 'None.'))),
        section('bits', 'Bits', values(answer), bitView(answer)),
        section('difference', 'Changed fields', changes(answer), allFields(answer)),
        h('div', { class: 'columns' },
            h('div', {}, answer.sequence.length > 0 && section('line', 'Time line', timeline(answer, contextOf(question)), check), witness),
            h('div', {},
                section('compare', 'Comparison of BBM levels', compare),
                titled('reasons', 'Reasons', reasons(answer)),
                answer.disputes.length > 0 && titled('disputes', 'Disputed rules', disputes(answer)),
                answer.alternatives.length > 0 && titled('alternatives', 'Alternative TLBI operations', alternatives(answer)),
                section('linux', 'Linux', h('p', {}, answer.linux.call === 'none' ? '' : [h('code', {}, answer.linux.call), ': '], answer.linux.text)),
                answer.assumed.length > 0 && section('assumed', 'Defaults used', h('p', { class: 'chips' },
                    answer.assumed.map(assumed => [h('code', {}, `${assumed.member}=${assumed.value}`), ' ']))))),
    ];
}

/** The table of the four levels; an answer may be an error, as text. */
export function compareView(answers, asked, anyPart) {
    return table(`The same change at BBM levels 0 to 3${anyPart ? ', for any part, errata aside' : ''}`, ['BBM', 'Verdict', 'In place', 'TLBI'], answers.map((answer, level) => ({
        class: `${level}` === asked ? 'asked' : null,
        'aria-current': `${level}` === asked ? 'true' : null,
        cells: typeof answer === 'string'
            ? [`${level}`, answer, '', '']
            : [
                [`${level}`, `${level}` === asked && h('span', { class: 'tag' }, 'asked')],
                titleOf(answer.verdict),
                answer.mayProceed ? '✓ yes' : '✕ no',
                h('code', {}, opsOf(answer.tlbi.map(use => use.op))),
            ],
    })), { class: 'compare' });
}

/** The TLB model's judgement of the sequence: an answer of /v1/check. */
export function checkView({ safe, violations, hazards, states }) {
    return h('div', { class: 'check' },
        h('p', {}, safe ? '✓ ' : '✕ ', h('strong', {}, 'Model check: ', safe ? 'safe' : 'not safe'),
            `. Explored ${states.toLocaleString('en')} states of two PEs and their table walkers.`,
            hazards.length > 0 && [' Possible: ', hazards.map((hazard, index) => [index > 0 && ', ', h('code', {}, hazard)]), '.']),
        violations.map(violation => h('p', {}, h('code', {}, violation.property), `: ${violation.text}`)));
}

/** A shorter sequence than the answer's, and the first violation that it leads to. */
export function witnessView(witness) {
    return section('witness', 'Counterexample',
        h('p', {}, witness.done),
        h('p', { class: 'help' }, witness.steps.map((step, index) => [index > 0 && '; ', h('code', {}, step)])),
        violationView(witness.violations[0]));
}

function verdict(answer, question, tools) {
    const [, kind] = VERDICTS[answer.verdict] ?? [null, 'stop'];
    return h('section', { class: `verdict ${kind}`, 'aria-labelledby': 'verdict-title' },
        h('p', { class: 'sign' },
            h('span', { 'aria-hidden': 'true' }, kind === 'go' ? '✓' : '✕'),
            ' Safe to overwrite in place: ', h('strong', {}, answer.mayProceed ? 'yes' : 'no')),
        h('h2', { id: 'verdict-title' }, titleOf(answer.verdict), ' ', h('code', {}, answer.verdict)),
        h('p', { class: 'summary' }, answer.summary),
        answer.warnings.filter(doubtsTheQuestion).map(warning => h('p', { class: 'doubt' }, h('strong', {}, 'Warning: '), warning.text)),
        h('p', { class: 'asked-line' }, 'Question: ', h('code', {}, [...question].map(member => member.join('=')).join(' '))),
        tools);
}

function sequence(answer, copySequence) {
    if (answer.sequence.length === 0) {
        return section('sequence', 'Sequence', h('p', {}, 'No instruction is needed.'));
    }
    const widest = Math.max(...answer.sequence.map(step => step.assembly.length));
    const lines = answer.sequence.map(step => h('li', {},
        h('code', { class: 'asm' }, step.assembly.padEnd(widest)),
        h('span', { class: 'why' }, h('span', { class: 'slashes', 'aria-hidden': 'true' }, '// '), step.count > 1 && h('strong', {}, `${step.count} times: `), step.why, valuesOf(step))));
    return h('section', { 'aria-labelledby': 'sequence-title' },
        h('div', { class: 'title' }, h('h3', { id: 'sequence-title' }, 'Sequence'), copySequence),
        h('ol', { class: 'sequence' }, lines),
        h('p', { class: 'help registers' }, Object.entries(answer.registers)
            .map(([name, { meaning, value }], index) => [index > 0 && ' · ', h('code', {}, value === null ? name : `${name} = ${value}`), `: ${meaning}`])),
        answer.tlbi.length > 0 && h('p', { class: 'help operations' }, 'Encodings: ', answer.tlbi.map((use, index) => [index > 0 && ' · ', operation(use)])));
}

/** The values that a store writes to the entries of a run. */
function valuesOf({ values }) {
    return !values ? null
        : values.list ? ['; values ', h('code', {}, values.list.join(', '))]
        : values.step === '0x0' ? null
        : ['; values from ', h('code', {}, values.base), ' in steps of ', h('code', {}, values.step)];
}

/** An operation with a link to its encoding. */
function operation(use) {
    return [
        h('a', { href: `v1/tlbi/${use.op}` }, h('code', {}, use.op)),
        use.operand !== null && use.count > 1 && `: ${use.count} instructions, Xt from ${use.operand} in steps of ${use.increment}`,
    ];
}

function store(answer) {
    const { claim, operation, onFailure } = answer.update;
    const kinds = { store: 'a plain 64-bit store', storeRelease: 'a store-release', compareAndSwap: 'a compare-and-swap' };
    return claim === 'none' ? null : section('store', 'Store instruction',
        h('p', {}, `${claim === 'break' ? 'The break' : 'The store of the new value'} is ${kinds[operation] ?? operation}. ${onFailure}`));
}

function values(answer) {
    return h('dl', { class: 'pair' }, [['old', answer.old], ['new', answer.new]].map(([name, descriptor]) => [
        h('dt', {}, name), h('dd', {}, h('code', {}, grouped(BigInt(descriptor.raw))), ` ${descriptor.kind}`)]));
}

function changes(answer) {
    return answer.changes.length === 0
        ? h('p', {}, 'No field differs.')
        : table('Fields that differ', ['Field', 'Bits', 'Old', 'New', 'Effect'], answer.changes.map(change => ({
            cells: [
                change.field,
                h('code', {}, change.bits),
                value(change.old, change.bits),
                value(change.new, change.bits),
                change.effect,
            ],
        })));
}

function value({ raw, text }, bits) {
    const width = bits.split(',').reduce((sum, run) => {
        const [high, low = high] = run.split(':').map(Number);
        return sum + high - low + 1;
    }, 0);
    const shown = width <= 8 ? BigInt(raw).toString(2).padStart(width, '0') : raw;
    return [h('code', {}, shown), text === raw || text === `${BigInt(raw)}` ? '' : ` ${text}`];
}

function allFields(answer) {
    const rows = [];
    for (const [side, descriptor] of [['old', answer.old], ['new', answer.new]]) {
        for (const field of descriptor.fields) {
            const like = rows.find(row => row.field === field.field && row.bits === field.bits);
            const row = like ?? { field: field.field, bits: field.bits, meaning: field.meaning };
            row[side] = field;
            if (!like) {
                rows.push(row);
            }
        }
    }
    rows.sort((one, other) => parseInt(other.bits, 10) - parseInt(one.bits, 10));
    return h('details', { class: 'all' },
        h('summary', {}, `All ${rows.length} fields`),
        table('All fields of both values', ['Field', 'Bits', 'Old', 'New', 'Meaning'], rows.map(row => ({
            cells: [
                [row.old && row.new && row.old.raw !== row.new.raw && h('span', { class: 'differs' }, '≠ '), row.field],
                h('code', {}, row.bits),
                row.old ? value(row.old, row.bits) : '—',
                row.new ? value(row.new, row.bits) : '—',
                row.meaning,
            ],
        }))));
}

function reasons(answer) {
    return [...new Set(answer.reasons.map(reason => reason.clause))].map(clause => {
        const cited = answer.reasons.filter(reason => reason.clause === clause);
        const [shared, ...rest] = withoutRepetition(cited.map(reason => reason.text));
        return [
            h('dt', {}, clause, cited[0].changes.length > 0 && h('span', { class: 'help' }, ` (${cited[0].changes.join(', ')})`)),
            h('dd', { class: 'help' }, cited.map((reason, index) => [index > 0 && ', ', h('code', {}, reason.rule), ` (${reason.section})`])),
            shared && h('dd', {}, shared),
            rest.map(text => h('dd', {}, text)),
        ];
    });
}

/** The words that all texts begin with, then the rest of each text: the rules of one row share its explanation. */
function withoutRepetition(texts) {
    const [first, ...others] = texts.map(text => text.split(' '));
    const differs = first.findIndex((word, index) => others.some(other => other[index] !== word));
    const length = others.length === 0 ? 0 : differs < 0 ? first.length : differs;
    return [first.slice(0, length).join(' '), ...[first, ...others].map(words => words.slice(length).join(' ')).filter(Boolean)];
}

function disputes(answer) {
    return answer.disputes.map(dispute => [
        h('dt', {}, h('code', {}, dispute.code), ` ${dispute.rule}`),
        h('dd', {}, dispute.text),
        h('dd', {}, `Reading used: ${dispute.reading}. Other reading: `, dispute.other.sameAnswer
            ? 'the same answer.'
            : [titleOf(dispute.other.verdict), dispute.other.tlbi.length > 0 && [' with ', h('code', {}, opsOf(dispute.other.tlbi))], '.']),
    ]);
}

function alternatives(answer) {
    return answer.alternatives.map(other => [
        h('dt', {}, h('code', {}, opsOf(other.ops)), ` ${other.instructions} TLBI`, other.features.length > 0 && `, needs ${other.features.join(', ')}`),
        h('dd', {}, other.text),
    ]);
}

function warnings(answer) {
    const rest = answer.warnings.filter(warning => !doubtsTheQuestion(warning));
    return rest.length === 0 ? null : titled('warnings', 'Warnings', rest.map(warning => [
        h('dt', {}, h('code', {}, warning.code), warning.bits && ` bits ${warning.bits}`), h('dd', {}, warning.text)]));
}

/** Whether a warning says that the question itself may be wrong; it then stands beside the verdict. */
function doubtsTheQuestion(warning) {
    return ['stageNotGiven', 'looksLikeLeaf'].includes(warning.code);
}

function coded(items) {
    return items.map(item => [h('dt', {}, h('code', {}, item.code)), h('dd', {}, item.text), item.recovery && h('dd', { class: 'recovery' }, h('strong', {}, 'Recovery: '), item.recovery)]);
}

function titled(id, title, items, none) {
    return section(id, title, items.length > 0 ? h('dl', { class: 'items' }, items) : h('p', {}, none));
}

function section(id, title, ...content) {
    return h('section', { class: id, 'aria-labelledby': `${id}-title` }, h('h3', { id: `${id}-title` }, title), content);
}

function contextOf(question) {
    return { ha: question.get('ha') === 'true', single: question.get('sharing') === 'single' };
}

function titleOf(verdict) {
    return VERDICTS[verdict]?.[0] ?? verdict;
}

function opsOf(ops) {
    return ops.length === 0 ? 'none' : ops.join('; DSB; ');
}
