using WhichFlush.Rules.Tlbi;

namespace WhichFlush.Rules.Tests.Tlbi;

/// <summary>Differences between Linux and the engine. Linux is correct in each: it removes as much or more, or relies on a disputed rule.</summary>
public enum LinuxDifference
{
    /// <summary>Linux defers the DSB to a later context switch: the old Access flag may stay cached for a while.</summary>
    DefersBarrier,

    /// <summary>Linux uses the any-level form for a removed leaf, because its caller may have freed a table as well.</summary>
    AnyLevelForm,

    /// <summary>The Linux helper does not know the level, so its operand has no TTL hint.</summary>
    NoLevelHint,

    /// <summary>Linux puts a hint into range operands without FEAT_TTL, because every part with range operations has FEAT_TTL.</summary>
    HintWithoutFeature,

    /// <summary>Linux counts pages, so one Block is a range of pages; one operation by address removes the Block, too.</summary>
    RangeForOneEntry,

    /// <summary>Linux removes the walk entries of a Table for one ASID; the engine requires all ASIDs, because leaves below may be global.</summary>
    OneAsidForTable,

    /// <summary>Linux removes the walk entries of a Table with ASIDE1, which is disputed (RFKSVM); the strict reading is context-wide.</summary>
    AsidForTable,

    /// <summary>Linux uses the context-wide form if a loop would need more than MAX_DVM_OPS operations by address.</summary>
    ContextInsteadOfLoop,

    /// <summary>KVM loops over the pages of a removed table without FEAT_TLBIRANGE; the engine invalidates the VMID and offers the loop.</summary>
    LoopInsteadOfContext,
}

/// <summary>The differences of each call, and their removal from both sequences.</summary>
internal static class LinuxDifferences
{
    private const ulong RangeTtl = 3UL << 37;
    private const ulong AddressTtl = 15UL << 44;

    /// <summary>Name of a case or function, FEAT_TLBIRANGE and FEAT_TTL (<c>null</c>: with and without), and the differences.</summary>
    private static readonly (string Name, bool? HasRange, bool? HasTtl, LinuxDifference[] Differences)[] Table =
    [
        ("__ptep_clear_flush_young()", null, null, [LinuxDifference.DefersBarrier]),
        ("__ptep_set_access_flags(dirty) pmd", true, null, [LinuxDifference.RangeForOneEntry]),
        ("flush_pmd_tlb_range()", false, null, [LinuxDifference.AnyLevelForm]),
        ("flush_pmd_tlb_range()", true, null, [LinuxDifference.AnyLevelForm, LinuxDifference.RangeForOneEntry]),
        ("contpte_", true, false, [LinuxDifference.HintWithoutFeature]),
        ("hugetlb CONT_PTE", null, true, [LinuxDifference.NoLevelHint]),
        ("hugetlb CONT_PMD", true, false, [LinuxDifference.HintWithoutFeature]),
        ("hugetlb PMD", true, null, [LinuxDifference.RangeForOneEntry]),
        ("hugetlb PUD", true, null, [LinuxDifference.RangeForOneEntry]),
        ("only ptes cleared, 3 pages", true, false, [LinuxDifference.HintWithoutFeature]),
        ("freed_tables", true, null, [LinuxDifference.OneAsidForTable]),
        ("pmdp_collapse_flush()", true, null, [LinuxDifference.OneAsidForTable]),
        ("freed_tables", false, null, [LinuxDifference.AsidForTable]),
        ("pmdp_collapse_flush()", false, null, [LinuxDifference.AsidForTable]),
        ("set_memory_*() 1 page", null, true, [LinuxDifference.NoLevelHint]),
        ("set_memory_*() 16 pages", false, true, [LinuxDifference.NoLevelHint]),
        ("1 GiB", false, null, [LinuxDifference.ContextInsteadOfLoop]),
        ("__kvm_tlb_flush_vmid_ipa_L2", null, null, [LinuxDifference.AnyLevelForm]),
        ("__kvm_tlb_flush_vmid_ipa_unknown", null, null, [LinuxDifference.AnyLevelForm, LinuxDifference.NoLevelHint]),
        ("__kvm_tlb_flush_vmid_ipa_nsh_L3", null, null, [LinuxDifference.AnyLevelForm]),
        ("__kvm_tlb_flush_vmid_range_512p", false, null, [LinuxDifference.LoopInsteadOfContext]),
    ];

