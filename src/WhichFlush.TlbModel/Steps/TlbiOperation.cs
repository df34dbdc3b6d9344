using System.Text.RegularExpressions;

namespace WhichFlush.TlbModel.Steps;

/// <summary>Whose translations an operation invalidates (manual D8.17.5).</summary>
public enum TlbiTarget : byte
{
    /// <summary>EL1&amp;0 stage 1, entries that combine both stages included; EL2&amp;0 where HCR_EL2.TGE = 1.</summary>
    Stage1,

    /// <summary>EL1&amp;0, both stages: VMALLS12E1, ALLE1.</summary>
    BothStages,

    /// <summary>EL2 or EL2&amp;0.</summary>
    El2,

    /// <summary>EL3.</summary>
    El3,

    /// <summary>Stage 2 by IPA, without entries that combine both stages.</summary>
    Stage2,

    /// <summary>Nothing that an entry's old value leaves behind for certain: VMALLWS2E1 and the granule protection forms.</summary>
    Other,
}

/// <summary>What an operation matches by.</summary>
public enum TlbiMatch : byte
{
    /// <summary>Everything of its target.</summary>
    All,

    /// <summary>One ASID.</summary>
    Asid,

    /// <summary>VA and ASID.</summary>
    VaAndAsid,

    /// <summary>VA, all ASIDs.</summary>
    Va,

    /// <summary>IPA.</summary>
    Ipa,
}

/// <summary>A TLBI operation, read from its mnemonic.</summary>
/// <param name="Mnemonic">The mnemonic in upper case, suffixes included.</param>
/// <param name="Target">Whose translations it invalidates.</param>
/// <param name="Match">What it matches by.</param>
/// <param name="LastLevel">An L form: last-level entries only.</param>
/// <param name="Range">A range form (FEAT_TLBIRANGE).</param>
/// <param name="Scope">Which PEs it reaches.</param>
/// <param name="NoXs">An nXS form (FEAT_XS).</param>
public readonly record struct TlbiOperation(
    string Mnemonic, TlbiTarget Target, TlbiMatch Match, bool LastLevel, bool Range, Domain Scope, bool NoXs)
{
    /// <summary>Xt holds something.</summary>
    public bool TakesOperand => Match != TlbiMatch.All || (Target == TlbiTarget.Other && Range);

    /// <summary>Xt holds an address.</summary>
    public bool TakesAddress => Match is TlbiMatch.Va or TlbiMatch.VaAndAsid or TlbiMatch.Ipa;
}

/// <summary>Reads TLBI mnemonics by their grammar.</summary>
internal static partial class TlbiGrammar
{
    public const string Accepted =
        "VMALLE1, VMALLS12E1, VMALLWS2E1, ALLE1 to ALLE3, ASIDE1, [R]VAE1 to 3, [R]VALE1 to 3, [R]VAAE1, [R]VAALE1, [R]IPAS2E1, [R]IPAS2LE1, "
        + "each with IS, OS and nXS as suffixes, PAALL, PAALLOS, RPAOS, RPALOS";

    public static TlbiOperation? Parse(string mnemonic)
    {
        if (mnemonic is "PAALL" or "PAALLOS" or "RPAOS" or "RPALOS")
        {
            Domain reach = mnemonic.EndsWith("OS", StringComparison.Ordinal) ? Domain.Outer : Domain.Local;
            return new(mnemonic, TlbiTarget.Other, TlbiMatch.All, mnemonic == "RPALOS", mnemonic[0] == 'R', reach, false);
        }

        Match parts = Shape().Match(mnemonic);
        if (!parts.Success)
        {
            return null;
        }

        Domain scope = parts.Groups["scope"].Value switch { "IS" => Domain.Inner, "OS" => Domain.Outer, _ => Domain.Local };
        bool noXs = parts.Groups["nxs"].Length > 0;
        bool range = parts.Groups["range"].Length > 0;
        char level = parts.Groups["el"].Value[0];
        string what = parts.Groups["what"].Value;
        (TlbiTarget Target, TlbiMatch Match)? meaning = (what, level) switch
        {
            ("VMALL", '1') => (TlbiTarget.Stage1, TlbiMatch.All),
            ("VMALLS12" or "ALL", '1') => (TlbiTarget.BothStages, TlbiMatch.All),
            ("VMALLWS2", '1') => (TlbiTarget.Other, TlbiMatch.All),
            ("ASID", '1') => (TlbiTarget.Stage1, TlbiMatch.Asid),
            ("VAA" or "VAAL", '1') => (TlbiTarget.Stage1, TlbiMatch.Va),
            ("IPAS2" or "IPAS2L", '1') => (TlbiTarget.Stage2, TlbiMatch.Ipa),
            ("VA" or "VAL", '1') => (TlbiTarget.Stage1, TlbiMatch.VaAndAsid),
            ("VA" or "VAL", '2') => (TlbiTarget.El2, TlbiMatch.VaAndAsid),
            ("VA" or "VAL", '3') => (TlbiTarget.El3, TlbiMatch.VaAndAsid),
            ("ALL", '2') => (TlbiTarget.El2, TlbiMatch.All),
            ("ALL", '3') => (TlbiTarget.El3, TlbiMatch.All),
            _ => null,
        };
        bool byAddress = meaning?.Match is TlbiMatch.Va or TlbiMatch.VaAndAsid or TlbiMatch.Ipa;
        return meaning is null || (range && !byAddress)
            ? null
            : new(mnemonic, meaning.Value.Target, meaning.Value.Match, byAddress && what[^1] == 'L', range, scope, noXs);
    }

    [GeneratedRegex("^(?<range>R?)(?<what>VMALLWS2|VMALLS12|VMALL|ALL|ASID|VAAL|VAA|VAL|VA|IPAS2L|IPAS2)E(?<el>[123])(?<scope>IS|OS|)(?<nxs>NXS|)$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex Shape();
}
