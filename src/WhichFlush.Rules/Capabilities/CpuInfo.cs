using System.Globalization;
using WhichFlush.Rules.Architecture;

namespace WhichFlush.Rules.Capabilities;

/// <summary>
/// The cores of an arm64 Linux, parsed from <c>/proc/cpuinfo</c>: <c>processor</c>, then <c>CPU implementer</c>, <c>CPU variant</c>,
/// <c>CPU part</c> and <c>CPU revision</c> of each core. Old kernels list all cores first and describe the part once, for all of them.
/// </summary>
public sealed class CpuInfo
{
    private const string Prefix = "CPU ";

    private const int MaxQuotedLength = 40;

    private static readonly Dictionary<string, (ulong Max, bool Required)> Members = new(StringComparer.Ordinal)
    {
        ["implementer"] = (0xff, true),
        ["architecture"] = (0xf, false),
        ["variant"] = (0xf, true),
        ["part"] = (0xfff, true),
        ["revision"] = (0xf, true),
    };

    private readonly List<CpuInfoCore> _cores = [];
    private readonly List<CpuInfoLine> _problems = [];
    private readonly List<CpuInfoLine> _ignored = [];

    // The current block: its processor lines and the members of its part.
    private readonly List<(int Number, int Line)> _processors = [];
    private readonly Dictionary<string, int> _members = new(StringComparer.Ordinal);

    private CpuInfo()
    {
    }

    /// <summary>The cores, in the order of the text.</summary>
    public IReadOnlyList<CpuInfoCore> Cores => _cores;

    /// <summary>Lines with an invalid, missing or repeated member of a core.</summary>
    public IReadOnlyList<CpuInfoLine> Problems => _problems;

    /// <summary>Lines without the form <c>name: value</c>, such as a copied command.</summary>
    public IReadOnlyList<CpuInfoLine> Ignored => _ignored;

    /// <summary>Parses a whole text; accepts any text.</summary>
    public static CpuInfo Parse(string text)
    {
        var info = new CpuInfo();
        int line = 0;
        foreach (ReadOnlySpan<char> raw in text.AsSpan().EnumerateLines())
        {
            line++;
            info.ReadLine(raw.Trim(), line);
        }

        info.EndBlock(line);
        return info;
    }

    private void ReadLine(ReadOnlySpan<char> text, int line)
    {
        int colon = text.IndexOf(':');
        if (colon < 0)
        {
            if (!text.IsEmpty)
            {
                _ignored.Add(new(line, $"'{Shorten(text)}' has no ':'."));
            }

            return;
        }

        string name = text[..colon].TrimEnd().ToString();
        ReadOnlySpan<char> value = text[(colon + 1)..].TrimStart();
        if (name == "processor")
        {
            ReadProcessor(value, line);
        }
        else if (name.StartsWith(Prefix, StringComparison.Ordinal) && Members.TryGetValue(name[Prefix.Length..], out (ulong Max, bool Required) member))
        {
            ReadMember(name, value, line, member.Max);
        }
    }

    private void ReadProcessor(ReadOnlySpan<char> value, int line)
    {
        if (_members.Count > 0)
        {
            EndBlock(line);
        }

        if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
        {
            _processors.Add((number, line));
        }
        else
        {
            _problems.Add(new(line, $"processor is '{Shorten(value)}'. Accepted: a decimal number."));
        }
    }

    private void ReadMember(string name, ReadOnlySpan<char> value, int line, ulong max)
    {
        // Old kernels write a word here. The member is optional, so the word is not needed.
        if (name == "CPU architecture" && value.SequenceEqual("AArch64"))
        {
            return;
        }

        if (!Hex64.TryParse(value, out ulong number) || number > max)
        {
            _problems.Add(new(line, $"{name} is '{Shorten(value)}'. Accepted: 0x0 to {Hex64.ToText(max)}."));
            number = 0;
        }

        if (!_members.TryAdd(name[Prefix.Length..], (int)number))
        {
            _problems.Add(new(line, $"{name} is given twice for one part. Accepted: once after each processor."));
        }
    }

    private void EndBlock(int line)
    {
        if (_processors.Count == 0 && _members.Count > 0)
        {
            _problems.Add(new(line, "A part is described before any processor line. Accepted: 'processor : 0' first."));
        }

        List<string> missing = [.. Members.Where(member => member.Value.Required && !_members.ContainsKey(member.Key)).Select(member => Prefix + member.Key)];
        foreach ((int number, int at) in _processors)
        {
            if (missing.Count > 0)
            {
                _problems.Add(new(at, $"processor {number} has no {string.Join(", ", missing)}. Accepted: all of CPU implementer, variant, part and revision."));
            }
            else
            {
                _cores.Add(new(number, Midr.Of(_members["implementer"], _members["part"], new(_members["variant"], _members["revision"]))));
            }
        }

        _processors.Clear();
        _members.Clear();
    }

    private static string Shorten(ReadOnlySpan<char> text) => text.Length > MaxQuotedLength ? $"{text[..MaxQuotedLength]}…" : text.ToString();
}

/// <summary>A core in <c>/proc/cpuinfo</c>.</summary>
/// <param name="Processor">The number of the core.</param>
/// <param name="Midr">The part; its architecture field is 0xf.</param>
public readonly record struct CpuInfoCore(int Processor, Midr Midr);

/// <summary>A remark on a line.</summary>
/// <param name="Line">The line number, from 1.</param>
/// <param name="Text">The remark as a sentence.</param>
public readonly record struct CpuInfoLine(int Line, string Text);
