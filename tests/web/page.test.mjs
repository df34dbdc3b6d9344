// Tests the page in a browser against the built service. Run by tests/run; alone: node tests/web/page.test.mjs

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axe, startBrowser, startService } from './service.mjs';

// The three examples of the page, and one with a size change through nT, which has the longest answer.
const SPLIT = '?old=0x400100080007c5&new=0x4000005003&level=2&bbm=2&address=0x8002000000&features=FEAT_XNX';
const RELAX = '?old=0x4001050000077d&new=0x105000007fd&level=1&bbm=2&address=0x8100000000&features=FEAT_XNX';
const REMAP = '?old=0xc00100000007fd&new=0x400100140007fd&level=2&bbm=3&address=0x8000000000';
const THROUGH_NT = SPLIT.replace('bbm=2', 'bbm=1');
const ALL = { SPLIT, RELAX, REMAP, THROUGH_NT };
const REFUSED = 'Failed to load resource: the server responded with a status of 400 (Bad Request)';

let service;
let browser;

before(async () => {
    service = await startService();
    browser = await startBrowser();
});

after(async () => {
    await browser?.close();
    await service?.stop();
});

/** A test in a page of its own. It fails on console errors, policy violations, and requests to other hosts. */
function inPage(name, options, body) {
    test(name, { timeout: 60_000 }, async () => {
        const { tolerate = [], init, ...context } = options;
        const opened = await browser.newContext({ viewport: { width: 1300, height: 900 }, ...context });
        const complaints = [];
        const strangers = [];
        await opened.addInitScript(() => {
            window.violations = [];
            document.addEventListener('securitypolicyviolation', event => window.violations.push(`${event.violatedDirective}: ${event.blockedURI}`));
        });
        if (init) {
            await opened.addInitScript(init);
        }
        const page = await opened.newPage();
        page.on('console', message => ['error', 'warning'].includes(message.type()) && complaints.push(message.text()));
        page.on('pageerror', error => complaints.push(error.message));
        page.on('request', request => request.url().startsWith(service.url) || strangers.push(request.url()));
        try {
            await body(page);
            assert.deepEqual(await page.evaluate(() => window.violations), [], 'violations of the Content-Security-Policy');
            assert.deepEqual(complaints.filter(text => !tolerate.includes(text)), [], 'console errors');
            assert.deepEqual(strangers, [], 'requests to others');
        } finally {
            await opened.close();
        }
    });
}

async function open(page, question = '') {
    await page.goto(service.url + question);
    await page.waitForSelector(question === '' ? '#start a' : '.compare, [aria-invalid=true]');
}

const verdict = page => page.locator('#verdict-title').innerText();
const sequence = page => page.locator('.sequence .asm').allInnerTexts().then(lines => lines.map(line => line.trim()));
const answer = async question => (await fetch(`${service.url}v1/flush${question}`)).json();

/** The answer of /v1/check to a question and steps. */
async function check(question, steps) {
    const members = Object.fromEntries([...new URLSearchParams(question)].map(([name, value]) =>
        [name, ['level', 'bbm'].includes(name) ? Number(value) : name === 'features' ? value.split(',') : value]));
    const body = JSON.stringify({ ...members, steps });
    return (await fetch(`${service.url}v1/check`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body })).json();
}

/** Members of /v1/flush and /v1/check that are sentences or instructions for people. */
const WORDING = new Set(['summary', 'assembly', 'why', 'text', 'onFailure', 'effect', 'clause', 'meaning', 'recovery', 'done', 'p0', 'p1']);

/** Replaces all wording by lorem ipsum. Equal texts stay equal and different ones different; enumerations and values stay. */
function reword(json, name, words = new Map()) {
    if (typeof json === 'string') {
        return WORDING.has(name) ? words.get(json) ?? words.set(json, `lorem ipsum ${words.size} dolor`).get(json) : json;
    }
    if (Array.isArray(json)) {
        return json.map(item => reword(item, name, words));
    }
    return json && typeof json === 'object'
        ? Object.fromEntries(Object.entries(json).map(([member, value]) => [member, reword(value, member, words)]))
        : json;
}

