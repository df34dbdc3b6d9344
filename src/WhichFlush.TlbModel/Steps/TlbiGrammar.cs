using System.Text.RegularExpressions;
using WhichFlush.TlbModel.Questions;

namespace WhichFlush.TlbModel.Steps;

/// <summary>The grammar of TLBI mnemonics.</summary>
internal static partial class TlbiGrammar
{
    /// <summary>The accepted mnemonics, for error messages.</summary>
    public const string Accepted =
        "VMALLE1, VMALLS12E1, VMALLWS2E1, ALLE1 to ALLE3, ASIDE1, [R]VAE1 to 3, [R]VALE1 to 3, [R]VAAE1, [R]VAALE1, [R]IPAS2E1, [R]IPAS2LE1, "
        + "each with IS, OS and nXS as suffixes, PAALL, PAALLOS, RPAOS, RPALOS";

    /// <summary>Reads a mnemonic.</summary>
    /// <param name="mnemonic">The mnemonic in upper case.</param>
    /// <returns><c>null</c> if no such operation exists.</returns>
    public static TlbiOperation? Parse(string mnemonic)
    {
        if (mnemonic is "PAALL" or "PAALLOS" or "RPAOS" or "RPALOS")
        {
            Domain reach = mnemonic.EndsWith("OS", StringComparison.Ordinal) ? Domain.Outer : Domain.Local;
            return new(mnemonic, TlbiTarget.Other, TlbiMatch.All, LastLevel: mnemonic == "RPALOS", Range: mnemonic[0] == 'R', reach, NoXs: false);
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
        string stem = parts.Groups["stem"].Value;
        (TlbiTarget Target, TlbiMatch Match)? meaning = (stem, level) switch
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
            : new(mnemonic, meaning.Value.Target, meaning.Value.Match, byAddress && stem[^1] == 'L', range, scope, noXs);
    }

    [GeneratedRegex("^(?<range>R?)(?<stem>VMALLWS2|VMALLS12|VMALL|ALL|ASID|VAAL|VAA|VAL|VA|IPAS2L|IPAS2)E(?<el>[123])(?<scope>IS|OS|)(?<nxs>NXS|)$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex Shape();
}
