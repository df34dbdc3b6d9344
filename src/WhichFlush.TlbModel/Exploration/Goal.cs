using WhichFlush.TlbModel.Machine;
using WhichFlush.TlbModel.Questions;

namespace WhichFlush.TlbModel.Exploration;

/// <summary>A violation that the path search looks for, as the TLB entries that the PEs hold then.</summary>
/// <param name="Property">The violated property.</param>
/// <param name="Pe">The PE that holds the entries; P0 for a violation between two PEs.</param>
/// <param name="One">Index of the TLB entry; of two, of the newer one.</param>
/// <param name="Other">Index of the other TLB entry; -1 if there is none.</param>
/// <param name="OnArrival">The arrival of <paramref name="One"/> is the violation, not its presence.</param>
internal readonly record struct Goal(Property Property, int Pe, int One, int Other, bool OnArrival)
{
    /// <summary>The TLB entries that P0 holds.</summary>
    public ulong NeedP0 => Property == Property.TwoTruthsInSystem ? Bit(One) : Pe == 0 ? Needed : 0;

    /// <summary>The TLB entries that P1 holds.</summary>
    public ulong NeedP1 => Property == Property.TwoTruthsInSystem ? Bit(Other) : Pe == 1 ? Needed : 0;

    /// <summary>The violation needs P0 to have executed the last step.</summary>
    public bool AtEnd => Property is Property.StaleAtEnd or Property.Stuck;

    private ulong Needed => (OnArrival ? 0 : Bit(One)) | Bit(Other);

    private static ulong Bit(int entry) => entry < 0 ? 0 : 1UL << entry;

    /// <summary>The violations that a verdict search found, each once.</summary>
    public static IEnumerable<Goal> Of(VerdictSearch search)
    {
        // P1 comes first: of two interleavings of equal length, the one on the PE that does not know of the change is reported.
        for (int pe = 1; pe >= 0; pe--)
        {
            foreach ((int x, int y) in Pairs(search.SameTlb[pe]))
            {
                if (x < y)
                {
                    yield return new(Property.TwoTruthsInTlb, pe, y, x, OnArrival: false);
                }
            }

            foreach ((int x, int y) in Pairs(search.OnArrival[pe]))
            {
                yield return new(Property.TwoTruthsInTlb, pe, x, y, OnArrival: true);
            }

            for (int x = 0; x < TlbEntrySet.MaxEntries; x++)
            {
                if ((search.Stale[pe] >> x & 1) != 0)
                {
                    yield return new(Property.StaleAtEnd, pe, x, -1, OnArrival: false);
                }

                if (pe == 0 && (search.Stuck >> x & 1) != 0)
                {
                    yield return new(Property.Stuck, pe, x, -1, OnArrival: false);
                }
            }
        }

        foreach ((int x, int y) in Pairs(search.AcrossPes))
        {
            yield return new(Property.TwoTruthsInSystem, 0, x, y, OnArrival: false);
        }
    }

    private static IEnumerable<(int One, int Other)> Pairs(ulong[] masks)
    {
        for (int x = 0; x < masks.Length; x++)
        {
            foreach (int y in new BitIndexes(masks[x]))
            {
                yield return (x, y);
            }
        }
    }
}