inPage('A block is split into a table', {}, async page => {
    await open(page);
    await page.fill('#old', '0x400100080007c5');
    await page.fill('#new', '0x4000005003');
    await page.selectOption('#level', '2');
    await page.selectOption('#bbm', '2');
    await page.click('#advanced > summary');
    await page.fill('#address', '0x8002000000');
    await page.fill('#features', 'FEAT_XNX');
    await page.click('#ask');
    await page.waitForSelector('.compare');

    assert.match(await verdict(page), /^Overwrite, then invalidate/);
    assert.match(await page.locator('.verdict .sign').innerText(), /Safe to overwrite in place: yes/);
    assert.deepEqual(await sequence(page), (await answer(SPLIT)).sequence.map(step => step.assembly));
    assert.match(await page.locator('section.conditions').innerText(), /sameMapping/);
    assert.match(await page.locator('section.hazards').innerText(), /tlbConflictAbort/);
    assert.match(await page.locator('section.reasons').innerText(), /RKFLJB/);
    assert.match(await page.locator('section.alternatives').innerText(), /VMALLS12E1IS/);
    assert.deepEqual(
        await page.locator('.compare tbody td:nth-child(2)').allInnerTexts(),
        ['Break-before-make', 'Size change through nT', 'Overwrite, then invalidate', 'Overwrite, then invalidate']);
    assert.equal(new URL(page.url()).search, SPLIT);
});

inPage('Permissions are relaxed', {}, async page => {
    await open(page);
    await page.click('#start li:nth-child(2) a');
    await page.waitForSelector('.compare');

    assert.match(await verdict(page), /^Overwrite, then invalidate/);
    assert.deepEqual(await sequence(page), (await answer(RELAX)).sequence.map(step => step.assembly));
    assert.match(await page.locator('section.hazards').innerText(), /spuriousPermissionFault/);
    assert.match(await page.locator('section.difference').innerText(), /S2AP/);
    assert.equal(new URL(page.url()).search, RELAX);
});

inPage('A block is mapped to another page', {}, async page => {
    await open(page, REMAP);

    assert.match(await verdict(page), /^Break-before-make/);
    assert.match(await page.locator('.verdict .sign').innerText(), /Safe to overwrite in place: no/);
    assert.deepEqual(await sequence(page), (await answer(REMAP)).sequence.map(step => step.assembly));
});

inPage('The bits stand over each other, and those that differ are marked', {}, async page => {
    await open(page, REMAP);
    const rows = page.locator('.block');

    assert.equal(await page.locator('.bit').count(), 128);
    const differing = (0xc00100000007fdn ^ 0x400100140007fdn).toString(2).replaceAll('0', '').length;
    assert.equal(await page.locator('.bit.differs').count(), 2 * differing);
    assert.equal((await page.locator('.mark').allInnerTexts()).filter(text => text === '▲').length, differing);
    assert.match(await rows.first().innerText(), /≠sw/);
    assert.match(await page.locator('.grid').getAttribute('aria-label'), /Bits that differ: 55, 28, 26\./);
    // In a row where there is room.
    const tops = await rows.evaluateAll(blocks => blocks.map(block => block.getBoundingClientRect().top));
    assert.equal(new Set(tops).size, 1);
});

inPage('The time line tells what each TLB may hold', {}, async page => {
    await open(page, REMAP);
    const lines = await page.locator('section.line ol li').allInnerTexts();

    assert.equal(lines.length, 1 + (await answer(REMAP)).sequence.length);
    assert.equal(lines[0], 'before: the entry is old; this PE may hold old; another PE may hold old');
    assert.match(lines[1], /^STR XZR, \[X0\]: the entry is invalid; this PE may hold old/);
    assert.ok(lines.some(line => line.includes('this PE may hold nothing; another PE may hold nothing')));
    assert.match(lines.at(-1), /this PE may hold new; another PE may hold new$/);
    assert.ok(await page.locator('section.line svg rect').count() > 6);
});

