using System.Buffers.Binary;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using WhichFlush.Api.Batch;
using WhichFlush.Api.Contract;
using WhichFlush.Api.Flush;
using WhichFlush.Api.Questions;
using WhichFlush.Rules;
using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Explanation;
using WhichFlush.Rules.Tlbi;
using WhichFlush.Tests;

namespace WhichFlush.Api.Tests.Batch;

/// <summary>Every vector in every format of a batch has the answer of a single request.</summary>
public sealed class BatchVectorTests
{
    private static readonly string[] Files = ["herd7-bbm", "linux-kvm-stage2", "linux-pgattr", "aarch64-paging"];

    [Theory]
    [InlineData("application/x-ndjson")]
    [InlineData("application/json")]
    public async Task Every_vector_is_answered_as_a_single_one(string mediaType)
    {
        string[] requests = [.. Files.SelectMany(Vectors.Read).Select(vector => vector.Request.GetRawText())];
        bool lines = mediaType == "application/x-ndjson";
        string body = lines ? string.Join('\n', requests) : $"[{string.Join(',', requests)}]";

        string answered = Encoding.UTF8.GetString(await BatchRunner.Answer(Encoding.UTF8.GetBytes(body), mediaType));

        string[] answers = lines
            ? answered.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            : [.. JsonNode.Parse(answered)!.AsArray().Select(answer => answer!.ToJsonString(JsonSetup.Options))];
        Assert.Equal(requests.Length, answers.Length);
        for (int i = 0; i < requests.Length; i++)
        {
            Assert.True(Brief(i, requests[i]) == answers[i], $"{requests[i]}\n{Brief(i, requests[i])}\n{answers[i]}");
        }
    }

    [Fact]
    public async Task Full_answers_are_those_of_a_single_request()
    {
        string[] requests = [.. Files.SelectMany(Vectors.Read).Where((_, i) => i % 41 == 0).Select(vector => vector.Request.GetRawText())];

        string answered = Encoding.UTF8.GetString(await BatchRunner.Answer(Encoding.UTF8.GetBytes(string.Join('\n', requests)), "application/x-ndjson", "?detail=full"));

        string[] answers = answered.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        for (int i = 0; i < requests.Length; i++)
        {
            string single = JsonSerializer.Serialize(Single(requests[i]), JsonSetup.Options);
            Assert.Equal($"{{\"index\":{i},{single[1..]}", answers[i]);
        }
    }

    [Theory]
    [InlineData("", 32)]
    [InlineData("&layout=2", 48)]
    public async Task Every_vector_that_fits_a_record_is_answered_as_a_single_one(string layout, int size)
    {
        // Members that no record holds go into the query string, so vectors with the same ones share a batch.
        string[] inRecord = ["old", "new", "level", "bbm", "address", "asid", "sharedWalk", "sameContents"];
        var groups = Files.SelectMany(Vectors.Read).Select(vector => vector.Request).GroupBy(request => string.Join('&', request.EnumerateObject()
            .Where(member => !inRecord.Contains(member.Name))
            .Select(member => $"{member.Name}={(member.Value.ValueKind == JsonValueKind.Array ? string.Join(',', member.Value.EnumerateArray()) : member.Value.ToString().ToLower(CultureInfo.InvariantCulture))}")));
        int compared = 0, loops = 0;
        foreach (var group in groups)
        {
            JsonElement[] requests = [.. group];
            byte[] records = [.. requests.SelectMany(RecordOf)];

            byte[] answers = await BatchRunner.Answer(records, "application/octet-stream", "?" + Restore(group.Key, requests[0]) + layout);

            Assert.Equal(requests.Length * size, answers.Length);
            for (int i = 0; i < requests.Length; i++)
            {
                AssertRecord(requests[i].GetRawText(), answers.AsSpan(i * size, size));
                compared++;
                loops += (size == 32 ? answers[(i * size) + 2] & 8 : BitConverter.ToInt32(answers, (i * size) + 32) - 1) > 0 ? 1 : 0;
            }
        }

        Assert.True(compared > 5000);
        Assert.True(loops > 0);
    }

