using System.Globalization;
using WhichFlush.Rules.Architecture;
using WhichFlush.TlbModel.Questions;

namespace WhichFlush.TlbModel.Steps;

/// <summary>
/// Parses instructions in the notation of the HTTP contract: <c>STR new</c>, <c>CAS old, new</c>, <c>TLBI VALE1IS</c>,
/// <c>TLBI VALE1IS, 0x10</c>, <c>DSB ISH</c>, <c>DC CVAC entry</c>. Case and spaces do not matter. <c>* 16</c> after a TLBI stands for 16 instructions with
/// rising addresses, evenly spread over the input addresses of the entry, or of its Contiguous run if the run has 16 members.
/// </summary>
public static class StepParser
{
    /// <summary>Maximum of <c>* N</c>: the number of 4 KiB granules in 1 TiB.</summary>
    public const int MaxRepeats = 1 << 28;

    private const string Instructions = "STR, STLR, CAS, TLBI, DSB, DMB, ISB, DC, IC";
    private const string Values = "new, old, invalid, or 0x and up to 16 hex digits";
    private const string Entry = "ENTRY";
    private static readonly string[] CleansToPoC = ["CVAC", "CIVAC", "CVAP", "CVADP", "CGDVAC", "CIGDVAC"];
    private const string Options = "SY, ST, LD, ISH, ISHST, ISHLD, NSH, NSHST, NSHLD, OSH, OSHST, OSHLD";

    /// <summary>Parses a sequence.</summary>
    /// <param name="lines">The instructions, one string each, in program order.</param>
    /// <param name="old">The value that <c>old</c> stands for.</param>
    /// <param name="new">The value that <c>new</c> stands for; <c>invalid</c> is 0.</param>
    public static ParsedSequence Parse(IReadOnlyList<string> lines, ulong old, ulong @new)
    {
        ArgumentNullException.ThrowIfNull(lines);
        var steps = new List<SequenceStep>(lines.Count);
        var errors = new List<StepError>();
        if (lines.Count > ModelQuestion.MaxSteps)
        {
            errors.Add(new(-1, $"Given {lines.Count} steps. Accepted: at most {ModelQuestion.MaxSteps}."));
            return new(steps, errors);
        }

        for (int i = 0; i < lines.Count; i++)
        {
            string? error = ParseOne(lines[i] ?? "", old, @new, out SequenceStep step);
            steps.Add(step);
            if (error is not null)
            {
                errors.Add(new(i, error));
            }
        }

        return new(steps, errors);
    }