inPage('A local invalidation leaves the other PE as it was', {}, async page => {
    await open(page, RELAX);
    const lines = await page.locator('section.line ol li').allInnerTexts();

    assert.match(lines.at(-1), /this PE may hold new; another PE may hold old or new$/);
});

inPage('A counterexample is drawn', {}, async page => {
    await open(page, REMAP);
    await page.waitForSelector('section.witness');
    const { witness } = await answer(`${REMAP}&witness=true`);

    assert.match(await page.locator('section.witness').innerText(), /P1's TLB holds two translations of one address/);
    assert.equal(await page.locator('section.witness ol li').count(), witness.violations[0].interleaving.length);
    assert.match(await page.locator('section.witness ol li').last().innerText(), /TLB of P0: nothing; TLB of P1: old Block .*, new Block /);
    assert.equal(await page.locator('section.witness svg rect.both').count(), 1);
});

inPage('A TLB may hold a trace of the Block with nT = 1 until the last invalidation', {}, async page => {
    await open(page, THROUGH_NT);
    const lines = await page.locator('section.line ol li').allInnerTexts();

    assert.ok(lines.some(line => line.endsWith('the entry is nT; this PE may hold nT; another PE may hold nT')));
    assert.ok(lines.some(line => line.endsWith('the entry is new; this PE may hold nT or new; another PE may hold nT or new')));
    assert.match(lines.at(-1), /this PE may hold new; another PE may hold new$/);
});

inPage('The repetition of a TLBI for an erratum completes the invalidation', {}, async page => {
    const question = SPLIT.replace('features=FEAT_XNX', 'cpu=Cortex-A76%20r0p0');
    const { sequence } = await answer(question);
    const repeats = sequence.findIndex((step, index) => step.step === 'tlbi' && sequence[index + 2]?.assembly === step.assembly);
    assert.ok(repeats > 0);
    await open(page, question);
    const states = (await page.locator('section.line ol li').allInnerTexts()).map(line => line.slice(line.indexOf(': ')));

    // Row 0 is the state before the sequence: after the first DSB nothing has changed, after the second one something has.
    assert.equal(states[repeats + 2], states[repeats + 1]);
    assert.notEqual(states[repeats + 4], states[repeats + 1]);
});

for (const [name, question] of Object.entries(ALL)) {
    inPage(`The time line agrees with the TLB model: ${name}`, {}, async page => {
        await open(page);
        const rows = await page.evaluate(async answered => {
            const { history } = await import('./page/history.js');
            return history(answered).map(({ entry, pe0, pe1 }) => ({ entry, p0: [...pe0.keys()], p1: [...pe1.keys()] }));
        }, await answer(question));
        const { recommended } = await check(question, []);
        assert.equal(rows.length, recommended.length + 1);

        for (const [index, row] of rows.entries()) {
            const step = recommended[index - 1] ?? '';
            if (/^(STL?R|CAS)/.test(step)) {
                const stored = step.split(' ').at(-1);
                assert.equal(row.entry, stored.startsWith('0x') ? 'nT' : stored, step);
            }
            // A sequence that ends here leaves something stale exactly if a TLB may hold a value that the entry does not have. The
            // model does not call a stale value with fewer permissions a violation, except on the PE that faults on it.
            const { violations } = await check(question, recommended.slice(0, index));
            const stale = violations.filter(violation => ['staleAtEnd', 'stuck'].includes(violation.property));
            for (const { interleaving } of stale) {
                for (const pe of ['p0', 'p1']) {
                    assert.ok(interleaving.at(-1).tlbs[pe].length === 0 || row[pe].some(value => value !== row.entry), `${pe} after ${step}`);
                }
            }
            const held = (question === RELAX ? row.p0 : [...row.p0, ...row.p1]).some(value => value !== row.entry);
            assert.equal(stale.length > 0, held, `after ${step || 'nothing'}`);
        }
    });

    inPage(`The model's judgement of the sequence is shown: ${name}`, {}, async page => {
        const { recommended } = await check(question, []);
        const { safe, states } = await check(question, recommended);
        await open(page, question);
        await page.waitForSelector('.check');

        assert.ok(safe);
        assert.match(await page.locator('.check').innerText(), new RegExp(`^✓ Model check: safe\\. Explored ${states.toLocaleString('en')} states`));
    });

    inPage(`Data, not wording, decides: ${name}`, {}, async page => {
        const shown = async () => {
            await open(page, question);
            await page.waitForSelector('section.witness');
            await page.waitForSelector('.check');
            return page.evaluate(() => {
                const texts = selector => [...document.querySelectorAll(selector)].map(element => element.textContent);
                const shapes = selector => [...document.querySelectorAll(selector)].map(element => `${element.getAttribute('class')} ${element.getAttribute('height')}`);
                return {
                    verdict: [document.querySelector('.verdict').className, ...texts('#verdict-title, .verdict .sign'), document.title],
                    steps: document.querySelectorAll('.sequence li').length,
                    registers: texts('.registers code'),
                    operations: [...document.querySelectorAll('.operations a')].map(link => link.getAttribute('href')),
                    states: texts('section.line ol li').map(text => text.slice(text.indexOf(': '))),
                    lanes: [...shapes('section.line svg rect'), ...texts('section.line svg .state')],
                    held: texts('section.witness svg .state'),
                    boxes: [...document.querySelectorAll('section.witness svg rect')].map(box => box.getAttribute('class')),
                    check: texts('.check > p:first-child'),
                    compare: texts('.compare tbody td, .compare tbody th'),
                    codes: texts('.items dt > code, section.reasons dd code'),
                    clauses: document.querySelectorAll('section.reasons dt').length,
                    bits: texts('.bit, .mark, .grid .name'),
                    fields: texts('.difference tbody th'),
                    assumed: texts('.chips code'),
                };
            });
        };
        const before = await shown();
        assert.ok(before.operations.length > 0 && before.states.length > 5 && before.held.length > 3);
        for (const path of ['v1/flush*', 'v1/check']) {
            await page.route(service.url + path, async route => {
                const response = await route.fetch();
                await route.fulfill({ response, json: reword(await response.json()) });
            });
        }

        assert.deepEqual(await shown(), before);
        assert.match(await page.locator('.verdict .summary').innerText(), /^lorem ipsum/);
        assert.match(await page.locator('section.line ol li').nth(1).innerText(), /^lorem ipsum/);
        for (const link of before.operations) {
            assert.equal((await fetch(service.url + link)).status, 200);
        }
    });
}

inPage('A part tells the BBM level, unless somebody chose one', {}, async page => {
    await open(page);
    await page.fill('#old', '0x400100080007c5');
    await page.fill('#new', '0x4000005003');
    await page.selectOption('#level', '2');
    await page.click('#advanced > summary');
    await page.fill('#cpu', 'Neoverse-V1');
    await page.click('#ask');
    await page.waitForSelector('.compare');

    assert.equal(new URL(page.url()).search, '?old=0x400100080007c5&new=0x4000005003&level=2&cpu=Neoverse-V1');
    assert.ok((await verdict(page)).endsWith((await answer(new URL(page.url()).search)).verdict));
});

inPage('A bad value shows an error beside its field', { tolerate: [REFUSED] }, async page => {
    await open(page);
    await page.fill('#old', '0xnonsense');
    await page.fill('#new', '0x4000005003');
    await page.click('#ask');
    await page.waitForSelector('#old-error:not([hidden])');

    assert.match(await page.locator('#old-error').innerText(), /Given 0xnonsense/);
    assert.match(await page.locator('#level-error').innerText(), /-1 to 3/);
    assert.equal(await page.locator('#old').getAttribute('aria-invalid'), 'true');
    assert.match(await page.locator('#old').getAttribute('aria-describedby'), /old-error/);
    assert.equal(await page.locator('#new').getAttribute('aria-invalid'), null);
    assert.equal(await page.evaluate(() => document.activeElement.id), 'old');
    assert.match(await page.locator('#status').innerText(), /the question has 2 errors/);
    assert.ok(await page.locator('#answer').isHidden());

    await page.fill('#old', '0x400100080007c5');
    await page.selectOption('#level', '2');
    await page.click('#ask');
    await page.waitForSelector('.compare');
    assert.ok(await page.locator('#old-error').isHidden());
    assert.equal(await page.locator('#old').getAttribute('aria-invalid'), null);
});

inPage('Errors of a link are shown, with and without a field', { tolerate: [REFUSED] }, async page => {
    await open(page, `${SPLIT.replace('level=2', 'level=9')}&asid=70000&nosuch=1`);

    assert.match(await page.locator('#level-error').innerText(), /Given 9/);
    assert.match(await page.locator('#asid-error').innerText(), /65535/);
    assert.match(await page.locator('#general-error').innerText(), /nosuch/);
});

inPage('A shared link asks its question', {}, async page => {
    await open(page, `${RELAX}&ha=true&asid=5`);

    assert.match(await verdict(page), /^Overwrite, then invalidate/);
    assert.equal(await page.inputValue('#old'), '0x4001050000077d');
    assert.equal(await page.inputValue('#level'), '1');
    assert.equal(await page.inputValue('#address'), '0x8100000000');
    assert.equal(await page.inputValue('#ha'), 'true');
    assert.match(await page.locator('#advanced-note').innerText(), /asid=5/);
    assert.match(await page.title(), /Overwrite, then invalidate/);
});

inPage('Back and forward go from question to question', {}, async page => {
    await open(page, SPLIT);
    await page.fill('#old', '0xc00100000007fd');
    await page.fill('#new', '0x400100140007fd');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.getElementById('verdict-title').innerText.startsWith('Break'));
    assert.match(page.url(), /old=0xc00100000007fd/);

    await page.goBack();
    await page.waitForFunction(() => document.getElementById('verdict-title').innerText.startsWith('Overwrite'));
    assert.equal(await page.inputValue('#old'), '0x400100080007c5');

    await page.goForward();
    await page.waitForFunction(() => document.getElementById('verdict-title').innerText.startsWith('Break'));
    assert.equal(await page.inputValue('#new'), '0x400100140007fd');
});

