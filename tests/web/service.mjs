// Starts the built service on a free loopback port, and a browser.

import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const DLL = fileURLToPath(new URL('../../src/WhichFlush.Api/bin/Release/net10.0/WhichFlush.Api.dll', import.meta.url));

/** Starts the service on port 0: the system chooses a free port. */
export async function startService() {
    const child = spawn('dotnet', [DLL, '--urls', 'http://127.0.0.1:0'], { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const url = await new Promise((resolve, reject) => {
        const listen = chunk => {
            output += chunk;
            const found = output.match(/Now listening on: (http:\S+)/);
            if (found) {
                resolve(found[1] + '/');
            }
        };
        child.stdout.on('data', listen);
        child.stderr.on('data', listen);
        child.once('error', reject);
        child.once('exit', code => reject(new Error(`The service ended with exit code ${code}:\n${output}`)));
    });
    return {
        url,
        stop: () => new Promise(resolve => {
            child.removeAllListeners('exit');
            child.once('exit', resolve);
            child.kill();
        }),
    };
}

/** Debian's Chromium, or the one that CHROMIUM names, without its background requests. */
export function startBrowser() {
    return chromium.launch({
        executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
        args: [
            '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
            '--disable-component-update', '--disable-sync',
        ],
    });
}

/** The source of axe. Tests evaluate it, since the page's policy forbids a script element. */
export const axe = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');
