// The answer, section by section, in the order in which a person needs it.

import { bitView } from './bits.js';
import { h, table } from './dom.js';
import { timeline } from './timeline.js';
import { grouped } from './values.js';

/** What each verdict is called, and the sign that goes with it. */
export const VERDICTS = {
    noChange: ['Nothing to flush', 'go'],
    writeOnly: ['Write it, no flush', 'go'],
    writeThenInvalidate: ['Write it, then invalidate', 'go'],
    viaNt: ['Change the size through nT', 'stop'],
    breakBeforeMake: ['Break before make', 'stop'],
};

/** All sections. `tools` are the buttons of the page; `compare` and `witness` are filled in later. */
export function answerView(answer, question, { tools, copySequence, compare, witness }) {
    return [
        verdict(answer, question, tools),
        h('div', { class: 'columns' },
            h('div', {}, sequence(answer, copySequence), store(answer)),
            h('div', {},
                warnings(answer),
                titled('conditions', 'What must hold', coded(answer.conditions), 'Nothing that was not known.'),
                titled('hazards', 'What may still happen', coded(answer.hazards), 'Nothing.'))),
        section('bits', 'Bits', values(answer), bitView(answer)),
        section('difference', 'Difference', changes(answer), allFields(answer)),
        h('div', { class: 'columns' },
            h('div', {}, answer.sequence.length > 0 && section('line', 'Time line', timeline(answer, contextOf(answer, question))), witness),
            h('div', {},
                section('compare', 'The same at every BBM level', compare),
                titled('reasons', 'Why', reasons(answer)),
                answer.disputes.length > 0 && titled('disputes', 'Disputed', disputes(answer)),
                answer.alternatives.length > 0 && titled('alternatives', 'Other correct choices of TLBI', alternatives(answer)),
                section('linux', 'Linux', h('p', {}, answer.linux.call === 'none' ? '' : [h('code', {}, answer.linux.call), ': '], answer.linux.text)),
                answer.assumed.length > 0 && section('assumed', 'Assumed', h('p', { class: 'chips' },
                    answer.assumed.map(assumed => [h('code', {}, `${assumed.member}=${assumed.value}`), ' ']))))),
    ];
}

/** The table of the four levels; an answer may be an error, as text. */
export function compareView(answers, asked) {
    return table('The same change at BBM levels 0 to 3', ['BBM', 'Verdict', 'Straight over', 'TLBI'], answers.map((answer, level) => ({
        class: `${level}` === asked ? 'asked' : null,
        'aria-current': `${level}` === asked ? 'true' : null,
        cells: typeof answer === 'string'
            ? [`${level}`, answer, '', '']
            : [
                [`${level}`, `${level}` === asked && h('span', { class: 'tag' }, 'asked')],
                VERDICTS[answer.verdict]?.[0] ?? answer.verdict,
                answer.mayProceed ? '✓ yes' : '✕ no',
                h('code', {}, opsOf(answer.tlbi.map(use => use.op))),
            ],
    })), { class: 'compare' });
}

/** What goes wrong if less is done: why the answer asks for what it asks. */
export function witnessView(witness, drawing) {
    return section('witness', 'What goes wrong otherwise',
        h('p', {}, witness.done),
        h('p', { class: 'help' }, witness.steps.map((step, index) => [index > 0 && '; ', h('code', {}, step)])),
        witness.violations.slice(0, 1).map(violation => [h('p', {}, violation.text), drawing(violation)]));
}

function verdict(answer, question, tools) {
    const [title, kind] = VERDICTS[answer.verdict] ?? [answer.verdict, 'stop'];
    return h('section', { class: `verdict ${kind}`, 'aria-labelledby': 'verdict-title' },
        h('p', { class: 'sign' },
            h('span', { 'aria-hidden': 'true' }, kind === 'go' ? '✓' : '✕'),
            ' May be written straight over the old value: ', h('strong', {}, answer.mayProceed ? 'yes' : 'no')),
        h('h2', { id: 'verdict-title' }, title, ' ', h('code', {}, answer.verdict)),
        h('p', { class: 'summary' }, answer.summary),
        h('p', { class: 'asked-line' }, 'Asked: ', h('code', {}, [...question].map(member => member.join('=')).join(' '))),
        tools);
}

function sequence(answer, copySequence) {
    if (answer.sequence.length === 0) {
        return section('sequence', 'Sequence', h('p', {}, 'No instruction is needed.'));
    }
    const widest = Math.max(...answer.sequence.map(step => step.assembly.length));
    const lines = answer.sequence.map(step => h('li', {},
        h('code', { class: 'asm' }, step.assembly.padEnd(widest)),
        h('span', { class: 'why' }, h('span', { class: 'slashes', 'aria-hidden': 'true' }, '// '), step.count > 1 && h('strong', {}, `${step.count} times: `), step.why)));
    const operands = answer.tlbi.filter(use => use.operand !== null && use.count > 1)
        .map(use => h('p', {}, h('code', {}, use.op), `: ${use.count} instructions, Xt from ${use.operand} in steps of ${use.increment}`));
    return h('section', { 'aria-labelledby': 'sequence-title' },
        h('div', { class: 'title' }, h('h3', { id: 'sequence-title' }, 'Sequence'), copySequence),
        h('ol', { class: 'sequence' }, lines),
        operands,
        h('p', { class: 'help registers' }, registers(answer)));
}