    /// <summary>Parses one instruction.</summary>
    /// <returns>The error message; <c>null</c> if there is no error.</returns>
    private static string? ParseOne(string line, ulong old, ulong @new, out SequenceStep step)
    {
        string text = string.Join(' ', line.ToUpperInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        int space = text.IndexOf(' ', StringComparison.Ordinal);
        string name = space < 0 ? text : text[..space];
        string[] arguments = space < 0 ? [] : text[(space + 1)..].Split(',', StringSplitOptions.TrimEntries);
        step = new() { Kind = InstructionKind.Cache, Text = Spelling(name, arguments) };
        switch (name)
        {
            case "STR" or "STLR":
                step = step with { Kind = InstructionKind.Store };
                return arguments.Length == 1 && Value(arguments[0], old, @new) is ulong stored
                    ? Set(ref step, step with { Value = stored })
                    : $"Given '{line}'. Accepted: {name} and a value ({Values}).";
            case "CAS" or "CASA" or "CASL" or "CASAL":
                step = step with { Kind = InstructionKind.Store };
                return arguments.Length == 2 && Value(arguments[0], old, @new) is ulong expected && Value(arguments[1], old, @new) is ulong swapped
                    ? Set(ref step, step with { Expected = expected, Value = swapped })
                    : $"Given '{line}'. Accepted: {name}, the expected value, a comma and the value to store ({Values}).";
            case "TLBI":
                return Tlbi(line, arguments, ref step);
            case "DSB" or "DMB":
                return Barrier(line, name, arguments, ref step);
            case "ISB":
                return arguments.Length == 0 || (arguments.Length == 1 && arguments[0] == "SY")
                    ? Set(ref step, step with { Kind = InstructionKind.Isb })
                    : $"Given '{line}'. Accepted: ISB.";
            case "DC" or "IC":
                return Cache(line, name, arguments, ref step);
            default:
                return $"Given '{line}'. Accepted instructions: {Instructions}.";
        }
    }

    /// <summary>The instruction in the spelling of the contract: names of operations in upper case, values in lower case.</summary>
    private static string Spelling(string name, string[] arguments)
    {
        if (arguments.Length == 0)
        {
            return name;
        }

        bool values = name is "STR" or "STLR" or ['C', 'A', 'S', ..];
        string operands = string.Join(", ", values ? arguments.Select(one => one.ToLowerInvariant()) : arguments);
        return $"{name} {operands}".Replace("0X", "0x", StringComparison.Ordinal).Replace("NXS", "nXS", StringComparison.Ordinal);
    }

    private static string? Tlbi(string line, string[] arguments, ref SequenceStep step)
    {
        int count = 1;
        if (arguments.Length > 0 && arguments[^1].IndexOf('*', StringComparison.Ordinal) is int star && star >= 0)
        {
            if (!int.TryParse(arguments[^1].AsSpan(star + 1), NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture, out count)
                || count is < 1 or > MaxRepeats)
            {
                return $"Given '{line}'. Accepted after *: a repeat count, 1 to {MaxRepeats}.";
            }

            arguments = [.. arguments[..^1], arguments[^1][..star].TrimEnd()];
        }

        if (arguments.Length is 0 or > 2 || TlbiGrammar.Parse(arguments[0]) is not TlbiOperation operation)
        {
            return $"Given '{line}'. Accepted: TLBI, an operation and, after a comma, its operand. Operations: {TlbiGrammar.Accepted}.";
        }

        ulong? operand = null;
        if (arguments.Length == 2)
        {
            if (!operation.TakesOperand)
            {
                return $"Given '{line}'. Accepted: TLBI {operation.Mnemonic}, which takes no operand.";
            }

            operand = Hex(arguments[1]);
            if (operand is null)
            {
                return $"Given '{line}'. Accepted as operand: 0x and up to 16 hex digits, or no operand, which stands for the correct one.";
            }
        }

        return Set(ref step, step with { Kind = InstructionKind.Tlbi, Tlbi = operation, Operand = operand, Count = count });
    }

    /// <summary>An operation, and after a space or a comma what it acts on: <c>entry</c> is the table entry, as is nothing at all.</summary>
    private static string? Cache(string line, string name, string[] arguments, ref SequenceStep step)
    {
        string[] words = [.. arguments.SelectMany(argument => argument.Split(' '))];
        if (words.Length is 0 or > 2 || words[0].Length == 0)
        {
            return $"Given '{line}'. Accepted: {name} and an operation, such as DC CIVAC, IC IALLUIS, or DC CVAC entry for the table entry.";
        }

        bool entry = words.Length == 2 && words[1] == Entry;
        string text = entry ? $"{name} {words[0]} entry" : step.Text;
        bool cleans = name == "DC" && CleansToPoC.Contains(words[0], StringComparer.Ordinal) && (entry || words.Length == 1);
        return Set(ref step, step with { Text = text, CleansEntry = cleans });
    }

    private static string? Barrier(string line, string name, string[] arguments, ref SequenceStep step)
    {
        string option = arguments.Length switch { 0 => "SY", 1 => arguments[0], _ => "" };
        bool noXs = name == "DSB" && option.EndsWith("NXS", StringComparison.Ordinal);
        string plain = noXs ? option[..^3] : option;
        (Domain Domain, BarrierAccesses Accesses)? meaning = plain switch
        {
            "SY" => (Domain.Outer, BarrierAccesses.All),
            "ST" => (Domain.Outer, BarrierAccesses.Stores),
            "LD" => (Domain.Outer, BarrierAccesses.Loads),
            "ISH" => (Domain.Inner, BarrierAccesses.All),
            "ISHST" => (Domain.Inner, BarrierAccesses.Stores),
            "ISHLD" => (Domain.Inner, BarrierAccesses.Loads),
            "NSH" => (Domain.Local, BarrierAccesses.All),
            "NSHST" => (Domain.Local, BarrierAccesses.Stores),
            "NSHLD" => (Domain.Local, BarrierAccesses.Loads),
            "OSH" => (Domain.Outer, BarrierAccesses.All),
            "OSHST" => (Domain.Outer, BarrierAccesses.Stores),
            "OSHLD" => (Domain.Outer, BarrierAccesses.Loads),
            _ => null,
        };
        if (meaning is null || (noXs && meaning.Value.Accesses != BarrierAccesses.All))
        {
            return $"Given '{line}'. Accepted: {name} and one of {Options}{(name == "DSB" ? "; SY, ISH, NSH and OSH also with nXS" : "")}.";
        }

        return Set(ref step, step with
        {
            Kind = name == "DSB" ? InstructionKind.Dsb : InstructionKind.Dmb,
            Domain = meaning.Value.Domain,
            Accesses = meaning.Value.Accesses,
            NoXs = noXs,
        });
    }

    /// <summary>Takes the parsed step, and reports no error.</summary>
    private static string? Set(ref SequenceStep step, SequenceStep parsed)
    {
        step = parsed;
        return null;
    }

    private static ulong? Value(string text, ulong old, ulong @new) => text switch
    {
        "NEW" => @new,
        "OLD" => old,
        "INVALID" => 0,
        _ => Hex(text),
    };

    private static ulong? Hex(string text) =>
        text.StartsWith("0X", StringComparison.Ordinal) && Hex64.TryParseDigits(text.AsSpan(2), out ulong value) ? value : null;
}
