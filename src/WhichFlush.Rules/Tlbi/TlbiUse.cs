using WhichFlush.Rules.Requirements;

namespace WhichFlush.Rules.Tlbi;

/// <summary>One TLBI operation to issue, or several of the same kind in a row at rising addresses.</summary>
/// <remarks>
/// Everything stands in one word, so that a decision is a few registers and not a chain of copies. That is possible because
/// counts and sizes are powers of two: they are kept as logarithms.
/// </remarks>
public readonly record struct TlbiUse
{
    private const int ScopeAt = 8, TtlAt = 12, ScaleAt = 16, NumAt = 24, BarrierAt = 31, CountAt = 32, StepAt = 40, SpanAt = 48;

    private readonly ulong _packed;

    private TlbiUse(ulong packed) => _packed = packed;

    /// <summary>A form without an address.</summary>
    /// <param name="family">The operation.</param>
    internal static TlbiUse OfContext(TlbiFamily family) => new((ulong)family | (1UL << CountAt));

    /// <summary>A form by address.</summary>
    /// <param name="family">The operation.</param>
    /// <param name="spanLog">log2 of the bytes of input address that all instructions cover.</param>
    /// <param name="countLog">log2 of the number of instructions: the first at the base of what is invalidated.</param>
    /// <param name="ttl">The 4-bit TTL hint; 0 is no hint.</param>
    internal static TlbiUse ByAddress(TlbiFamily family, int spanLog, int countLog, byte ttl) =>
        new(OfContext(family)._packed
            + ((ulong)countLog << CountAt)
            | ((ulong)ttl << TtlAt)
            | ((countLog == 0 ? 0UL : (ulong)(spanLog - countLog)) << StepAt)
            | ((ulong)spanLog << SpanAt));

    /// <summary>A range form.</summary>
    /// <param name="family">The operation.</param>
    /// <param name="spanLog">log2 of the bytes of input address that all instructions cover.</param>
    /// <param name="countLog">log2 of the number of instructions: the first at the base of what is invalidated.</param>
    /// <param name="ttl">The 2-bit TTL hint; 0 is no hint.</param>
    /// <param name="range">SCALE and NUM.</param>
    internal static TlbiUse ByRange(TlbiFamily family, int spanLog, int countLog, byte ttl, TlbiRange range) =>
        new(ByAddress(family, spanLog, countLog, ttl)._packed | ((ulong)range.Scale << ScaleAt) | ((ulong)range.Num << NumAt));

    /// <summary>No operation at all: a <c>default</c> value.</summary>
    public bool IsNone => _packed == 0;

    /// <summary>The operation.</summary>
    public TlbiFamily Family => (TlbiFamily)(byte)_packed;

    /// <summary>Local, Inner or Outer Shareable.</summary>
    public Scope Scope => (Scope)((_packed >> ScopeAt) & 15);

    /// <summary>How many instructions: the first at the base of what is invalidated.</summary>
    public int Count => (1 << (byte)(_packed >> CountAt)) >> 1;

    /// <summary>Bytes of input address from one instruction to the next; 0 if there is one.</summary>
    public ulong Step => PowerOrZero((byte)(_packed >> StepAt));

    /// <summary>Bytes of input address that all of them cover; 0 for context-wide forms.</summary>
    public ulong Span => PowerOrZero((byte)(_packed >> SpanAt));

    /// <summary>The 4-bit TTL hint (by address) or 2-bit one (range); 0 is no hint.</summary>
    public byte Ttl => (byte)((_packed >> TtlAt) & 15);

    /// <summary>SCALE and NUM of a range form; <c>default</c> otherwise.</summary>
    public TlbiRange Range => new((byte)((_packed >> ScaleAt) & 3), (byte)((_packed >> NumAt) & 31));

    /// <summary>A DSB must complete this operation before the next one starts.</summary>
    public bool BarrierAfter => ((_packed >> BarrierAt) & 1) != 0;

    /// <summary>The mnemonic, <c>IPAS2LE1IS</c>.</summary>
    public string Op => Family.Mnemonic(Scope);

    /// <summary>The same for the PEs of a scope; it has none yet.</summary>
    internal TlbiUse WithScope(Scope scope) => new(_packed | ((ulong)scope << ScopeAt));

    /// <summary>The same with a DSB after it.</summary>
    internal TlbiUse WithBarrierAfter() => new(_packed | (1UL << BarrierAt));

    /// <summary>A size of one byte does not occur, so its logarithm stands for none.</summary>
    private static ulong PowerOrZero(int log) => log == 0 ? 0 : 1UL << log;
}

/// <summary>The size fields of a range operand: (NUM + 1) * 2^(5 * SCALE + 1) granules.</summary>
/// <param name="Scale">SCALE, 0 to 3.</param>
/// <param name="Num">NUM, 0 to 31.</param>
public readonly record struct TlbiRange(byte Scale, byte Num)
{
    /// <summary>log2 of the most granules that one operation can cover.</summary>
    internal const int MaxGranulesLog = 21;

    /// <summary>Granules covered.</summary>
    public ulong Granules => (Num + 1UL) << ((5 * Scale) + 1);

    /// <summary>The range that covers exactly a power of two of granules, 2 to 2^21.</summary>
    /// <param name="log">log2 of the number of granules, 1 to 21.</param>
    internal static TlbiRange ForPowerOfTwo(int log)
    {
        int scale = Math.Min((log - 1) / 5, 3);
        return new((byte)scale, (byte)((1 << (log - ((5 * scale) + 1))) - 1));
    }
}

/// <summary>The TLBI operations of an answer, at most two, in order.</summary>
/// <param name="First">The first operation; <c>default</c> if there is none.</param>
/// <param name="Second">The second operation; <c>default</c> if there is none.</param>
public readonly record struct TlbiList(TlbiUse First, TlbiUse Second)
{
    /// <summary>No operation.</summary>
    public static readonly TlbiList Empty;

    /// <summary>How many: 0, 1 or 2.</summary>
    public int Length => First.IsNone ? 0 : Second.IsNone ? 1 : 2;

    /// <summary>One operation.</summary>
    public static TlbiList Of(TlbiUse only) => new(only, default);

    /// <summary>Two operations with a DSB between them.</summary>
    public static TlbiList Of(TlbiUse first, TlbiUse second) => new(first.WithBarrierAfter(), second);

    /// <summary>The operation at <paramref name="index"/>, 0 or 1.</summary>
    public TlbiUse this[int index] => index == 0 ? First : Second;

    /// <summary>Instructions in all.</summary>
    public int Instructions => First.Count + Second.Count;
}
