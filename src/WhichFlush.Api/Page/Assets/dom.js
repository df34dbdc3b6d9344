// Creates elements. Strings always become text nodes: nothing here parses HTML.

const SVG = 'http://www.w3.org/2000/svg';

/** An HTML element with attributes (false, null and undefined are skipped) and children (elements or text). */
export function h(name, attributes = {}, ...children) {
    return fill(document.createElement(name), attributes, children);
}

/** An SVG element, in the same way. */
export function svg(name, attributes = {}, ...children) {
    return fill(document.createElementNS(SVG, name), attributes, children);
}

function fill(element, attributes, children) {
    for (const [name, value] of Object.entries(attributes ?? {})) {
        if (name.startsWith('on')) {
            element.addEventListener(name.slice(2), value);
        } else if (value === true) {
            element.setAttribute(name, '');
        } else if (value !== false && value !== null && value !== undefined) {
            element.setAttribute(name, value);
        }
    }
    element.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false));
    return element;
}

// A table that is wider than its container scrolls, and must then be reachable with the keyboard.
const widths = new ResizeObserver(entries => {
    for (const { target } of entries) {
        target.tabIndex = target.scrollWidth > target.clientWidth ? 0 : -1;
    }
});

/** A table with a caption for screen readers and one header row; the first cell of a row is its header. */
export function table(caption, headers, rows, attributes = {}) {
    const container = h('div', { class: 'scroll', role: 'group', 'aria-label': caption },
        h('table', attributes,
            h('caption', { class: 'hidden' }, caption),
            h('thead', {}, h('tr', {}, headers.map(header => h('th', { scope: 'col' }, header)))),
            h('tbody', {}, rows.map(({ cells, ...row }) =>
                h('tr', row, cells.map((cell, index) => h(index === 0 ? 'th' : 'td', index === 0 ? { scope: 'row' } : {}, cell)))))));
    widths.observe(container);
    return container;
}

/** Copies text, through a selection if the browser denies access to the clipboard (plain http). */
export async function copy(text) {
    if (navigator.clipboard && window.isSecureContext) {
        try {
            await navigator.clipboard.writeText(text);
            return true;
        } catch {
            // Access is denied: continue with the selection.
        }
    }
    const area = h('textarea', { readonly: true, class: 'hidden', 'aria-hidden': 'true' });
    const before = document.activeElement;
    area.value = text;
    document.body.append(area);
    area.select();
    const copied = document.execCommand('copy');
    area.remove();
    before?.focus();
    return copied;
}
