using System.Collections.Frozen;
using System.Collections.Immutable;
using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Requirements;

namespace WhichFlush.Rules.Tlbi;

/// <summary>
/// Every TLBI operation with a 64-bit operand: 166. Data: encodings as of the manual's C5.5. What follows from family, scope and
/// nXS (name, CRn, features, operand) is derived.
/// </summary>
public static class TlbiCatalogue
{
    private const int NearestOffered = 5;

    private static readonly ImmutableArray<Row> Rows =
    [
        new(TlbiFamily.VMALLE1, Scope.Local, 0, 7, 0),
        new(TlbiFamily.VMALLE1, Scope.Inner, 0, 3, 0),
        new(TlbiFamily.VMALLE1, Scope.Outer, 0, 1, 0),
        new(TlbiFamily.VMALLS12E1, Scope.Local, 4, 7, 6),
        new(TlbiFamily.VMALLS12E1, Scope.Inner, 4, 3, 6),
        new(TlbiFamily.VMALLS12E1, Scope.Outer, 4, 1, 6),
        new(TlbiFamily.ALLE1, Scope.Local, 4, 7, 4),
        new(TlbiFamily.ALLE1, Scope.Inner, 4, 3, 4),
        new(TlbiFamily.ALLE1, Scope.Outer, 4, 1, 4),
        new(TlbiFamily.ALLE2, Scope.Local, 4, 7, 0),
        new(TlbiFamily.ALLE2, Scope.Inner, 4, 3, 0),
        new(TlbiFamily.ALLE2, Scope.Outer, 4, 1, 0),
        new(TlbiFamily.ALLE3, Scope.Local, 6, 7, 0),
        new(TlbiFamily.ALLE3, Scope.Inner, 6, 3, 0),
        new(TlbiFamily.ALLE3, Scope.Outer, 6, 1, 0),
        new(TlbiFamily.ASIDE1, Scope.Local, 0, 7, 2),
        new(TlbiFamily.ASIDE1, Scope.Inner, 0, 3, 2),
        new(TlbiFamily.ASIDE1, Scope.Outer, 0, 1, 2),
        new(TlbiFamily.VAE1, Scope.Local, 0, 7, 1),
        new(TlbiFamily.VAE1, Scope.Inner, 0, 3, 1),
        new(TlbiFamily.VAE1, Scope.Outer, 0, 1, 1),
        new(TlbiFamily.VAAE1, Scope.Local, 0, 7, 3),
        new(TlbiFamily.VAAE1, Scope.Inner, 0, 3, 3),
        new(TlbiFamily.VAAE1, Scope.Outer, 0, 1, 3),
        new(TlbiFamily.VALE1, Scope.Local, 0, 7, 5),
        new(TlbiFamily.VALE1, Scope.Inner, 0, 3, 5),
        new(TlbiFamily.VALE1, Scope.Outer, 0, 1, 5),
        new(TlbiFamily.VAALE1, Scope.Local, 0, 7, 7),
        new(TlbiFamily.VAALE1, Scope.Inner, 0, 3, 7),
        new(TlbiFamily.VAALE1, Scope.Outer, 0, 1, 7),
        new(TlbiFamily.VAE2, Scope.Local, 4, 7, 1),
        new(TlbiFamily.VAE2, Scope.Inner, 4, 3, 1),
        new(TlbiFamily.VAE2, Scope.Outer, 4, 1, 1),
        new(TlbiFamily.VALE2, Scope.Local, 4, 7, 5),
        new(TlbiFamily.VALE2, Scope.Inner, 4, 3, 5),
        new(TlbiFamily.VALE2, Scope.Outer, 4, 1, 5),
        new(TlbiFamily.VAE3, Scope.Local, 6, 7, 1),
        new(TlbiFamily.VAE3, Scope.Inner, 6, 3, 1),
        new(TlbiFamily.VAE3, Scope.Outer, 6, 1, 1),
        new(TlbiFamily.VALE3, Scope.Local, 6, 7, 5),
        new(TlbiFamily.VALE3, Scope.Inner, 6, 3, 5),
        new(TlbiFamily.VALE3, Scope.Outer, 6, 1, 5),
        new(TlbiFamily.IPAS2E1, Scope.Local, 4, 4, 1),
        new(TlbiFamily.IPAS2E1, Scope.Inner, 4, 0, 1),
        new(TlbiFamily.IPAS2E1, Scope.Outer, 4, 4, 0),
        new(TlbiFamily.IPAS2LE1, Scope.Local, 4, 4, 5),
        new(TlbiFamily.IPAS2LE1, Scope.Inner, 4, 0, 5),
        new(TlbiFamily.IPAS2LE1, Scope.Outer, 4, 4, 4),
        new(TlbiFamily.RVAE1, Scope.Local, 0, 6, 1),
        new(TlbiFamily.RVAE1, Scope.Inner, 0, 2, 1),
        new(TlbiFamily.RVAE1, Scope.Outer, 0, 5, 1),
        new(TlbiFamily.RVAAE1, Scope.Local, 0, 6, 3),
        new(TlbiFamily.RVAAE1, Scope.Inner, 0, 2, 3),
        new(TlbiFamily.RVAAE1, Scope.Outer, 0, 5, 3),
        new(TlbiFamily.RVALE1, Scope.Local, 0, 6, 5),
        new(TlbiFamily.RVALE1, Scope.Inner, 0, 2, 5),
        new(TlbiFamily.RVALE1, Scope.Outer, 0, 5, 5),
        new(TlbiFamily.RVAALE1, Scope.Local, 0, 6, 7),
        new(TlbiFamily.RVAALE1, Scope.Inner, 0, 2, 7),
        new(TlbiFamily.RVAALE1, Scope.Outer, 0, 5, 7),
        new(TlbiFamily.RVAE2, Scope.Local, 4, 6, 1),
        new(TlbiFamily.RVAE2, Scope.Inner, 4, 2, 1),
        new(TlbiFamily.RVAE2, Scope.Outer, 4, 5, 1),
        new(TlbiFamily.RVALE2, Scope.Local, 4, 6, 5),
        new(TlbiFamily.RVALE2, Scope.Inner, 4, 2, 5),
        new(TlbiFamily.RVALE2, Scope.Outer, 4, 5, 5),
        new(TlbiFamily.RVAE3, Scope.Local, 6, 6, 1),
        new(TlbiFamily.RVAE3, Scope.Inner, 6, 2, 1),
        new(TlbiFamily.RVAE3, Scope.Outer, 6, 5, 1),
        new(TlbiFamily.RVALE3, Scope.Local, 6, 6, 5),
        new(TlbiFamily.RVALE3, Scope.Inner, 6, 2, 5),
        new(TlbiFamily.RVALE3, Scope.Outer, 6, 5, 5),
        new(TlbiFamily.RIPAS2E1, Scope.Local, 4, 4, 2),
        new(TlbiFamily.RIPAS2E1, Scope.Inner, 4, 0, 2),
        new(TlbiFamily.RIPAS2E1, Scope.Outer, 4, 4, 3),
        new(TlbiFamily.RIPAS2LE1, Scope.Local, 4, 4, 6),
        new(TlbiFamily.RIPAS2LE1, Scope.Inner, 4, 0, 6),
        new(TlbiFamily.RIPAS2LE1, Scope.Outer, 4, 4, 7),
        new(TlbiFamily.VMALLWS2E1, Scope.Local, 4, 6, 2),
        new(TlbiFamily.VMALLWS2E1, Scope.Inner, 4, 2, 2),
        new(TlbiFamily.VMALLWS2E1, Scope.Outer, 4, 5, 2),
        new(TlbiFamily.PAALL, Scope.Local, 6, 7, 4, HasNXs: false),
        new(TlbiFamily.PAALL, Scope.Outer, 6, 1, 4, HasNXs: false),
        new(TlbiFamily.RPA, Scope.Outer, 6, 4, 3, HasNXs: false),
        new(TlbiFamily.RPAL, Scope.Outer, 6, 4, 7, HasNXs: false),
    ];

