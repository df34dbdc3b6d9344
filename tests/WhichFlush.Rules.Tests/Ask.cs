using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Changes;
using WhichFlush.Rules.Explanation;
using WhichFlush.Rules.Requirements;
using WhichFlush.Rules.Tlbi;

namespace WhichFlush.Rules.Tests;

/// <summary>Questions in few words: descriptors that differ in one thing from a plain one, and how they are asked.</summary>
internal static class Ask
{
    /// <summary>Stage 2 page: Normal WB, inner shareable, read/write, executable, AF = 1.</summary>
    public const ulong S2Page = 0x6000_07ff;

    /// <summary>Stage 2 block of level 2, otherwise as <see cref="S2Page"/>.</summary>
    public const ulong S2Block = 0x6000_07fd;

    /// <summary>A Table at any level but 3.</summary>
    public const ulong Table = 0x4000_5003;

    /// <summary>Stage 1 page: AttrIndx 0, EL1 read/write, inner shareable, AF = 1, global, execute-never.</summary>
    public const ulong S1Page = 0x0060_0000_6000_0703;

    /// <summary>Stage 1 block of level 2, otherwise as <see cref="S1Page"/>.</summary>
    public const ulong S1Block = 0x0060_0000_6000_0701;

    /// <summary>nG, FnXS or NSE.</summary>
    public const ulong Bit11 = 1UL << 11;

    /// <summary>AF.</summary>
    public const ulong AF = 1UL << 10;

    /// <summary>nT.</summary>
    public const ulong NT = 1UL << 16;

    /// <summary>DBM.</summary>
    public const ulong DBM = 1UL << 51;

    /// <summary>Contiguous.</summary>
    public const ulong Contiguous = 1UL << 52;

    public static TranslationContext Stage2(int level = 3, int bbm = 0) => new() { Stage = Stage.Two, Level = level, Bbm = bbm };

    public static TranslationContext Stage1(int level = 3, int bbm = 0) => new() { Stage = Stage.One, Level = level, Bbm = bbm };

    public static Decision Decide(TranslationContext context, ulong old, ulong @new, ulong[]? children = null) =>
        FlushAdvisor.Decide(Question(context, old, @new, children));

    public static Answer Explain(TranslationContext context, ulong old, ulong @new, ulong[]? children = null) =>
        FlushAdvisor.Explain(Question(context, old, @new, children));

    public static Question Question(TranslationContext context, ulong old, ulong @new, ulong[]? children = null)
    {
        var question = new Question { Old = old, New = @new, Context = context, Children = children };
        Assert.Empty(question.Validate());
        return question;
    }

    public static Change Changes(TranslationContext context, ulong old, ulong @new) =>
        Compare(Question(context, old, @new), DisputeSet.None).Changes;

    public static Transition Compare(in Question question, DisputeSet permissive) => Comparison.Compare(question.Change, question.Tables, permissive);

    /// <summary>The operations as one string: <c>IPAS2LE1IS, VMALLE1IS</c>; a count before a loop: <c>16 x VALE1IS</c>.</summary>
    public static string Ops(this Decision decision) => decision.Tlbi.Ops();

    public static string Ops(this TlbiList list) =>
        string.Join(", ", Enumerable.Range(0, list.Length).Select(i => list[i]).Select(use => use.Count > 1 ? $"{use.Count} x {use.Op}" : use.Op));

    /// <summary>The pages that a block of level 2 (4K) is split into, all alike.</summary>
    public static ulong[] Pages(ulong page) => [.. Enumerable.Range(0, 512).Select(i => page + ((ulong)i << 12))];
}
