using System.Globalization;

namespace WhichFlush.Rules.Capabilities;

/// <summary>
/// Reads <c>/proc/cpuinfo</c> of an arm64 Linux: <c>processor</c>, then <c>CPU implementer</c>, <c>CPU variant</c>, <c>CPU part</c>
/// and <c>CPU revision</c> of each core. Old kernels list all cores first and tell the part once; then it is that of all of them.
/// </summary>
public sealed class CpuInfo
{
    private const string Prefix = "CPU ";

    private static readonly Dictionary<string, (int Most, bool Needed)> Members = new(StringComparer.Ordinal)
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
    private readonly List<(int Number, int Line)> _waiting = [];
    private readonly Dictionary<string, int> _members = new(StringComparer.Ordinal);

    private CpuInfo()
    {
    }

    /// <summary>The cores, in the order of the text.</summary>
    public IReadOnlyList<CpuInfoCore> Cores => _cores;

    /// <summary>Lines that should tell of a core and do not.</summary>
    public IReadOnlyList<CpuInfoLine> Problems => _problems;

    /// <summary>Lines that are no <c>name: value</c> at all, such as a copied command.</summary>
    public IReadOnlyList<CpuInfoLine> Ignored => _ignored;

    /// <summary>Reads a whole text; total.</summary>
    public static CpuInfo Parse(string text)
    {
        var info = new CpuInfo();
        int line = 0;
        foreach (ReadOnlySpan<char> raw in text.AsSpan().EnumerateLines())
        {
            line++;
            info.Read(raw.Trim(), line);
        }

        info.EndOfBlock(line);
        return info;
    }

    private void Read(ReadOnlySpan<char> text, int line)
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
            Processor(value, line);
        }
        else if (name.StartsWith(Prefix, StringComparison.Ordinal) && Members.TryGetValue(name[Prefix.Length..], out (int Most, bool Needed) member))
        {
            Member(name, value, line, member.Most);
        }
    }

    private void Processor(ReadOnlySpan<char> value, int line)
    {
        if (_members.Count > 0)
        {
            EndOfBlock(line);
        }

        if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
        {
            _waiting.Add((number, line));
        }
        else
        {
            _problems.Add(new(line, $"processor is '{Shorten(value)}'. Accepted: a decimal number."));
        }
    }

    private void Member(string name, ReadOnlySpan<char> value, int line, int most)
    {
        if (name == "CPU architecture" && value.SequenceEqual("AArch64"))
        {
            return;
        }

        if (!RegisterValue.TryParse(value.ToString(), out ulong number) || number > (ulong)most)
        {
            _problems.Add(new(line, $"{name} is '{Shorten(value)}'. Accepted: 0x0 to 0x{most:x}."));
            number = 0;
        }

        if (!_members.TryAdd(name[Prefix.Length..], (int)number))
        {
            _problems.Add(new(line, $"{name} stands twice in one block. Accepted: once after each processor."));
        }
    }

    private void EndOfBlock(int line)
    {
        if (_waiting.Count == 0 && _members.Count > 0)
        {
            _problems.Add(new(line, "A part is described before any processor line. Accepted: 'processor : 0' first."));
        }

        string missing = string.Join(", ", Members.Where(member => member.Value.Needed && !_members.ContainsKey(member.Key)).Select(member => Prefix + member.Key));
        foreach ((int number, int at) in _waiting)
        {
            if (missing.Length > 0)
            {
                _problems.Add(new(at, $"processor {number} has no {missing}. Accepted: all of CPU implementer, variant, part and revision."));
            }
            else
            {
                _cores.Add(new(number, Midr.Of(_members["implementer"], _members["part"], new(_members["variant"], _members["revision"]))));
            }
        }

        _waiting.Clear();
        _members.Clear();
    }

    private static string Shorten(ReadOnlySpan<char> text) => text.Length > 40 ? $"{text[..40]}…" : text.ToString();
}

/// <summary>A core of <c>/proc/cpuinfo</c>.</summary>
/// <param name="Processor">Its number.</param>
/// <param name="Midr">Its part, with 0xf for the architecture.</param>
public readonly record struct CpuInfoCore(int Processor, Midr Midr);

/// <summary>A remark on a line.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Text">What it is about.</param>
public readonly record struct CpuInfoLine(int Line, string Text);
