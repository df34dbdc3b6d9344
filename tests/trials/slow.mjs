// Opens many slow connections from 127.0.0.2, and asks from 127.0.0.1 meanwhile. Usage: node slow.mjs port connections
import http from "node:http";
import net from "node:net";

const [port, count] = process.argv.slice(2).map(Number);
const question = "/v1/flush?old=0x400100080007c5&new=0x4000005003&level=2&bbm=2";
const seconds = 12;
const ends = { lorisClosed: 0, bodyAnswers: {} };

const ask = () => new Promise((resolve) => {
    const begin = performance.now();
    const request = http.get({ port, host: "127.0.0.1", path: question, timeout: 5000 }, (answer) => {
        answer.resume().on("end", () => resolve({ status: answer.statusCode, ms: performance.now() - begin }));
    });
    request.on("timeout", () => request.destroy(new Error("timeout")));
    request.on("error", () => resolve({ status: 0, ms: performance.now() - begin }));
});

async function askFor(duration) {
    const answers = [];
    const until = performance.now() + duration * 1000;
    while (performance.now() < until) {
        answers.push(await ask());
        await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const times = answers.map((answer) => answer.ms).sort((a, b) => a - b);
    return { answers: answers.length, failed: answers.filter((answer) => answer.status !== 200).length, p99: times[Math.floor(times.length * 0.99)] };
}

const open = () => net.connect({ port, host: "127.0.0.1", localAddress: "127.0.0.2" }).on("error", () => {});

function slowHead() {
    const socket = open();
    socket.write("GET /v1/flush HTTP/1.1\r\nHost: x\r\nX-Slow: ");
    const timer = setInterval(() => socket.write("a"), 1000);
    socket.on("close", () => { clearInterval(timer); ends.lorisClosed++; });
    socket.resume();
    return socket;
}

function halfBody() {
    const socket = open();
    socket.write('POST /v1/flush HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 200\r\n\r\n{"old":');
    socket.once("data", (data) => {
        const status = data.toString().split(" ")[1];
        ends.bodyAnswers[status] = (ends.bodyAnswers[status] ?? 0) + 1;
    });
    return socket;
}

await askFor(2);
const alone = await askFor(3);
const sockets = Array.from({ length: count }, () => [slowHead(), halfBody()]).flat();
const meanwhile = await askFor(seconds);
sockets.forEach((socket) => socket.destroy());
const lost = ends.lorisClosed;

const show = (what) => `${what.answers} answers, ${what.failed} failed, p99 ${what.p99.toFixed(1)} ms`;
console.log(`alone: ${show(alone)}\nbeside ${count} slow heads and ${count} half bodies: ${show(meanwhile)}`);
console.log(`slow heads cut by the service: ${lost}; half bodies answered: ${JSON.stringify(ends.bodyAnswers)}`);
process.exit(meanwhile.failed === 0 && meanwhile.p99 < 500 && lost === count ? 0 : 1);