    private static readonly FrozenDictionary<string, TlbiOperation> ByName;

    static TlbiCatalogue()
    {
        Operations = [.. Rows.SelectMany(row => row.Operations())];
        ByName = Operations.ToFrozenDictionary(operation => operation.Name, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>All operations, by family, scope (local, Inner, Outer) and nXS.</summary>
    public static ImmutableArray<TlbiOperation> Operations { get; }

    /// <summary>The operation of that mnemonic, in any case; <c>null</c> if there is none.</summary>
    public static TlbiOperation? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>The operation of that family and scope; <c>null</c> if there is none (only the OS form of RPA exists).</summary>
    /// <param name="family">The family.</param>
    /// <param name="scope">Local, Inner or Outer.</param>
    /// <param name="nXs">The nXS form.</param>
    public static TlbiOperation? Find(TlbiFamily family, Scope scope, bool nXs = false) =>
        Operations.FirstOrDefault(operation => operation.Family == family && operation.Scope == scope && operation.NXs == nXs);

    /// <summary>The mnemonics that differ least from <paramref name="name"/>, the nearest first, at most five.</summary>
    public static IReadOnlyList<string> Nearest(string name) =>
        NearestNames.Of(name.ToUpperInvariant(), Operations.Select(operation => (operation.Name, operation.Name)), NearestOffered);

    private readonly record struct Row(TlbiFamily Family, Scope Scope, byte Op1, byte CRm, byte Op2, bool HasNXs = true)
    {
        public IEnumerable<TlbiOperation> Operations()
        {
            yield return new TlbiOperation(Family, Scope, false, new SystemEncoding(1, Op1, 8, CRm, Op2));
            if (HasNXs)
            {
                yield return new TlbiOperation(Family, Scope, true, new SystemEncoding(1, Op1, 9, CRm, Op2));
            }
        }
    }
}
