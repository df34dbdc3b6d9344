// Asks the further questions behind an answer, and fills their places in the page. The answer is complete without them.

import { checkView, compareView, witnessView } from './answer.js';
import { checkOf, requestOf } from './question.js';

/** Asks /v1/flush. */
export function fetchOf(question, signal, accept) {
    const [path, options] = requestOf(question, accept);
    return fetch(path, { ...options, signal });
}

/** The answers to the same question at each BBM level. Parts and ID registers are left out: they tell one level, and contradict the others. */
export async function fillCompare(slot, question, signal) {
    const withoutParts = new Map([...question].filter(([name]) => name !== 'cpu' && !name.startsWith('idAa64')));
    const answers = await Promise.all([0, 1, 2, 3].map(async level => {
        try {
            const response = await fetchOf(new Map(withoutParts).set('bbm', `${level}`), signal);
            const body = await response.json();
            return response.ok ? body : Object.values(body.errors ?? {}).flat()[0] ?? body.title;
        } catch {
            return 'no answer';
        }
    }));
    if (!signal.aborted) {
        slot.replaceChildren(compareView(answers, question.get('bbm'), withoutParts.size < question.size));
    }
}

/** A violation that a shorter sequence leads to, found by the TLB model. */
export async function fillWitness(slot, question, signal) {
    try {
        const response = await fetchOf(new Map(question).set('witness', 'true'), signal);
        const { witness } = await response.json();
        if (witness?.violations.length > 0) {
            slot.replaceChildren(witnessView(witness));
        }
    } catch {
        // No counterexample is shown.
    }
}

/** The TLB model's judgement of the recommended sequence. */
export async function fillCheck(slot, question, signal) {
    const check = async steps => {
        const [path, options] = checkOf(question, steps);
        const response = await fetch(path, { ...options, signal });
        return response.ok ? response.json() : null;
    };
    try {
        // Each check tells the recommended sequence as steps, so one of no steps comes first.
        const first = await check([]);
        const judged = first && await check(first.recommended);
        if (judged) {
            slot.replaceChildren(checkView(judged));
        }
    } catch {
        // No check is shown.
    }
}
