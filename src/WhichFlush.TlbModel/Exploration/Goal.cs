namespace WhichFlush.TlbModel.Exploration;

/// <summary>A violation to be reached: what the PEs hold then.</summary>
/// <param name="Property">The property that it violates.</param>
/// <param name="Pe">The PE that it is about; P0 for a violation between two PEs.</param>
/// <param name="One">The number of the thing held, the newer one of two.</param>
/// <param name="Other">The number of the other thing; -1 if there is none.</param>
/// <param name="Arrives">The violation is that <paramref name="One"/> comes, not that it is there.</param>
internal readonly record struct Goal(Property Property, int Pe, int One, int Other, bool Arrives)
{
    public ulong NeedP0 => Property == Property.TwoTruthsInSystem ? Bit(One) : Pe == 0 ? Needed : 0;

    public ulong NeedP1 => Property == Property.TwoTruthsInSystem ? Bit(Other) : Pe == 1 ? Needed : 0;

    public bool AtEnd => Property is Property.StaleAtEnd or Property.Stuck;

    private ulong Needed => (Arrives ? 0 : Bit(One)) | Bit(Other);

    private static ulong Bit(int thing) => thing < 0 ? 0 : 1UL << thing;

    /// <summary>Every violation that a search found, each once.</summary>
    public static IEnumerable<Goal> Of(VerdictSearch search)
    {
        // Of two ways as short as each other the first is told: what goes wrong on the PE that knows nothing of the change.
        for (int pe = 1; pe >= 0; pe--)
        {
            foreach ((int x, int y) in Pairs(search.Clash[pe]))
            {
                if (x < y)
                {
                    yield return new(Property.TwoTruthsInTlb, pe, y, x, Arrives: false);
                }
            }

            foreach ((int x, int y) in Pairs(search.Later[pe]))
            {
                yield return new(Property.TwoTruthsInTlb, pe, x, y, Arrives: true);
            }

            for (int x = 0; x < 64; x++)
            {
                if ((search.Stale[pe] >> x & 1) != 0)
                {
                    yield return new(Property.StaleAtEnd, pe, x, -1, Arrives: false);
                }

                if (pe == 0 && (search.Stuck >> x & 1) != 0)
                {
                    yield return new(Property.Stuck, pe, x, -1, Arrives: false);
                }
            }
        }

        foreach ((int x, int y) in Pairs(search.Split))
        {
            yield return new(Property.TwoTruthsInSystem, 0, x, y, Arrives: false);
        }
    }

    private static IEnumerable<(int One, int Other)> Pairs(ulong[] masks)
    {
        for (int x = 0; x < masks.Length; x++)
        {
            for (ulong rest = masks[x]; rest != 0; rest &= rest - 1)
            {
                yield return (x, System.Numerics.BitOperations.TrailingZeroCount(rest));
            }
        }
    }
}