    /// <summary>The query string of a group, in the case that its members have.</summary>
    private static string Restore(string key, JsonElement request) => key.Length == 0 ? "" : string.Join('&', request.EnumerateObject()
        .Where(member => key.Contains(member.Name + "=", StringComparison.Ordinal) && member.Name is not ("old" or "new" or "level" or "bbm" or "address" or "asid" or "sharedWalk" or "sameContents"))
        .Select(member => $"{member.Name}={member.Value.ValueKind switch
        {
            JsonValueKind.Array => string.Join(',', member.Value.EnumerateArray()),
            JsonValueKind.True or JsonValueKind.False => member.Value.GetRawText(),
            _ => member.Value.ToString(),
        }}"));

    private static byte[] RecordOf(JsonElement request)
    {
        byte[] record = new byte[32];
        ulong Value(string name) => Convert.ToUInt64(request.GetProperty(name).GetString()![2..], 16);
        bool address = request.TryGetProperty("address", out _), asid = request.TryGetProperty("asid", out JsonElement given);
        int flags = (address ? 1 : 0) | (asid ? 2 : 0);
        flags |= request.TryGetProperty("sharedWalk", out JsonElement walk) && walk.GetBoolean() ? 4 : 0;
        flags |= request.TryGetProperty("sameContents", out JsonElement same) ? (same.GetBoolean() ? 3 : 2) << 4 : 0;
        BinaryPrimitives.WriteUInt64LittleEndian(record, Value("old"));
        BinaryPrimitives.WriteUInt64LittleEndian(record.AsSpan(8), Value("new"));
        BinaryPrimitives.WriteUInt64LittleEndian(record.AsSpan(16), address ? Value("address") : 0);
        BinaryPrimitives.WriteUInt16LittleEndian(record.AsSpan(24), asid ? (ushort)given.GetInt32() : (ushort)0);
        BinaryPrimitives.WriteUInt16LittleEndian(record.AsSpan(26), (ushort)flags);
        record[28] = (byte)(sbyte)request.GetProperty("level").GetInt32();
        record[29] = (byte)request.GetProperty("bbm").GetInt32();
        return record;
    }

    private static void AssertRecord(string request, ReadOnlySpan<byte> answer)
    {
        Question question = Requests.OfJson(request).Question;
        Decision decision = FlushAdvisor.Decide(question);
        Assert.Equal(0, answer[0]);
        Assert.Equal((byte)decision.Verdict, answer[1]);
        Assert.Equal(decision.MayProceed, (answer[2] & 1) != 0);
        Assert.Equal(decision.Tlbi.Length, answer[3]);
        for (int i = 0; i < decision.Tlbi.Length; i++)
        {
            ulong? operand = TlbiOperand.Value(decision.Tlbi[i], question.Context);
            Assert.Equal((int)decision.Tlbi[i].Family + 1, answer[4 + (2 * i)]);
            Assert.Equal((int)decision.Tlbi[i].Scope, answer[5 + (2 * i)]);
            Assert.Equal(operand is not null, (answer[2] & (2 << i)) != 0);
            Assert.Equal(operand ?? 0, BinaryPrimitives.ReadUInt64LittleEndian(answer[(8 + (8 * i))..]));
        }

        Assert.Equal(decision.RuleMask, BinaryPrimitives.ReadUInt64LittleEndian(answer[24..]));
        Assert.Equal(answer.Length == 32 && Each(decision.Tlbi).Any(use => use.Count > 1), (answer[2] & 8) != 0);
        if (answer.Length > 32)
        {
            AssertEndOfRecord(question, decision, answer);
        }
    }

    private static void AssertEndOfRecord(in Question question, in Decision decision, ReadOnlySpan<byte> answer)
    {
        Answer whole = FlushAdvisor.Explain(question);
        for (int i = 0; i < 2; i++)
        {
            TlbiUse use = decision.Tlbi[i];
            Assert.Equal(use.Count, BinaryPrimitives.ReadInt32LittleEndian(answer[(32 + (4 * i))..]));

            // The operands rise as the contract says, which leaves the increment out.
            bool range = use.Op.StartsWith('R');
            int shift = !range ? 12 : question.Context.Ds ? 16 : (int)question.Context.Granule;
            ulong step = 1UL << (range ? 21 + (int)question.Context.Granule : Geometry.EntryShift(question.Context.Granule, question.Context.Level));
            Assert.Equal(use.Count > 1 ? step >> shift : 0, use.IsNone ? 0 : TlbiOperand.Increment(use, question.Context));
        }

        Assert.Equal((0, whole.Conditions.Count, whole.Warnings.Count), (answer[40], answer[41], answer[42]));
        Assert.Equal(0, answer[43..].Length - answer[43..].Count((byte)0));
    }

    private static IEnumerable<TlbiUse> Each(TlbiList list) => Enumerable.Range(0, list.Length).Select(i => list[i]);

    /// <summary>The answer to a single request, cut down to the brief members.</summary>
    private static string Brief(int index, string request) => BriefAnswer.Of(index, Single(request));

    private static FlushAnswer Single(string request)
    {
        QuestionBinder binder = Requests.OfJson(request);
        return FlushAnswerMapper.Map(FlushReply.To(binder.Question, binder, CancellationToken.None));
    }
}

/// <summary>A batch without HTTP around it, in chunks of any size.</summary>
internal static class BatchRunner
{
    public static async Task<byte[]> Answer(byte[] body, string mediaType, string query = "", int chunk = int.MaxValue)
    {
        var http = new DefaultHttpContext { Request = { ContentType = mediaType, QueryString = new QueryString(query.Length > 1 ? query : "") } };
        BatchFormat format = BatchFormat.Of(http.Request)!;
        var options = BatchOptions.Read(http.Request.Query, format);
        Assert.False(options.Shared.HasErrors, string.Join(' ', options.Shared.Errors.Members));
        var requests = new Pipe(new PipeOptions(useSynchronizationContext: false));
        var answers = new MemoryStream();
        var writer = PipeWriter.Create(answers);
        Task answering = BatchStream.Answer(requests.Reader, writer, options, format, FlushJson.Create(), CancellationToken.None, CancellationToken.None);
        for (int at = 0; at < body.Length && !answering.IsCompleted;)
        {
            int length = Math.Min(chunk, body.Length - at);
            await requests.Writer.WriteAsync(body.AsMemory(at, length));
            at += length;
        }

        await requests.Writer.CompleteAsync();
        await answering;
        await writer.FlushAsync();
        return answers.ToArray();
    }
}
