using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Changes;

namespace WhichFlush.Rules.Explanation;

/// <summary>
/// Tests whether the members of a Contiguous run agree (RSKQHL): the same attributes and consecutive output addresses, aligned to the
/// run. Access flag, dirty state and software bits may differ, and a member may be Invalid (RGPHKF, IPGVGZ).
/// </summary>
internal static class RunAgreement
{
    private const Change MayDiffer = Change.SoftwareBits | Change.NoEffect | Change.InsideRun | Change.AccessFlagSet | Change.AccessFlagCleared
        | Change.MadeClean | Change.MadeDirty;

    private const Change ChangesOfRights = Change.RightsGained | Change.RightsLost;

    private const int DbmBit = 51;

    /// <summary>The index of the first member that does not agree with the Contiguous leaves; -1 if all agree, or if there is no Contiguous leaf.</summary>
    public static int Disagrees(in Transition t, ReadOnlySpan<ulong> members)
    {
        int first = 0;
        while (first < members.Length && !IsMember(t, members[first]))
        {
            first++;
        }

        if (first == members.Length)
        {
            return -1;
        }

        ref readonly LevelGeometry level = ref Geometry.At(t.Context);
        DescriptorKind kind = Decoder.KindOf(t.Key, members[first]);
        ulong size = 1UL << level.EntryShift;
        ulong start = Geometry.Address(t.Context, kind, members[first]) & ~((size << level.RunShift) - 1);
        for (int i = 0; i < members.Length; i++)
        {
            bool agrees = IsMember(t, members[i])
                ? Agrees(t, Geometry.WithAddress(t.Context, kind, members[first], start + ((ulong)i * size)), members[i])
                : Decoder.KindOf(t.Key, members[i]) == DescriptorKind.Invalid;
            if (!agrees)
            {
                return i;
            }
        }

        return -1;
    }

    private static bool Agrees(in Transition t, ulong expected, ulong member)
    {
        const ulong AccessFlag = 1UL << 10;
        var change = new DescriptorChange
        {
            Context = t.Context with { SpuriousFault = false, Errata = Errata.None },
            Old = expected | AccessFlag,
            New = member | AccessFlag,
        };
        Change differences = Comparison.Compare(change, t.Tables, t.Permissive).Changes & ~MayDiffer;

        // Hardware changes the write permission of a member with DBM = 1 by itself.
        bool dirtyManaged = (t.Key & ContextKey.Hd) != 0 && Decoder.IsWritable(t.Context, t.Key, expected) && Bits.IsSet(expected, DbmBit);
        return (dirtyManaged ? differences & ~ChangesOfRights : differences) == Change.None;
    }

    private static bool IsMember(in Transition t, ulong raw) =>
        Decoder.KindOf(t.Key, raw) is DescriptorKind.Block or DescriptorKind.Page && Decoder.IsContiguous(t.Key, raw);
}