inPage('The members of a run go into the body and the fragment, and its stores show their values', {}, async page => {
    const old = Array.from({ length: 16 }, (_, index) => '0x' + (0x100000600007c3n + 0x1000n * BigInt(index)).toString(16));
    const now = old.map(value => value.replace(/7c3$/, '743'));
    const members = old.flatMap((value, index) => [value, now[index]]);
    await open(page, `?old=${old[2]}&new=${now[2]}&level=3&bbm=2`);
    await page.evaluate(() => document.getElementById('advanced').open = true);
    await page.fill('#run', old.map((value, index) => `${value} ${now[index]}`).join('\n'));
    const [request] = await Promise.all([page.waitForRequest(url => url.url().endsWith('v1/flush')), page.click('#ask')]);

    assert.deepEqual(request.postDataJSON().run, { old, new: now });
    await page.waitForFunction(hash => location.hash === hash, '#run=' + members.join(','));
    assert.match(await page.locator('.sequence').innerText(), /16 times.*values from 0x10000060000743 in steps of 0x1000/);
    assert.match(await page.locator('.registers').innerText(), /X1 = 0x10000060000743/);
});

inPage('Children go into the fragment and are asked with POST', {}, async page => {
    await open(page, SPLIT);
    await page.click('#advanced > summary');
    await page.fill('#children', '0x400100080007c7, 0x400100080017c7');
    const [request] = await Promise.all([
        page.waitForRequest(asked => asked.method() === 'POST' && asked.url().endsWith('/v1/flush')),
        page.click('#ask'),
    ]);

    assert.deepEqual(request.postDataJSON().children, ['0x400100080007c7', '0x400100080017c7']);
    assert.equal(new URL(page.url()).search, SPLIT);
    assert.equal(new URL(page.url()).hash, '#children=0x400100080007c7,0x400100080017c7');
    await page.waitForSelector('.compare');
    await page.waitForLoadState('networkidle');
});