/** What the registers of the sequence hold. */
function registers(answer) {
    const used = new Set(answer.sequence.flatMap(step => step.assembly.match(/\bX\d\b/g) ?? []));
    const all = {
        X0: 'X0: address of the entry', X1: `X1: ${answer.new.raw}`, X2: `X2: ${answer.old.raw}`, X3: 'X3: operand of the TLBI',
        X4: 'X4: address of a line', X5: 'X5: the Block with nT = 1',
    };
    return Object.entries(all).filter(([name]) => used.has(name)).map(([, text]) => text).join(' · ');
}

function store(answer) {
    const { claim, operation, onFailure } = answer.update;
    const kinds = { store: 'a plain 64-bit store', storeRelease: 'a store-release', compareAndSwap: 'a compare-and-swap' };
    return claim === 'none' ? null : section('store', 'The store',
        h('p', {}, `${claim === 'break' ? 'The break' : 'The store of the new value'} is ${kinds[operation] ?? operation}. ${onFailure}`));
}

function values(answer) {
    return h('dl', { class: 'pair' }, [['old', answer.old], ['new', answer.new]].map(([name, descriptor]) => [
        h('dt', {}, name), h('dd', {}, h('code', {}, grouped(BigInt(descriptor.raw))), ` ${descriptor.kind}`)]));
}

function changes(answer) {
    return answer.changes.length === 0
        ? h('p', {}, 'No field that hardware looks at differs.')
        : table('Fields that differ', ['Field', 'Bits', 'Old', 'New', 'What it means'], answer.changes.map(change => ({
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
        table('All fields of both values', ['Field', 'Bits', 'Old', 'New', 'What it is for'], rows.map(row => ({
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
    const clauses = Map.groupBy
        ? [...Map.groupBy(answer.reasons, reason => reason.clause)]
        : [...new Set(answer.reasons.map(reason => reason.clause))].map(clause => [clause, answer.reasons.filter(reason => reason.clause === clause)]);
    return clauses.map(([clause, cited]) => {
        // Each text is what the row says, which is the same for all of its rules, and then what the rule says.
        const parts = cited.map(reason => reason.text.split(`${reason.rule}: `));
        const shared = parts.every(part => part.length === 2 && part[0] === parts[0][0]) ? parts[0][0].trim() : '';
        return [
            h('dt', {}, clause, cited[0].changes.length > 0 && h('span', { class: 'help' }, ` (${cited[0].changes.join(', ')})`)),
            shared && h('dd', {}, shared),
            cited.map((reason, index) => h('dd', {}, h('code', {}, reason.rule), ` (${reason.section}): `, shared ? parts[index][1] : reason.text)),
        ];
    });
}

function disputes(answer) {
    return answer.disputes.map(dispute => [
        h('dt', {}, h('code', {}, dispute.code), ` ${dispute.rule}`),
        h('dd', {}, dispute.text),
        h('dd', {}, `Read here: ${dispute.reading}. The other reading: `, dispute.other.sameAnswer
            ? 'the same answer.'
            : [VERDICTS[dispute.other.verdict]?.[0] ?? dispute.other.verdict, dispute.other.tlbi.length > 0 && [' with ', h('code', {}, opsOf(dispute.other.tlbi))], '.']),
    ]);
}

function alternatives(answer) {
    return answer.alternatives.map(other => [
        h('dt', {}, h('code', {}, opsOf(other.ops)), ` ${other.instructions} TLBI`, other.features.length > 0 && `, needs ${other.features.join(', ')}`),
        h('dd', {}, other.text),
    ]);
}

function warnings(answer) {
    return answer.warnings.length === 0 ? null : titled('warnings', 'Warnings', answer.warnings.map(warning => [
        h('dt', {}, h('code', {}, warning.code), ` bits ${warning.bits}`), h('dd', {}, warning.text)]));
}

function coded(items) {
    return items.map(item => [h('dt', {}, h('code', {}, item.code)), h('dd', {}, item.text), item.recovery && h('dd', { class: 'recovery' }, h('strong', {}, 'Then: '), item.recovery)]);
}

function titled(id, title, items, none) {
    return section(id, title, items.length > 0 ? h('dl', { class: 'items' }, items) : h('p', {}, none));
}

function section(id, title, ...content) {
    return h('section', { class: id, 'aria-labelledby': `${id}-title` }, h('h3', { id: `${id}-title` }, title), content);
}

function contextOf(answer, question) {
    return { ha: question.get('ha') === 'true', single: question.get('sharing') === 'single' };
}

function opsOf(ops) {
    return ops.length === 0 ? 'none' : ops.join('; DSB; ');
}
