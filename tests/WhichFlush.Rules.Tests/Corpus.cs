using WhichFlush.Rules.Architecture;

namespace WhichFlush.Rules.Tests;

/// <summary>
/// The most different changes: every field of every format changed alone and in pairs, every pair of kinds, over stages,
/// regimes, granules, levels and BBM levels. The same list in the same order every time.
/// </summary>
internal static class Corpus
{
    private const Features Everything = Features.FEAT_AIE | Features.FEAT_HPDS2 | Features.FEAT_MTE_PERM | Features.FEAT_THE | Features.FEAT_XS
        | Features.FEAT_XNX | Features.FEAT_TTL | Features.FEAT_TLBIRANGE | Features.FEAT_LPA | Features.FEAT_HAFT | Features.FEAT_MTE2;

    private static readonly Features[] FeatureSets =
    [
        Features.None,
        Everything,
        Features.FEAT_S1PIE | Features.FEAT_S1POE | Features.FEAT_S2PIE | Features.FEAT_S2POE | Features.FEAT_TLBIRANGE,
    ];

    private static readonly (Granule Granule, int Level, bool Ds)[] Places =
    [
        (Granule.Size4K, 3, false), (Granule.Size4K, 2, false), (Granule.Size4K, 1, false), (Granule.Size4K, 0, true), (Granule.Size4K, 2, true),
        (Granule.Size16K, 3, false), (Granule.Size16K, 2, false), (Granule.Size16K, 1, true), (Granule.Size64K, 3, false), (Granule.Size64K, 2, false), (Granule.Size64K, 1, false),
    ];

    private static readonly (Stage Stage, Regime Regime, SecurityState Security)[] Translations =
    [
        (Stage.One, Regime.El10, SecurityState.NonSecure), (Stage.One, Regime.El10, SecurityState.Secure), (Stage.One, Regime.El20, SecurityState.NonSecure),
        (Stage.One, Regime.El20, SecurityState.Realm), (Stage.One, Regime.El2, SecurityState.NonSecure), (Stage.One, Regime.El3, SecurityState.Root),
        (Stage.Two, Regime.El10, SecurityState.NonSecure), (Stage.Two, Regime.El10, SecurityState.Realm), (Stage.Two, Regime.El10, SecurityState.Secure),
    ];

    /// <summary>Switches that change what fields mean or who else looks, each with a name for the golden file.</summary>
    private static readonly (string Name, Func<TranslationContext, TranslationContext> Set)[] Switches =
    [
        ("", static c => c),
        ("ha hd", static c => c with { Ha = true, Hd = true }),
        ("fwb wxn sharedWalk", static c => c with { Fwb = true, Wxn = true, SharedWalk = true }),
        ("single", static c => c with { Sharing = Sharing.Single }),
        ("permissive sameContents", static c => c with { Reading = Reading.Permissive, SameContents = true }),
        ("spuriousFault overlaps notSame", static c => c with { SpuriousFault = true, OverlapsNonGlobal = true, SameMapping = false }),
    ];

    /// <summary>Every question, each with a line that names it.</summary>
    public static IEnumerable<(string Name, Question Question)> Named()
    {
        foreach (var (stage, regime, security) in Translations)
        {
            foreach (var (granule, level, ds) in Places)
            {
                foreach (Features features in FeatureSets)
                {
                    int round = 0;
                    foreach (TranslationContext context in Contexts(stage, regime, security, granule, level, ds, features))
                    {
                        string place = $"{(stage == Stage.One ? $"s1 {regime}" : "s2")} {security} {granule.ToString()[4..].ToLowerInvariant()} L{level}{(ds ? " ds" : "")} f{Array.IndexOf(FeatureSets, features)} bbm{context.Bbm} {Switches[round % Switches.Length].Name}".TrimEnd();
                        round++;
                        foreach (var (name, old, @new) in Changes(context, round))
                        {
                            yield return ($"{place}: {name}", new Question { Old = old, New = @new, Context = context });
                        }
                    }
                }
            }
        }
    }

    /// <summary>About 5,000 of them, spread evenly: which ones depends on the questions alone, never on their answers.</summary>
    public static IEnumerable<(string Name, Question Question)> Golden() => Named().Where((_, i) => i % 19 == 3);

