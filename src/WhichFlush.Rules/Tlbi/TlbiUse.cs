using WhichFlush.Rules.Requirements;

namespace WhichFlush.Rules.Tlbi;

/// <summary>One TLBI operation, issued once or several times in a row at rising addresses.</summary>
/// <remarks>
/// The fields are packed into one 64-bit word, so that a decision fits into a few registers. Counts and sizes are powers of two
/// and are stored as logarithms.
/// </remarks>
public readonly record struct TlbiUse
{
    private const int ScopeShift = 8, TtlShift = 12, ScaleShift = 16, NumShift = 24, BarrierShift = 31, CountShift = 32, StepShift = 40, SpanShift = 48;

    private readonly ulong _packed;

    private TlbiUse(ulong packed) => _packed = packed;

    /// <summary>Creates a use of a form without an address.</summary>
    /// <param name="family">The operation.</param>
    internal static TlbiUse OfContext(TlbiFamily family) => new((ulong)family | (1UL << CountShift));

    /// <summary>Creates a use of a form by address.</summary>
    /// <param name="family">The operation.</param>
    /// <param name="spanLog">log2 of the bytes of input address that all instructions cover.</param>
    /// <param name="countLog">log2 of the number of instructions; the first starts at the base of the invalidated span.</param>
    /// <param name="ttl">The 4-bit TTL hint; 0 is no hint.</param>
    internal static TlbiUse ByAddress(TlbiFamily family, int spanLog, int countLog, byte ttl) =>
        new(OfContext(family)._packed
            + ((ulong)countLog << CountShift)
            | ((ulong)ttl << TtlShift)
            | ((countLog == 0 ? 0UL : (ulong)(spanLog - countLog)) << StepShift)
            | ((ulong)spanLog << SpanShift));

    /// <summary>Creates a use of a range form.</summary>
    /// <param name="family">The operation.</param>
    /// <param name="spanLog">log2 of the bytes of input address that all instructions cover.</param>
    /// <param name="countLog">log2 of the number of instructions; the first starts at the base of the invalidated span.</param>
    /// <param name="ttl">The 2-bit TTL hint; 0 is no hint.</param>
    /// <param name="range">SCALE and NUM.</param>
    internal static TlbiUse ByRange(TlbiFamily family, int spanLog, int countLog, byte ttl, TlbiRange range) =>
        new(ByAddress(family, spanLog, countLog, ttl)._packed | ((ulong)range.Scale << ScaleShift) | ((ulong)range.Num << NumShift));

    /// <summary>There is no operation: the value is <c>default</c>.</summary>
    public bool IsNone => _packed == 0;

    /// <summary>The operation.</summary>
    public TlbiFamily Family => (TlbiFamily)(byte)_packed;

    /// <summary>Local, Inner or Outer Shareable.</summary>
    public Scope Scope => (Scope)((_packed >> ScopeShift) & 15);

    /// <summary>Number of instructions; the first starts at the base of the invalidated span.</summary>
    public int Count => (1 << (byte)(_packed >> CountShift)) >> 1;

    /// <summary>Bytes of input address from one instruction to the next; 0 if there is only one.</summary>
    public ulong Step => PowerOrZero((byte)(_packed >> StepShift));

    /// <summary>Bytes of input address that all instructions cover; 0 for forms without an address.</summary>
    public ulong Span => PowerOrZero((byte)(_packed >> SpanShift));

    /// <summary>The TTL hint: 4 bits by address, 2 bits in a range; 0 is no hint.</summary>
    public byte Ttl => (byte)((_packed >> TtlShift) & 15);

    /// <summary>SCALE and NUM of a range form; <c>default</c> otherwise.</summary>
    public TlbiRange Range => new((byte)((_packed >> ScaleShift) & 3), (byte)((_packed >> NumShift) & 31));

    /// <summary>A DSB must complete this operation before the next operation starts.</summary>
    public bool BarrierAfter => ((_packed >> BarrierShift) & 1) != 0;

    /// <summary>The mnemonic: <c>IPAS2LE1IS</c>.</summary>
    public string Op => Family.Mnemonic(Scope);

    /// <summary>Adds the scope to a use that has none.</summary>
    internal TlbiUse WithScope(Scope scope) => new(_packed | ((ulong)scope << ScopeShift));

    /// <summary>Adds a DSB after the operation.</summary>
    internal TlbiUse WithBarrierAfter() => new(_packed | (1UL << BarrierShift));

    /// <summary>Sizes of one byte do not occur, so a logarithm of 0 stands for 0 bytes.</summary>
    private static ulong PowerOrZero(int log) => log == 0 ? 0 : 1UL << log;
}

/// <summary>The size fields of a range operand: (NUM + 1) * 2^(5 * SCALE + 1) granules.</summary>
/// <param name="Scale">SCALE, 0 to 3.</param>
/// <param name="Num">NUM, 0 to 31.</param>
public readonly record struct TlbiRange(byte Scale, byte Num)
{
    /// <summary>log2 of the maximum number of granules that one operation covers.</summary>
    internal const int MaxGranulesLog = 21;

    /// <summary>Number of granules covered.</summary>
    public ulong Granules => (Num + 1UL) << ((5 * Scale) + 1);

    /// <summary>The range that covers exactly 2^<paramref name="log"/> granules.</summary>
    /// <param name="log">log2 of the number of granules, 1 to 21.</param>
    internal static TlbiRange ForPowerOfTwo(int log)
    {
        int scale = Math.Min((log - 1) / 5, 3);
        return new((byte)scale, (byte)((1 << (log - ((5 * scale) + 1))) - 1));
    }
}

/// <summary>The TLBI operations of an answer in order, at most two.</summary>
/// <param name="First">The first operation; <c>default</c> if there is none.</param>
/// <param name="Second">The second operation; <c>default</c> if there is none.</param>
public readonly record struct TlbiList(TlbiUse First, TlbiUse Second)
{
    /// <summary>No operation.</summary>
    public static readonly TlbiList Empty;

    /// <summary>Number of operations, 0 to 2.</summary>
    public int Length => First.IsNone ? 0 : Second.IsNone ? 1 : 2;

    /// <summary>A list of one operation.</summary>
    public static TlbiList Of(TlbiUse only) => new(only, default);

    /// <summary>A list of two operations with a DSB between them.</summary>
    public static TlbiList Of(TlbiUse first, TlbiUse second) => new(first.WithBarrierAfter(), second);

    /// <summary>The operation at <paramref name="index"/>, 0 or 1.</summary>
    public TlbiUse this[int index] => index == 0 ? First : Second;

    /// <summary>Total number of TLBI instructions.</summary>
    public int Instructions => First.Count + Second.Count;
}
