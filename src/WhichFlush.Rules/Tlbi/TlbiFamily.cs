namespace WhichFlush.Rules.Tlbi;

/// <summary>
/// A TLBI operation without scope suffix (manual D8.17.5, C5.5). The range forms from <see cref="RVAE1"/> on have the order of the
/// forms by address from <see cref="VAE1"/> on.
/// </summary>
public enum TlbiFamily : byte
{
    /// <summary>EL1&amp;0 stage 1 of the current VMID, and entries that combine both stages.</summary>
    VMALLE1,

    /// <summary>EL1&amp;0, both stages, of the current VMID.</summary>
    VMALLS12E1,

    /// <summary>EL1&amp;0, both stages, of all VMIDs.</summary>
    ALLE1,

    /// <summary>EL2 or EL2&amp;0.</summary>
    ALLE2,

    /// <summary>EL3.</summary>
    ALLE3,

    /// <summary>EL1&amp;0 stage 1, non-global entries of one ASID.</summary>
    ASIDE1,

    /// <summary>EL1&amp;0 stage 1 by VA and ASID, any level.</summary>
    VAE1,

    /// <summary>EL1&amp;0 stage 1 by VA, all ASIDs, any level.</summary>
    VAAE1,

    /// <summary>EL1&amp;0 stage 1 by VA and ASID, last level.</summary>
    VALE1,

    /// <summary>EL1&amp;0 stage 1 by VA, all ASIDs, last level.</summary>
    VAALE1,

    /// <summary>EL2 or EL2&amp;0 by VA, any level.</summary>
    VAE2,

    /// <summary>EL2 or EL2&amp;0 by VA, last level.</summary>
    VALE2,

    /// <summary>EL3 by VA, any level.</summary>
    VAE3,

    /// <summary>EL3 by VA, last level.</summary>
    VALE3,

    /// <summary>Stage 2 by IPA, any level.</summary>
    IPAS2E1,

    /// <summary>Stage 2 by IPA, last level.</summary>
    IPAS2LE1,

    /// <summary>Range form of <see cref="VAE1"/>.</summary>
    RVAE1,

    /// <summary>Range form of <see cref="VAAE1"/>.</summary>
    RVAAE1,

    /// <summary>Range form of <see cref="VALE1"/>.</summary>
    RVALE1,

    /// <summary>Range form of <see cref="VAALE1"/>.</summary>
    RVAALE1,

    /// <summary>Range form of <see cref="VAE2"/>.</summary>
    RVAE2,

    /// <summary>Range form of <see cref="VALE2"/>.</summary>
    RVALE2,

    /// <summary>Range form of <see cref="VAE3"/>.</summary>
    RVAE3,

    /// <summary>Range form of <see cref="VALE3"/>.</summary>
    RVALE3,

    /// <summary>Range form of <see cref="IPAS2E1"/>.</summary>
    RIPAS2E1,

    /// <summary>Range form of <see cref="IPAS2LE1"/>.</summary>
    RIPAS2LE1,

    /// <summary>Stage 2 of the current VMID: makes writable-dirty entries writable-clean (FEAT_TLBIW).</summary>
    VMALLWS2E1,

    /// <summary>All granule protection table information (FEAT_RME).</summary>
    PAALL,

    /// <summary>Granule protection table information by PA, any level (FEAT_RME).</summary>
    RPA,

    /// <summary>Granule protection table information by PA, last level (FEAT_RME).</summary>
    RPAL,
}

/// <summary>Format of the operand register of a TLBI (RULES.md 4.3).</summary>
public enum OperandKind : byte
{
    /// <summary>The operation takes no operand.</summary>
    None,

    /// <summary>ASID in 63:48, TTL in 47:44, VA[55:12] in 43:0.</summary>
    Address,

    /// <summary>ASID in 63:48 only.</summary>
    Asid,

    /// <summary>NS in 63, TTL in 47:44, IPA[51:12] in 39:0.</summary>
    Ipa,

    /// <summary>ASID in 63:48, TG, SCALE, NUM, TTL in 47:37, BaseADDR in 36:0.</summary>
    Range,

    /// <summary>NS in 63, TG, SCALE, NUM, TTL in 47:37, BaseADDR in 36:0.</summary>
    IpaRange,