    /// <summary>The questions alone.</summary>
    public static IEnumerable<Question> Questions() => Named().Select(named => named.Question);

    private static IEnumerable<TranslationContext> Contexts(
        Stage stage, Regime regime, SecurityState security, Granule granule, int level, bool ds, Features features)
    {
        for (int i = 0; i < Switches.Length; i++)
        {
            // Each switch meets each BBM level somewhere: the level turns with the place.
            int bbm = (i + level + (int)granule + (int)regime + (int)security) & 3;
            yield return Switches[i].Set(new TranslationContext
            {
                Stage = stage,
                Regime = regime,
                Security = security,
                Granule = granule,
                Level = level,
                Ds = ds,
                Features = features,
                Bbm = bbm,
                Mair = stage == Stage.One ? 0x00f4_ff00_bb04_eeff : null,
            });
        }
    }

    /// <summary>AP[2], or the write bit of S2AP: what turns a writable leaf into a read-only one.</summary>
    private static ulong ReadOnly(TranslationContext context) => Decoder.IndirectPermissions(ContextKeys.Of(context)) ? 0 : 1UL << 7;

    private static IEnumerable<(string Name, ulong Old, ulong New)> Changes(TranslationContext context, int round)
    {
        var kinds = new List<(string Name, ulong Value)> { ("Invalid", 0) };
        bool leaf = context.Level == 3 || Geometry.SupportsBlock(context);
        ulong leafBits = context.Stage == Stage.One ? 0x0060_0000_0000_0700UL : 0x0000_0000_0000_07fcUL;
        ulong address = Geometry.AddressMask(context, context.Level == 3 ? DescriptorKind.Page : DescriptorKind.Block) & 0x0000_7000_0000_0000UL;
        if (context.Ds)
        {
            leafBits &= ~0x300UL;
        }

        if (leaf)
        {
            kinds.Add((context.Level == 3 ? "Page" : "Block", leafBits | address | (context.Level == 3 ? 3UL : 1UL)));
        }

        if (leaf && round % 4 == 1)
        {
            kinds.Add(("read-only run", kinds[1].Value ^ ReadOnly(context) | (Geometry.ContiguousEntries(context) > 1 ? Ask.Contiguous : 0)));
        }

        if (leaf && round % 3 == 2)
        {
            kinds.Add(("Device", context.Stage == Stage.One ? kinds[1].Value | (2UL << 2) : kinds[1].Value & ~0x3cUL));
        }

        if (context.Level < 3)
        {
            kinds.Add(("Table", 0x0000_0000_4000_0403 | (round % 3 == 0 ? 1UL << 62 : 0)));
        }

        foreach (var (oldName, old) in kinds)
        {
            foreach (var (newName, @new) in kinds.Where(kind => kind.Value != old))
            {
                yield return ($"{oldName} to {newName}", old, @new);
            }
        }

        foreach (var (kindName, value) in kinds.Skip(1))
        {
            yield return ($"{kindName} as it is", value, value);
            yield return ($"{kindName} software", value, value ^ (1UL << 56));
            yield return ($"{kindName} bit 5", value, value ^ (1UL << 5));
            DescriptorKind kind = Decoder.KindOf(context, value);
            ContextKey key = ContextKeys.Of(context, kind);
            var fields = FieldTable.For(context.Stage, kind)
                .Where(row => row.AppliesTo(key) && row.Field != Field.Software)
                .Select(row => (row.Name, Bit: row.Mask & (0 - row.Mask)))
                .Append((Name: "address", Bit: 1UL << 40))
                .ToList();
            foreach (var (name, bit) in fields)
            {
                yield return ($"{kindName} {name}", value, value ^ bit);
            }

            // Pairs: a few of them in each context, all of them over the contexts.
            for (int i = 0; i < fields.Count; i++)
            {
                int j = (i + round) % fields.Count;
                if (j != i)
                {
                    yield return ($"{kindName} {fields[i].Name} + {fields[j].Name}", value ^ fields[i].Bit, value ^ fields[j].Bit);
                }
            }
        }
    }
}