inPage('Values are read in any usual form', {}, async page => {
    await open(page);
    const read = texts => page.evaluate(async all => {
        const { parse } = await import('./page/values.js');
        return all.map(text => { const read = parse(text); return read ? `0x${read.value.toString(16)}` : null; });
    }, texts);

    assert.deepEqual(
        await read(['0x400100080007c5', '0X0040_0100_0800_07C5', '0040 0100 0800 07c5', '18015498155329477', '400100080007c5', '0x400100080007c5ULL',
            "0x40'0100'0800'07c5", ' 0x400100080007c5;', '00400100080007c5h', '0060000040000783', 'pte=00400100080007c5', 'pte: 0x400100080007c5']),
        ['0x400100080007c5', '0x400100080007c5', '0x400100080007c5', '0x400100080007c5', '0x400100080007c5', '0x400100080007c5',
            '0x400100080007c5', '0x400100080007c5', '0x400100080007c5', '0x60000040000783', '0x400100080007c5', '0x400100080007c5']);
    assert.deepEqual(await read(['', 'zz', '0x', '0x1ffffffffffffffff', '18446744073709551616', '-1', '1.5', '0xfg']), Array(8).fill(null));
});

inPage('A line of a fault report also tells level, stage and address', {}, async page => {
    await open(page);
    await page.fill('#old', '[ffff800080a1e000] pgd=1000000081b1c003, p4d=1000000081b1c003, pud=1000000081b1d003, pmd=1000000081b1e003, pte=0078000081a1ef83');

    assert.equal(await page.inputValue('#level'), '3');
    assert.equal(await page.inputValue('#stage'), '1');
    assert.equal(await page.inputValue('#address'), '0xffff800080a1e000');
    assert.match(await page.locator('#old-read').innerText(), /0x0078_0000_81a1_ef83 \(pte of the dump/);
    await page.fill('#new', 'pte=0078000081a1ef03');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.compare');
    assert.match(page.url(), /old=0x78000081a1ef83&new=0x78000081a1ef03&level=3&bbm=0&stage=1&address=0xffff800080a1e000/);
});

inPage('The keyboard alone is enough', { permissions: ['clipboard-read', 'clipboard-write'] }, async page => {
    await open(page);
    const focused = () => page.evaluate(() => document.activeElement.id || document.activeElement.textContent.trim());
    const tabTo = async (name, most = 12) => {
        for (let presses = 0; presses < most; presses++) {
            await page.keyboard.press('Tab');
            if (await focused() === name) {
                return;
            }
        }
        assert.fail(`${name} is not reached with Tab; at ${await focused()}`);
    };

    await page.keyboard.press('Tab');
    assert.equal(await focused(), 'Skip to the answer');
    await tabTo('old');
    await page.keyboard.type('0xc00100000007fd');
    await tabTo('new', 1);
    await page.keyboard.type('0x400100140007fd');
    await tabTo('level', 1);
    await page.keyboard.type('2');
    await tabTo('bbm', 1);
    await page.keyboard.type('3');
    await tabTo('ask', 3);
    await page.keyboard.press('Enter');
    await page.waitForSelector('.compare');
    assert.match(await verdict(page), /^Break-before-make/);
    assert.equal(await focused(), 'answer');

    await tabTo('Copy link', 1);
    await tabTo('Copy as curl', 1);
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.getElementById('status').textContent.includes('Copy as curl: done'));
    await tabTo('All 14 fields', 6);
    await page.keyboard.press('Enter');
    assert.ok(await page.locator('details.all table').isVisible());
    // What is focused can be seen.
    const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
    assert.notEqual(outline, 'none');
});

