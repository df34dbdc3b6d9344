using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using WhichFlush.Tests;

namespace WhichFlush.Api.Tests.Corpus;

/// <summary>A vector's question in the forms that HTTP has for it.</summary>
/// <param name="Id">The vector's id.</param>
/// <param name="Request">Its members.</param>
internal sealed record VectorQuestion(string Id, JsonElement Request)
{
    /// <summary>Bytes of a record.</summary>
    public const int RecordSize = 32;

    private static readonly string[] Files = ["herd7-bbm", "linux-kvm-stage2", "linux-pgattr", "aarch64-paging"];

    private static readonly string[] InRecord = ["old", "new", "level", "bbm", "address", "asid", "sharedWalk", "sameContents"];

    /// <summary>The questions of all files, in their order.</summary>
    public static VectorQuestion[] All { get; } =
        [.. Files.SelectMany(Vectors.Read).Select(vector => new VectorQuestion(vector.Id, vector.Request))];

    /// <summary>The question as a JSON object.</summary>
    public string Json => Request.GetRawText();

    /// <summary>The question as a query string.</summary>
    public string Query => QueryOf(Request.EnumerateObject());

    /// <summary>The members that a record cannot hold, as a query string; maybe empty.</summary>
    public string SharedQuery => QueryOf(Request.EnumerateObject().Where(member => !InRecord.Contains(member.Name)));

    /// <summary>The members that a record holds. What its bytes mean is told by the contract's remarks on the batch.</summary>
    public byte[] Record
    {
        get
        {
            byte[] record = new byte[RecordSize];
            ulong? address = Value("address");
            int? asid = Request.TryGetProperty("asid", out JsonElement given) ? given.GetInt32() : null;
            int flags = (address is null ? 0 : 1) | (asid is null ? 0 : 2) | (Flag("sharedWalk") == true ? 4 : 0) | Assertion("sameContents") << 4;
            BinaryPrimitives.WriteUInt64LittleEndian(record, Value("old")!.Value);
            BinaryPrimitives.WriteUInt64LittleEndian(record.AsSpan(8), Value("new")!.Value);
            BinaryPrimitives.WriteUInt64LittleEndian(record.AsSpan(16), address ?? 0);
            BinaryPrimitives.WriteUInt16LittleEndian(record.AsSpan(24), (ushort)(asid ?? 0));
            BinaryPrimitives.WriteUInt16LittleEndian(record.AsSpan(26), (ushort)flags);
            record[28] = (byte)(sbyte)Request.GetProperty("level").GetInt32();
            record[29] = (byte)Request.GetProperty("bbm").GetInt32();
            return record;
        }
    }

    private ulong? Value(string member) => Request.TryGetProperty(member, out JsonElement value)
        ? ulong.Parse(value.GetString()!.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
        : null;

    private bool? Flag(string member) => Request.TryGetProperty(member, out JsonElement value) ? value.GetBoolean() : null;

    /// <summary>Two bits of the flags: not given, false or true.</summary>
    private int Assertion(string member) => Flag(member) switch { null => 0, false => 2, true => 3 };

    private static string QueryOf(IEnumerable<JsonProperty> members) => string.Join('&', members.Select(member => $"{member.Name}={TextOf(member.Value)}"));

    private static string TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => string.Join(',', value.EnumerateArray()),
        JsonValueKind.String => value.GetString()!,
        _ => value.GetRawText(),
    };
}
