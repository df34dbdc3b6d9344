// Converts the question between the form, the address bar and the requests to the service.

import { hex, parse } from './values.js';

const form = document.getElementById('question');

/** The fields of the form, one for each member of the question, in the order of the contract. */
export const fields = [...form.elements].filter(element => element.name);

/**
 * The members that differ from their defaults, by name, as strings. Values in any form become "0x…"; an unreadable value stays as
 * typed, and the service explains its error.
 */
export function readForm() {
    const question = new Map();
    for (const field of fields) {
        const value = read(field);
        if (value !== '' && value !== field.dataset.default) {
            question.set(field.name, value);
        }
    }
    return question;
}

/** Fills the form; members that are not given get their defaults. Returns the members that have no field. */
export function writeForm(question) {
    const rest = new Map(question);
    for (const field of fields) {
        const value = question.get(field.name) ?? field.dataset.default ?? '';
        rest.delete(field.name);
        if (field.tagName === 'SELECT' && ![...field.options].some(option => option.value === value)) {
            // A wrong value from a link is shown, so that the error beside it makes sense.
            field.add(new Option(value, value));
        }
        field.value = value;
    }
    return rest;
}

/** Members that requests have in the body alone. The address bar has them in the fragment, since a server would refuse so long an address. */
const BODY_ONLY = ['children', 'run'];

/** The question of the address bar. */
export function readAddress() {
    const question = new Map(new URLSearchParams(location.search));
    const fragment = new URLSearchParams(location.hash.slice(1));
    for (const name of BODY_ONLY.filter(name => fragment.get(name))) {
        question.set(name, fragment.get(name));
    }
    return question;
}

/** The address of a question, relative to the page. */
export function addressOf(question) {
    const fragment = BODY_ONLY.filter(name => question.has(name)).map(name => `${name}=${question.get(name)}`).join('&');
    return './?' + queryOf(question) + (fragment && '#' + fragment);
}

/** The request for /v1/flush: [address, options for fetch]. */
export function requestOf(question, accept = 'application/json') {
    const headers = { Accept: accept };
    return BODY_ONLY.some(name => question.has(name))
        ? ['v1/flush', post(bodyOf(question), headers)]
        : ['v1/flush?' + queryOf(question), { headers }];
}

/** The request for /v1/check of a sequence: [address, options for fetch]. */
export function checkOf(question, steps) {
    return ['v1/check', post({ ...bodyOf(question), steps }, { Accept: 'application/json' })];
}

function post(body, headers) {
    return { method: 'POST', headers: { ...headers, 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
}

/** The question as a JSON body. */
function bodyOf(question) {
    return Object.fromEntries([...question].map(([name, value]) => [name, typed(name, value)]));
}

/** The same question as a shell command. */
export function curlOf(question) {
    const [path, { body }] = requestOf(question);
    const url = quote(new URL(path, document.baseURI).href);
    return body
        ? `curl -H 'Accept: text/plain' -H 'Content-Type: application/json' -d ${quote(body)} ${url}`
        : `curl -H 'Accept: text/plain' ${url}`;
}

function read(field) {
    const text = field.value.trim();
    switch (field.dataset.schema) {
        case 'hex64': {
            const read = parse(text);
            return read ? hex(read.value) : text;
        }
        case 'hex64List':
        case 'run':
            return text.split(/[\s,;]+/).filter(Boolean).map(item => {
                const read = parse(item);
                return read ? hex(read.value) : item;
            }).join(',');
        case 'names':
        case 'integers':
            return text.split(/[\s,;]+/).filter(Boolean).join(',');
        default:
            return text;
    }
}

function queryOf(question) {
    return [...question].filter(([name]) => !BODY_ONLY.includes(name))
        .map(([name, value]) => encodeURIComponent(name) + '=' + encodeURIComponent(value).replaceAll('%2C', ','))
        .join('&');
}

function typed(name, value) {
    // The witness has no field: the page asks for it on its own.
    switch (name === 'witness' ? 'boolean' : form.elements[name]?.dataset.schema) {
        case 'integer': return /^-?\d+$/.test(value) ? Number(value) : value;
        case 'boolean': return value === 'true' ? true : value === 'false' ? false : value;
        case 'integers': return value.split(',').map(item => /^-?\d+$/.test(item) ? Number(item) : item);
        case 'names':
        case 'strings':
        case 'hex64List': return value.split(',');
        case 'run': return sides(value.split(','));
        default: return value;
    }
}

/** The old and the new values of a run, which alternate in the field. */
function sides(values) {
    return { old: values.filter((_, index) => index % 2 === 0), new: values.filter((_, index) => index % 2 === 1) };
}

function quote(text) {
    return "'" + text.replaceAll("'", "'\\''") + "'";
}