    /// <summary>SIZE in 47:44, PA[51:12] in 39:0.</summary>
    Physical,
}

/// <summary>Properties of families.</summary>
public static class TlbiFamilies
{
    private static readonly string[][] Names = [.. Enum.GetNames<TlbiFamily>().Select(name => new[] { name, name, name + "IS", name + "OS" })];

    /// <summary>The mnemonic with its scope suffix: none for local, <c>IS</c>, <c>OS</c>.</summary>
    public static string Mnemonic(this TlbiFamily family, Requirements.Scope scope) => Names[(int)family][(int)scope];

    /// <summary>The families with an ASID in the operand, one bit for each.</summary>
    private const long
        WithAsid = 1L << (int)TlbiFamily.ASIDE1 | 1L << (int)TlbiFamily.VAE1 | 1L << (int)TlbiFamily.VALE1
            | 1L << (int)TlbiFamily.RVAE1 | 1L << (int)TlbiFamily.RVALE1,
        WithAsidInEl20 = WithAsid | 1L << (int)TlbiFamily.VAE2 | 1L << (int)TlbiFamily.VALE2
            | 1L << (int)TlbiFamily.RVAE2 | 1L << (int)TlbiFamily.RVALE2;

    private static readonly OperandKind[] Operands = [.. Enum.GetValues<TlbiFamily>().Select(OperandOf)];

    /// <summary>Format of the operand register.</summary>
    public static OperandKind OperandKind(this TlbiFamily family) => Operands[(int)family];

    private static OperandKind OperandOf(TlbiFamily family) => family switch
    {
        TlbiFamily.VMALLE1 or TlbiFamily.VMALLS12E1 or TlbiFamily.ALLE1 or TlbiFamily.ALLE2 or TlbiFamily.ALLE3 => Tlbi.OperandKind.None,
        TlbiFamily.VMALLWS2E1 or TlbiFamily.PAALL => Tlbi.OperandKind.None,
        TlbiFamily.RPA or TlbiFamily.RPAL => Tlbi.OperandKind.Physical,
        TlbiFamily.ASIDE1 => Tlbi.OperandKind.Asid,
        TlbiFamily.IPAS2E1 or TlbiFamily.IPAS2LE1 => Tlbi.OperandKind.Ipa,
        TlbiFamily.RIPAS2E1 or TlbiFamily.RIPAS2LE1 => Tlbi.OperandKind.IpaRange,
        >= TlbiFamily.RVAE1 => Tlbi.OperandKind.Range,
        _ => Tlbi.OperandKind.Address,
    };

    /// <summary>Tells whether the operand holds an ASID: VA and ASID forms of regimes with ASIDs. In VAA, EL2 and EL3 forms the bits are RES0.</summary>
    /// <param name="family">The family.</param>
    /// <param name="el20">The regime is EL2&amp;0, whose E2 forms take an ASID.</param>
    public static bool TakesAsid(this TlbiFamily family, bool el20) => (1L << (int)family & (el20 ? WithAsidInEl20 : WithAsid)) != 0;

    /// <summary>The form by address of a range form; any other family itself.</summary>
    public static TlbiFamily ByAddress(this TlbiFamily family) => family is >= TlbiFamily.RVAE1 and <= TlbiFamily.RIPAS2LE1
        ? family - TlbiFamily.RVAE1 + TlbiFamily.VAE1
        : family;

    /// <summary>The range form of a form by address, <see cref="TlbiFamily.VAE1"/> to <see cref="TlbiFamily.IPAS2LE1"/>.</summary>
    internal static TlbiFamily InRange(this TlbiFamily family) => family - TlbiFamily.VAE1 + TlbiFamily.RVAE1;

    /// <summary>Tells whether the family removes last-level entries only, which suffices only if the old value was no Table.</summary>
    public static bool IsLastLevelOnly(this TlbiFamily family) => family is TlbiFamily.VALE1 or TlbiFamily.VAALE1 or TlbiFamily.VALE2
        or TlbiFamily.VALE3 or TlbiFamily.IPAS2LE1 or TlbiFamily.RVALE1 or TlbiFamily.RVAALE1 or TlbiFamily.RVALE2
        or TlbiFamily.RVALE3 or TlbiFamily.RIPAS2LE1 or TlbiFamily.RPAL;
}