for (const [name, question] of Object.entries({ ...ALL, NOTHING: '' })) {
    inPage(`At 360 pixels nothing has to be scrolled sideways: ${name}`, { viewport: { width: 360, height: 740 } }, async page => {
        await open(page, question);
        await page.click('#advanced > summary');
        for (const details of await page.locator('details.all > summary, .names > summary').all()) {
            await details.click();
        }

        const [inner, width] = await page.evaluate(() => [innerWidth, document.documentElement.scrollWidth]);
        assert.equal(inner, 360);
        assert.ok(width <= 360, `the page is ${width} wide`);
    });
}

for (const scheme of ['light', 'dark']) {
    for (const [name, question] of Object.entries({ REMAP, THROUGH_NT, NOTHING: '', WRONG: `${SPLIT}&asid=70000&nosuch=1` })) {
        inPage(`axe finds nothing serious: ${name}, ${scheme}`, { colorScheme: scheme, tolerate: [REFUSED] }, async page => {
            await open(page, question);
            for (const details of await page.locator('details:not([open]) > summary:visible').all()) {
                await details.click();
            }
            await page.evaluate(axe);
            const found = await page.evaluate(() => window.axe.run());
            const serious = found.violations.filter(violation => ['serious', 'critical'].includes(violation.impact));
            assert.deepEqual(serious.map(violation => `${violation.id}: ${violation.nodes.map(node => node.html).join(' ')}`), []);
        });
    }
}

