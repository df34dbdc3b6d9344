using System.Text;

namespace WhichFlush.Api.Tests.Operations.Fuzz;

/// <summary>Makes bodies of JSON lines, with several items and line ends of every sort.</summary>
internal sealed class FuzzBatches(Random random, Func<ulong> descriptor)
{
    private static readonly string[] Ends = ["\n", "\n", "\n", "\n", "\r\n", "\r\n", "\n\n", "\r\n \t\r\n", "\r", "\r\r\n"];

    private static readonly string[] Oddities =
        ["{}", "null", "[]", "1", "\"\"", "{", "}", "{\"old\":", "\uFEFF{}", "{}{}", "{\"old\":1,\"old\":2}", "{\"\\u006fld\":1}", "{\"old\":\"\\ud800\"}", "{\"a\\nb\":0}", "  ", "\t"];

    /// <summary>Query strings of a batch. Most items leave out their members.</summary>
    public static readonly string[] Queries = ["", "", "?detail=full", "?level=3", "?bbm=2&stage=1", "?level=2&detail=full"];

    /// <summary>The next body, to be sent with one of <see cref="Queries"/>.</summary>
    public byte[] Next(string query)
    {
        var text = new StringBuilder();
        for (int count = random.Next(40) == 0 ? 200 : random.Next(7); count > 0; count--)
        {
            text.Append(random.Next(8) == 0 ? Oddities[random.Next(Oddities.Length)] : Item(query));
            text.Append(count > 1 || random.Next(3) > 0 ? Ends[random.Next(Ends.Length)] : "");
        }

        byte[] body = Encoding.UTF8.GetBytes(text.ToString());
        return random.Next(6) switch
        {
            0 => body[..random.Next(body.Length + 1)],
            1 => Spoil(body),
            _ => body,
        };
    }

    private string Item(string query)
    {
        // Now and then an item repeats a member of the query string, or leaves out one that is required.
        string level = query.Contains("level", StringComparison.Ordinal) == (random.Next(10) == 0) ? $""","level":{random.Next(4)}""" : "";
        string bbm = query.Contains("bbm", StringComparison.Ordinal) == (random.Next(10) == 0) ? $""","bbm":{random.Next(4)}""" : "";
        string address = random.Next(3) == 0 ? ""","address":"0x8000000000" """ : "";
        return $$"""{"old":"0x{{descriptor():x}}","new": "0x{{descriptor():x}}"{{level}}{{bbm}}{{address}}}""";
    }

    private byte[] Spoil(byte[] body)
    {
        for (int times = random.Next(1, 4); times > 0 && body.Length > 0; times--)
        {
            body[random.Next(body.Length)] = random.Next(3) == 0 ? (byte)random.Next(256) : " \r\n\n{}[]\",:0\0"u8[random.Next(13)];
        }

        return body;
    }
}
