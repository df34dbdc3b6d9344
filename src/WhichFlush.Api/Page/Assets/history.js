// The entry and the possible contents of each TLB after every step of an answer's sequence. All of it follows from the
// enumerations and counts of the answer; no instruction is parsed and no sentence is read.

/** The intermediate value of a sequence with two stores, by verdict. The last store always writes the new value. */
const INTERMEDIATE = { breakBeforeMake: 'invalid', viaNt: 'nT' };

/**
 * One row before the sequence and one after each step. `entry` is 'old', 'new', 'invalid' or 'nT'. `pe0` and `pe1` map each
 * value that the TLB may hold to true if only entries that combine both stages are left of it; `pe1` is null without a second PE.
 *
 * A walk may cache any cacheable value while the entry holds it. The DSB after a TLBI leaves only the current value of the entry,
 * on the PEs that the TLBI reaches.
 */
export function history(answer, { ha = false, single = false } = {}) {
    // A Block with nT = 1 may leave a trace in a TLB until the next invalidation.
    const cacheable = ['nT', ...['old', 'new'].filter(name => mayBeCached(answer[name], ha))];
    const cached = value => (cacheable.includes(value) ? [[value, false]] : []);
    // All TLBIs of an answer have the same scope.
    const broadcast = answer.tlbi[0]?.scope !== 'local';
    const lastStore = answer.sequence.findLastIndex(step => step.step === 'store');

    let entry = answer.old.kind === 'Invalid' ? 'invalid' : 'old';
    let pe0 = new Map(cached(entry));
    let pe1 = single ? null : pe0;
    let issued = -1;
    const rows = [{ step: null, entry, pe0, pe1 }];
    answer.sequence.forEach((step, index) => {
        if (step.step === 'store') {
            entry = index === lastStore ? 'new' : INTERMEDIATE[answer.verdict];
            pe0 = new Map([...pe0, ...cached(entry)]);
            pe1 = pe1 && new Map([...pe1, ...cached(entry)]);
        } else if (step.step === 'tlbi') {
            issued = index;
        } else if (step.step === 'dsb' && issued >= 0) {
            const left = completed(answer.sequence, issued);
            pe0 = new Map([...left(pe0, entry), ...cached(entry)]);
            pe1 = pe1 && broadcast ? new Map([...left(pe1, entry), ...cached(entry)]) : pe1;
            issued = -1;
        }
        rows.push({ step, entry, pe0, pe1 });
    });
    return rows;
}

/** What a completed TLBI leaves of the values that the entry no longer holds, by the TLBI that follows before the next store. */
function completed(sequence, index) {
    const next = sequence.slice(index + 1).find(step => step.step === 'tlbi' || step.step === 'store');
    if (next?.step !== 'tlbi') {
        return () => [];
    }
    // The same instruction again is the repetition for an erratum: only the second one certainly completes.
    // Another one removes the entries that combine both stages, which a stage 2 TLBI by IPA leaves.
    return next.assembly === sequence[index].assembly
        ? held => held
        : (held, entry) => [...held.keys()].filter(value => value !== entry).map(value => [value, true]);
}

/** A walk may put the descriptor into a TLB: it is valid, and AF is set now or by hardware. */
function mayBeCached(descriptor, ha) {
    const accessFlag = descriptor.fields.find(field => field.field === 'AF');
    return descriptor.kind !== 'Invalid' && (ha || accessFlag?.raw !== '0x0');
}