inPage('Dark where dark is preferred', { colorScheme: 'dark' }, async page => {
    await open(page, SPLIT);
    const [ground, ink] = await page.evaluate(() => {
        const style = getComputedStyle(document.body);
        return [style.backgroundColor, style.color].map(colour => colour.match(/\d+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0) / 3);
    });

    assert.ok(ground < 60 && ink > 190, `ground ${ground}, ink ${ink}`);
});

inPage('The copy buttons copy', { permissions: ['clipboard-read', 'clipboard-write'] }, async page => {
    await open(page, SPLIT);
    const copied = async label => {
        await page.getByRole('button', { name: label, exact: true }).click();
        await page.waitForFunction(text => document.getElementById('status').textContent === `${text}: done.`, label);
        return page.evaluate(() => navigator.clipboard.readText());
    };

    assert.equal(await copied('Copy sequence'), (await answer(SPLIT)).sequence.map(step => `${step.assembly}\n`).join(''));
    assert.equal(await copied('Copy link'), service.url + SPLIT);
    assert.equal(await copied('Copy as curl'), `curl -H 'Accept: text/plain' '${service.url}v1/flush${SPLIT}'`);
    const report = await (await fetch(`${service.url}v1/flush${SPLIT}`, { headers: { Accept: 'text/plain' } })).text();
    assert.equal(await copied('Copy as plain text'), `${report}\n${service.url}${SPLIT}\n`);
    assert.equal(await page.locator('#status').getAttribute('role'), 'status');
});

inPage('Copying works without access to the clipboard', {
    permissions: ['clipboard-read', 'clipboard-write'],
    init: () => { window.readBack = () => Clipboard.prototype.readText.call(navigator.clipboard); Clipboard.prototype.writeText = () => Promise.reject(new Error('no')); },
}, async page => {
    await open(page, SPLIT);
    await page.getByRole('button', { name: 'Copy link' }).click();
    await page.waitForFunction(() => document.getElementById('status').textContent === 'Copy link: done.');

    assert.equal(await page.evaluate(() => window.readBack()), service.url + SPLIT);
});

for (const [name, question] of Object.entries(ALL)) {
    inPage(`Prints on one page: ${name}`, {}, async page => {
        await open(page, question);
        await page.waitForSelector('section.witness');
        await page.waitForSelector('.check');
        const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');

        assert.equal(pdf.match(/\/Type\s*\/Page\b(?!s)/g)?.length, 1);
    });
}

test('The policy allows no inline code, and nothing from elsewhere', async () => {
    const policy = (await fetch(service.url)).headers.get('content-security-policy');

    assert.match(policy, /default-src 'none'/);
    assert.doesNotMatch(policy, /unsafe|http|\*|data:/);
    const html = await (await fetch(service.url)).text();
    assert.doesNotMatch(html, /<style|style=|<script(?![^>]*\bsrc=)|\son\w+=/i);
});
