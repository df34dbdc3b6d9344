using WhichFlush.Rules.Rulebook;

namespace WhichFlush.Rules.Maintenance;

/// <summary>One TLBI operation to issue, or several of the same kind in a row at rising addresses.</summary>
/// <param name="Family">The operation.</param>
/// <param name="Scope">Local, Inner or Outer Shareable.</param>
/// <param name="Count">How many instructions: the first at the base of what is invalidated.</param>
/// <param name="Step">Bytes of input address from one instruction to the next; 0 if there is one.</param>
/// <param name="Span">Bytes of input address that all of them cover; 0 for context-wide forms.</param>
/// <param name="Ttl">The 4-bit TTL hint (by address) or 2-bit one (range); 0 is no hint.</param>
/// <param name="Range">SCALE and NUM of a range form; <c>default</c> otherwise.</param>
/// <param name="BarrierAfter">A DSB must complete this operation before the next one starts.</param>
public readonly record struct TlbiUse(
    TlbiFamily Family, Scope Scope, int Count, ulong Step, ulong Span, byte Ttl, TlbiRange Range, bool BarrierAfter)
{
    /// <summary>The mnemonic, <c>IPAS2LE1IS</c>.</summary>
    public string Op => Family.Mnemonic(Scope);
}

/// <summary>The size fields of a range operand: (NUM + 1) * 2^(5 * SCALE + 1) granules.</summary>
/// <param name="Scale">SCALE, 0 to 3.</param>
/// <param name="Num">NUM, 0 to 31.</param>
public readonly record struct TlbiRange(byte Scale, byte Num)
{
    /// <summary>The most granules that one operation can cover: 2^21.</summary>
    public const ulong MaxGranules = 1UL << 21;

    /// <summary>Granules covered.</summary>
    public ulong Granules => (Num + 1UL) << ((5 * Scale) + 1);

    /// <summary>The range that covers exactly a power of two of granules, 2 to <see cref="MaxGranules"/>.</summary>
    public static TlbiRange ForPowerOfTwo(ulong granules)
    {
        int log = System.Numerics.BitOperations.Log2(granules);
        int scale = (log - 1) / 5 > 3 ? 3 : (log - 1) / 5;
        return new((byte)scale, (byte)((granules >> ((5 * scale) + 1)) - 1));
    }
}

/// <summary>The TLBI operations of an answer, at most two, in order.</summary>
/// <param name="Length">How many: 0, 1 or 2.</param>
/// <param name="First">The first operation.</param>
/// <param name="Second">The second operation.</param>
public readonly record struct TlbiList(int Length, TlbiUse First, TlbiUse Second)
{
    /// <summary>No operation.</summary>
    public static readonly TlbiList Empty;

    /// <summary>One operation.</summary>
    public static TlbiList Of(TlbiUse only) => new(1, only, default);

    /// <summary>Two operations with a DSB between them.</summary>
    public static TlbiList Of(TlbiUse first, TlbiUse second) => new(2, first with { BarrierAfter = true }, second);

    /// <summary>The operation at <paramref name="index"/>, 0 or 1.</summary>
    public TlbiUse this[int index] => index == 0 ? First : Second;

    /// <summary>Instructions in all.</summary>
    public int Instructions => (Length > 0 ? First.Count : 0) + (Length > 1 ? Second.Count : 0);
}