    public static IEnumerable<LinuxDifference> Of(LinuxCall call) => Table
        .Where(row => (row.Name == call.What || call.Is(row.Name))
            && (row.HasRange is null || row.HasRange == call.HasRange)
            && (row.HasTtl is null || row.HasTtl == call.HasTtl))
        .SelectMany(row => row.Differences);

    /// <summary>Removes a difference from both sequences. A difference of another kind stays.</summary>
    public static (List<LinuxInstruction> Theirs, List<LinuxInstruction> Ours) Undo(
        LinuxDifference difference, List<LinuxInstruction> theirs, List<LinuxInstruction> ours, LinuxCall call) => difference switch
    {
        LinuxDifference.DefersBarrier => (theirs, ours[..^1]),
        LinuxDifference.AnyLevelForm => ([.. theirs.Select(LastLevel)], ours),
        LinuxDifference.NoLevelHint => (theirs, [.. ours.Select(WithoutHint)]),
        LinuxDifference.HintWithoutFeature => ([.. theirs.Select(one => one.Name.StartsWith('r') ? WithoutHint(one) : one)], ours),
        LinuxDifference.RangeForOneEntry => Covers(theirs[0], ours[0], call) ? ([ours[0], .. theirs[1..]], ours) : (theirs, ours),
        LinuxDifference.OneAsidForTable when theirs[0].Name == "rvae1is" =>
            ([new("rvaae1is", theirs[0].Operand & ~(0xffffUL << 48)), .. theirs[1..]], ours),
        LinuxDifference.AsidForTable when theirs[0].ToString() == "aside1is 0x7000000000000" => ([new("vmalle1is", null), .. theirs[1..]], ours),
        LinuxDifference.ContextInsteadOfLoop when ours.Count - 1 >= call.GranuleBytes / 8 && theirs[0].Name == "vmalle1is" => (theirs[1..], ours[^1..]),
        LinuxDifference.LoopInsteadOfContext => (Loop(theirs) ? [new("vmalls12e1is", null), new("dsb ish", null)] : theirs, ours),
        _ => (theirs, ours),
    };

    private static LinuxInstruction LastLevel(LinuxInstruction instruction) => instruction with
    {
        Name = instruction.Name.Replace("vae1", "vale1", StringComparison.Ordinal).Replace("ipas2e1", "ipas2le1", StringComparison.Ordinal),
    };

    private static LinuxInstruction WithoutHint(LinuxInstruction instruction) => instruction with
    {
        Operand = instruction.Operand & ~(instruction.Operation?.OperandKind is OperandKind.Range or OperandKind.IpaRange ? RangeTtl : AddressTtl),
    };

    /// <summary>Whether Linux uses the range form of our operation, over exactly the same entry.</summary>
    private static bool Covers(LinuxInstruction theirs, LinuxInstruction ours, LinuxCall call)
    {
        if (theirs.Operation?.Family.ByAddress() != ours.Operation!.Family || theirs.Operation.Family == ours.Operation.Family)
        {
            return false;
        }

        var range = OperandContent.Decode(OperandKind.Range, theirs.Operand!.Value);
        var one = OperandContent.Decode(OperandKind.Address, ours.Operand!.Value);
        int shift = (int)call.Granule;
        return range.Asid == one.Asid
            && range.Address << shift == one.Address << 12
            && (one.Ttl == 0 || range.Ttl == (one.Ttl & 3))
            && range.Range.Granules << shift == 1UL << Rules.Architecture.Geometry.EntryShift(call.Granule, range.Ttl);
    }

    /// <summary>Whether the sequence is IPAS2E1IS for each of 512 pages in a row; DSB; VMALLE1IS; DSB.</summary>
    private static bool Loop(List<LinuxInstruction> theirs) => theirs.Count == 515
        && theirs.Take(512).Select((one, i) => one == new LinuxInstruction("ipas2e1is", 0x40200UL + (ulong)i)).All(same => same)
        && theirs[512..].Select(one => one.Name).SequenceEqual(["dsb ish", "vmalle1is", "dsb ish"]);
}
