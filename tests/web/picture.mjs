// Draws the picture of the page in README.md with the built service: node tests/web/picture.mjs [FILE]
// A palette keeps the file small: pngquant --ext .png --force FILE

import { fileURLToPath } from 'node:url';
import { startBrowser, startService } from './service.mjs';

const QUESTION = '?old=0xc00100000007fd&new=0x400100140007fd&level=2&bbm=3&address=0x8000000000';
const file = process.argv[2] ?? fileURLToPath(new URL('../../src/WhichFlush.Api/Page/page.png', import.meta.url));

const service = await startService();
const browser = await startBrowser();
try {
    const page = await browser.newPage({ viewport: { width: 1310, height: 1300 }, deviceScaleFactor: 0.9, colorScheme: 'light' });
    await page.goto(service.url + QUESTION);
    await page.waitForSelector('.check');
    await page.waitForSelector('section.witness');
    // The first part of the answer, up to its bits.
    const { y } = await page.locator('section.bits').boundingBox();
    await page.screenshot({ path: file, clip: { x: 0, y: 0, width: 1310, height: y - 6 } });
} finally {
    await browser.close();
    await service.stop();
}
