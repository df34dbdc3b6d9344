using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Requirements;

namespace WhichFlush.Rules.Tlbi;

/// <summary>One TLBI operation of the catalogue (manual C5.5 and D8.17.5).</summary>
public sealed record TlbiOperation
{
    internal TlbiOperation(TlbiFamily family, Scope scope, bool nXs, SystemEncoding encoding)
    {
        Family = family;
        Scope = scope;
        NXs = nXs;
        Encoding = encoding;
        Name = family.Mnemonic(scope) + (nXs ? "NXS" : "");
        (Regime, Removes) = TlbiEffects.Of(family, scope);
        (Features, FeatureNames) = FeaturesOf(family, scope, nXs);
    }

    /// <summary>The mnemonic in upper case: <c>VAE1ISNXS</c>.</summary>
    public string Name { get; }

    /// <summary>The operation without scope and nXS suffixes.</summary>
    public TlbiFamily Family { get; }

    /// <summary>The PEs that the operation reaches: Local, Inner or Outer.</summary>
    public Scope Scope { get; }

    /// <summary>The operation is an nXS form, which does not wait for accesses with XS = 1 (FEAT_XS). The old mapping must have XS = 0 (RKBSSD).</summary>
    public bool NXs { get; }

    /// <summary>Encoding of the instruction.</summary>
    public SystemEncoding Encoding { get; }

    /// <summary>Features without which the operation is UNDEFINED.</summary>
    public Features Features { get; }

    /// <summary>Arm's names of <see cref="Features"/>; empty if every Armv8-A part has the operation.</summary>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <summary>The translation regime of the removed entries, in words.</summary>
    public string Regime { get; }

    /// <summary>The removed entries, in words (RULES.md 4.1).</summary>
    public string Removes { get; }

    /// <summary>Format of the operand register.</summary>
    public OperandKind OperandKind => Family.OperandKind();

    /// <summary>A TLBIP form with a 128-bit operand exists (FEAT_D128): every operation by VA or IPA has one.</summary>
    public bool HasTlbip => OperandKind is OperandKind.Address or OperandKind.Ipa or OperandKind.Range or OperandKind.IpaRange;

    private static (Features Features, IReadOnlyList<string> Names) FeaturesOf(TlbiFamily family, Scope scope, bool nXs)
    {
        Features all = Features.None;
        var names = new List<string>(2);

        // FEAT_TLBIRANGE, FEAT_RME and FEAT_TLBIW include the OS forms of their operations.
        Add(family switch
        {
            TlbiFamily.PAALL or TlbiFamily.RPA or TlbiFamily.RPAL => Features.FEAT_RME,
            TlbiFamily.VMALLWS2E1 => Features.FEAT_TLBIW,
            >= TlbiFamily.RVAE1 => Features.FEAT_TLBIRANGE,
            _ => scope == Scope.Outer ? Features.FEAT_TLBIOS : Features.None,
        });
        Add(nXs ? Features.FEAT_XS : Features.None);
        return (all, names);

        void Add(Features feature)
        {
            if (feature != Features.None)
            {
                all |= feature;
                names.Add(feature.ToString());
            }
        }
    }
}

/// <summary>The fields of a SYS instruction (manual C6.2, SYS).</summary>
/// <param name="Op0">op0, always 1 for SYS.</param>
/// <param name="Op1">op1, bits 18:16 of the instruction.</param>
/// <param name="CRn">CRn, bits 15:12: 8, or 9 for nXS forms.</param>
/// <param name="CRm">CRm, bits 11:8.</param>
/// <param name="Op2">op2, bits 7:5.</param>
public readonly record struct SystemEncoding(byte Op0, byte Op1, byte CRn, byte CRm, byte Op2)
{
    /// <summary>The 32-bit instruction.</summary>
    /// <param name="rt">The operand register, 0 to 31; 31 is XZR, for operations without operand.</param>
    public uint Word(int rt) =>
        0xd500_0000u | ((uint)Op0 << 19) | ((uint)Op1 << 16) | ((uint)CRn << 12) | ((uint)CRm << 8) | ((uint)Op2 << 5) | ((uint)rt & 31);
}
