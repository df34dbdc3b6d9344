// Reads a 64-bit value in the forms that debuggers, logs and source code use.

const MAX = (1n << 64n) - 1n;

// Entries of a walk in a Linux fault report: "pgd=…, p4d=…, pud=…, pmd=…, pte=…". The level of a pgd depends on the number of
// levels, so it is not known.
const LINUX = { pte: 3, pmd: 2, pud: 1, p4d: 0, pgd: null };

/**
 * @param {string} text The typed or pasted text.
 * @returns {{value: bigint, how: string, level?: number, stage?: number, address?: string} | null}
 *   The value, its notation, and the level, stage and address of a dump; null if the text is no 64-bit value.
 */
export function parse(text) {
    return readDump(text) ?? readNumber(text);
}

/** A value as the service writes it. */
export function hex(value) {
    return '0x' + value.toString(16);
}

/** All sixteen digits, in groups of four. */
export function grouped(value) {
    return '0x' + value.toString(16).padStart(16, '0').match(/.{4}/g).join('_');
}

function readDump(text) {
    const entries = [...text.matchAll(/\b(pgd|p4d|pud|pmd|pte)\s*[=:]\s*(?:0x)?([0-9a-f]{1,16})\b/gi)];
    if (entries.length === 0) {
        return null;
    }
    const [, name, digits] = entries.at(-1);
    const entry = name.toLowerCase();
    const address = text.match(/\[\s*(?:0x)?([0-9a-f]{8,16})\s*\]\s*(?=pgd)/i);
    return {
        value: BigInt('0x' + digits),
        how: entries.length > 1 ? `${entry} of the dump, the last entry of the walk` : `${entry} of the dump, hexadecimal`,
        level: LINUX[entry] ?? undefined,
        stage: 1,
        address: address ? '0x' + address[1].toLowerCase().replace(/^0+(?=.)/, '') : undefined,
    };
}

function readNumber(text) {
    // Digit separators, and the prefixes and suffixes of numbers in C, Rust and assembly.
    let digits = text.trim().replace(/^[#$=(]+|[);,.]+$/g, '').replace(/[\s_'`,]/g, '').toLowerCase();
    digits = digits.replace(/^(0x[0-9a-f]+?|[0-9]+?)(?:u64|u?ll?|u)$/, '$1');
    const [value, how] =
        /^0x[0-9a-f]+$/.test(digits) ? [BigInt(digits), 'hexadecimal']
        : /^0b[01]+$/.test(digits) && digits.length > 18 ? [BigInt(digits), 'binary']
        : /^[0-9a-f]+h$/.test(digits) ? [BigInt('0x' + digits.slice(0, -1)), 'hexadecimal']
        : /^[0-9a-f]*[a-f][0-9a-f]*$/.test(digits) ? [BigInt('0x' + digits), 'hexadecimal, by its letters']
        : /^0[0-9]{15}$/.test(digits) ? [BigInt('0x' + digits), 'hexadecimal, by its 16 digits']
        : /^[0-9]+$/.test(digits) ? [BigInt(digits), 'decimal']
        : [null];
    return value === null || value > MAX ? null : { value, how };
}
