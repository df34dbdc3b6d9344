using System.Text;
using System.Text.Json;

namespace WhichFlush.Api.Tests.Operations.Fuzz;

/// <summary>Makes requests from the OpenAPI document, and spoils parameters, JSON, lines, headers, chunks or bytes of some.</summary>
internal sealed class FuzzRequests
{
    private static readonly string[] Values =
    [
        "0x400100080007c5", "0x4000005003", "0x4001050000077d", "0x105000007fd", "0", "0x0", "1", "2", "3", "4", "-1", "true", "false",
        "strict", "permissive", "el10", "el2", "el3", "4k", "16k", "64k", "FEAT_TTL,FEAT_TLBIRANGE", "0xffffffffffffffff", "18446744073709551616",
        "1e3", "null", "", "%00", "%ff%fe", "é", "<script>alert(1)</script>", "../../etc/passwd", "' or 1=1", "0x", "0X1", "𝟙", "VAE1IS",
    ];

    private static readonly string[] MediaTypes = ["application/json", "application/x-ndjson", "application/octet-stream", "text/plain", "*/*", "a/b;q=x", ";;", "text/html"];

    private readonly List<Operation> _operations;
    private readonly Random _random;
    private readonly FuzzBatches _batches;

    public FuzzRequests(JsonElement document, int seed)
    {
        _random = new Random(seed);
        _batches = new FuzzBatches(_random, Descriptor);
        _operations = [.. document.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(operation => new Operation(path.Name, operation.Name.ToUpperInvariant(), operation.Value)))];
    }

    /// <summary>The next one.</summary>
    public FuzzRequest Next()
    {
        if (_random.Next(8) == 0)
        {
            return NextBatch();
        }

        // Half of the rest goes to /v1/flush, which runs most of the code.
        var operation = _random.Next(2) == 0 ? Pick(_operations.Where(candidate => candidate.Path == "/v1/flush").ToList()) : Pick(_operations);
        string target = TargetOf(operation);
        string method = _random.Next(50) == 0 ? Pick(["PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "BREW"]) : operation.Method;
        string accept = _random.Next(8) == 0 ? Pick(MediaTypes) : "application/json";
        string head = $"{method} {target} HTTP/1.1\r\nHost: x\r\nAccept: {accept}\r\n";
        if (_random.Next(20) == 0)
        {
            head += $"{Pick(["X-Forwarded-For", "If-None-Match", "Cookie", "Range", "Origin", "traceparent", "X-A"])}: {Word(_random.Next(200))}\r\n";
        }

        byte[] body = [];
        if (operation.MediaType is { } media && method is not ("OPTIONS" or "TRACE"))
        {
            body = BodyOf(operation);
            head += $"Content-Type: {(_random.Next(20) == 0 ? Pick(MediaTypes) : media)}\r\n";
        }

        string? question = operation.Path == "/v1/flush" && method == operation.Method ? (method == "GET" ? target : Encoding.UTF8.GetString(body)) : null;
        return Framed(head, body, question);
    }

    /// <summary>A batch of lines whose answer can be compared line by line, or of records or an array that cannot.</summary>
    private FuzzRequest NextBatch()
    {
        string query = Pick(FuzzBatches.Queries);
        byte[] body = _batches.Next(query);
        string media = _random.Next(6) == 0 ? Pick(["application/json", "application/octet-stream"]) : "application/x-ndjson";
        bool isLines = media == "application/x-ndjson";
        string target = $"/v1/flush/batch{(isLines ? query : "")}";
        return Framed($"POST {target} HTTP/1.1\r\nHost: x\r\nAccept: */*\r\nContent-Type: {media}\r\n", body, isLines ? target : null, isLines ? body : null);
    }

    /// <summary>The head and the body as one or in chunks, and seldom with bytes that are spoilt.</summary>
    private FuzzRequest Framed(string head, byte[] body, string? question, byte[]? items = null)
    {
        byte[] bytes = _random.Next(4) == 0 && body.Length > 0 ? Chunked(head, body) : Whole(head, body);
        return _random.Next(25) == 0
            ? new FuzzRequest(Spoil(bytes), Question: null, Items: null, IsSpoilt: true)
            : new FuzzRequest(bytes, question, items, IsSpoilt: false);
    }

    private string TargetOf(Operation operation)
    {
        string path = operation.Path;
        foreach (var (name, example) in operation.PathParameters)
        {
            path = path.Replace($"{{{name}}}", _random.Next(3) == 0 ? Uri.EscapeDataString(Pick(Values)) : Uri.EscapeDataString(example), StringComparison.Ordinal);
        }

        var query = operation.Query
            .Where(parameter => parameter.Required ? _random.Next(40) > 0 : _random.Next(6) == 0)
            .Select(parameter => $"{parameter.Name}={ValueOf(parameter)}").ToList();
        if (_random.Next(40) == 0)
        {
            query.Add($"{Word(_random.Next(1, 8))}={Uri.EscapeDataString(Pick(Values))}");
        }

        return query.Count == 0 ? path : $"{path}?{string.Join('&', query)}";
    }

    private string ValueOf(Parameter parameter) => _random.Next(8) switch
    {
        0 => Uri.EscapeDataString(Pick(Values)),
        1 or 2 => parameter.Example,
        _ when parameter.Name is "old" or "new" => $"0x{Descriptor():x}",
        _ when parameter.Name is "level" or "bbm" or "smmu" => $"{_random.Next(4)}",
        _ when parameter.Name is "stage" => $"{_random.Next(1, 3)}",
        _ => parameter.Example,
    };

    private ulong Descriptor() => _random.Next(3) switch
    {
        0 => (ulong)_random.NextInt64() & 0x0078_ffff_ffff_ffff,
        1 => 0x0040_0100_0800_07c5UL ^ (1UL << _random.Next(64)),
        _ => 0x40_0000_5003UL ^ (1UL << _random.Next(64)),
    };

    private byte[] BodyOf(Operation operation)
    {
        string text = operation.Path == "/v1/flush" && _random.Next(2) == 0
            ? $$"""{"old": "0x{{Descriptor():x}}", "new": "0x{{Descriptor():x}}", "level": {{_random.Next(4)}}, "bbm": {{_random.Next(4)}}, "stage": {{_random.Next(1, 3)}}}"""
            : operation.BodyExample;
        return _random.Next(3) == 0 ? SpoilJson(Encoding.UTF8.GetBytes(text)) : Encoding.UTF8.GetBytes(text);
    }

    private byte[] SpoilJson(byte[] json)
    {
        switch (_random.Next(6))
        {
            case 0: return json[..Math.Min(json.Length, _random.Next(json.Length + 1))];
            case 1: return [.. json, .. json];
            case 2: return Encoding.UTF8.GetBytes(new string('[', _random.Next(2000)));
            case 3: return Encoding.UTF8.GetBytes($$$"""{"old": {{{Pick(Values)}}}, "new": [{{{Pick(Values)}}}], "{{{Word(5)}}}": {}}""");
            case 4: return [0xEF, 0xBB, 0xBF, .. json];
            default: return Spoil(json);
        }
    }

    private byte[] Spoil(byte[] bytes)
    {
        byte[] spoilt = [.. bytes];
        for (int times = _random.Next(1, 4); times > 0 && spoilt.Length > 0; times--)
        {
            spoilt[_random.Next(spoilt.Length)] = _random.Next(4) == 0 ? (byte)_random.Next(256) : (byte)Pick(" \r\n:/?{}[]\",0\0%"u8.ToArray());
        }

        return spoilt;
    }

    private static byte[] Whole(string head, byte[] body) =>
        [.. Encoding.UTF8.GetBytes(head), .. Encoding.UTF8.GetBytes(body.Length > 0 ? $"Content-Length: {body.Length}\r\n\r\n" : "\r\n"), .. body];

    private byte[] Chunked(string head, byte[] body)
    {
        List<byte> bytes = [.. Encoding.UTF8.GetBytes($"{head}Transfer-Encoding: chunked\r\n\r\n")];
        for (int at = 0; at < body.Length;)
        {
            int some = Math.Min(_random.Next(1, 200), body.Length - at);
            bytes.AddRange(Encoding.ASCII.GetBytes($"{some:x}\r\n"));
            bytes.AddRange(body.AsSpan(at, some));
            bytes.AddRange("\r\n"u8);
            at += some;
        }

        bytes.AddRange("0\r\n\r\n"u8);
        return [.. bytes];
    }

    private string Word(int length) => string.Concat(Enumerable.Range(0, length).Select(_ => (char)_random.Next('!', '~')));

    private T Pick<T>(IReadOnlyList<T> of) => of[_random.Next(of.Count)];

    private sealed record Parameter(string Name, bool Required, string Example);

    private sealed class Operation
    {
        public Operation(string path, string method, JsonElement operation)
        {
            (Path, Method) = (path, method);
            var parameters = operation.TryGetProperty("parameters", out var list) ? list.EnumerateArray().ToList() : [];
            PathParameters = [.. parameters.Where(parameter => In(parameter) == "path").Select(parameter => (NameOf(parameter), ExampleOf(parameter)))];
            Query = [.. parameters.Where(parameter => In(parameter) == "query").Select(parameter => new Parameter(
                NameOf(parameter),
                parameter.TryGetProperty("required", out var required) && required.GetBoolean(),
                Uri.EscapeDataString(ExampleOf(parameter))))];
            if (operation.TryGetProperty("requestBody", out var body))
            {
                var media = body.GetProperty("content").EnumerateObject().First();
                MediaType = media.Name;
                BodyExample = media.Value.TryGetProperty("examples", out var examples) && examples.EnumerateObject().First().Value.GetProperty("value") is var value
                    ? value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText()
                    : "{}";
            }
        }

        public string Path { get; }

        public string Method { get; }

        public string? MediaType { get; }

        public string BodyExample { get; } = "";

        public IReadOnlyList<(string Name, string Example)> PathParameters { get; }

        public IReadOnlyList<Parameter> Query { get; }

        private static string In(JsonElement parameter) => parameter.GetProperty("in").GetString()!;

        private static string NameOf(JsonElement parameter) => parameter.GetProperty("name").GetString()!;

        private static string ExampleOf(JsonElement parameter)
        {
            var value = parameter.TryGetProperty("example", out var own) ? own
                : parameter.GetProperty("schema").TryGetProperty("example", out var schemas) ? schemas
                : default;
            return value.ValueKind switch { JsonValueKind.Undefined => "true", JsonValueKind.String => value.GetString()!, _ => value.GetRawText() };
        }
    }
}

/// <summary>A request.</summary>
/// <param name="Bytes">All of it.</param>
/// <param name="Question">The target or the body if it asks <c>/v1/flush</c>, or the target of a batch, whose answer can be compared.</param>
/// <param name="Items">The lines of a batch.</param>
/// <param name="IsSpoilt">True if its framing may be broken, so that nothing can follow it.</param>
internal sealed record FuzzRequest(byte[] Bytes, string? Question, byte[]? Items, bool IsSpoilt);
