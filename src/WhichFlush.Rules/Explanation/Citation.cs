using System.Collections.Frozen;

namespace WhichFlush.Rules.Explanation;

/// <summary>A rule of the Arm manual (DDI 0487 issue M) or an erratum: section and content.</summary>
/// <param name="Id">Arm's rule id, or the id of the erratum.</param>
/// <param name="Section">Section of the manual, or the chapter alone; <c>erratum</c> for an erratum.</param>
/// <param name="Gist">The content in our words.</param>
public sealed record Citation(string Id, string Section, string Gist)
{
    private static readonly Citation[] Table =
    [
        new("IMWKTV", "D8.2.7.1", "Hardware ignores the bits of a descriptor that are reserved for software."),
        new("RGPPYH", "D8.17", "A change of an entry that a TLB may hold takes effect for certain only after the cached copies were invalidated."),
        new("RXCLRD", "D8.16", "An entry that raises a Translation, Address size or Access flag fault is never cached; one that raises Permission faults may be."),
        new("IWZCBG", "D8.17", "Making an entry valid that was not needs no invalidation, since nothing can have been cached."),
        new("RXFXTY", "D8.5.1", "Faulting entries stay out of TLBs."),
        new("RSQBCS", "D8.16", "Which entries may be cached: also those whose accesses raise Permission faults, so that a fault may come from a copy that is stricter than the table."),
        new("IHQBRF", "D8.5.1.1", "An entry with AF = 0 is never held in a TLB, so setting the Access flag needs no invalidation."),
        new("RRVJDB", "D8.17", "Whatever holds table entries counts as a TLB: walk caches and combined entries, too."),
        new("IYQWJF", "D8.4.1.2", "The permission limits of a Table are to be changed with break-before-make."),
        new("ITKPLZ", "D8.4.6.1", "A change of NSTable is a change of the output address space of everything below."),
        new("RFBQWG", "D8", "A TLB may hold the base permissions that an index selected."),
        new("ISKPNZ", "D8", "A TLB may hold a permission index of a descriptor."),
        new("RLJKKX", "D8", "An overlay is looked up at each access, through the index that a TLB holds."),
        new("RWHZWS", "D8.17.1", "Changes of memory type, of an output address that matters, of size without FEAT_BBM, and of global scope go through an invalid entry."),
        new("RDDMVT", "D8.17.1", "Break-before-make: store invalid, DSB, broadcast TLBI, DSB, store new, DSB."),
        new("IWZRHR", "D8.17.1", "A change of the output address space is a change of the output address."),
        new("RJYHZR", "D8.16.3.1", "What was found under NSTable = 1 in Secure state counts as non-global."),
        new("RKFLJB", "D8.17.2", "How a size change may be done, by FEAT_BBM level: break, nT, or direct."),
        new("RPVTFW", "D8.17.2", "What FEAT_BBM relaxes holds only if nothing else that needs a break changes with the size."),
        new("RKHRBC", "D8.17.2", "From FEAT_BBM level 1 on, the Contiguous bit may be changed directly."),
        new("RFCPSG", "D8.17.2", "A direct change of the Contiguous bit may raise TLB conflict aborts."),
        new("IHYQMB", "D8.17.2", "Until the invalidation after a direct size change has completed, TLB conflict aborts are possible."),
        new("RMRRPW", "D8.7.3", "A Block with nT = 1 may raise Translation faults or TLB conflict aborts."),
        new("RNGLXZ", "D8.7.1.1", "What a lookup may return while a Contiguous run is programmed inconsistently."),
        new("RJQQTC", "D8.7.1.1", "Members of a Contiguous run that differ otherwise: any member's value may be used for the whole run."),
        new("IVNXYF", "D8.7.1", "Maintenance of a Contiguous run covers the entire contiguous region."),
        new("RPYFVQ", "D8.6.2", "Device and Normal Non-cacheable memory is treated as Outer Shareable whatever SH says."),
        new("RYHCTP", "D8.6.7", "At stage 2, too, Device and Normal Non-cacheable memory is treated as Outer Shareable whatever SH says."),
        new("RGPHKF", "D8.5.5", "No member of a Contiguous run needs AF = 1 if one of them has it: the whole run may then be cached."),
        new("CVE-2025-10263", "erratum", "A broadcast TLBI and its DSB may complete early; one more TLBI and DSB make up for it."),
        new("1286807", "erratum", "A broadcast TLBI and its DSB may complete early; one more TLBI and DSB make up for it."),
        new("2441007", "erratum", "A broadcast TLBI and its DSB may complete early; one more TLBI and DSB make up for it."),
        new("2441009", "erratum", "A broadcast TLBI and its DSB may complete early; one more TLBI and DSB make up for it."),
        new("E1009", "erratum", "A broadcast TLBI and its DSB may complete early; one more TLBI and DSB make up for it."),
        new("813419", "erratum", "A broadcast TLBI of EL3 and its DSB may complete early; one more TLBI and DSB make up for it."),
        new("3053180", "erratum", "Break-before-make must be observed for size changes, whatever the ID register says."),
        new("3683289", "erratum", "Break-before-make must be observed for changes of size and permissions, whatever the ID register says."),
        new("2645198", "erratum", "Break-before-make must be observed where a stage 1 user mapping loses execute."),
        new("IBMRWH", "D8.5.1.1", "Where several agents may set the Access flag, an entry with AF = 0 is replaced by compare-and-swap."),
    ];

    private static readonly FrozenDictionary<string, Citation> ById = Table.ToFrozenDictionary(citation => citation.Id);

    /// <summary>The citation of a rule id.</summary>
    /// <exception cref="KeyNotFoundException">The rule book does not cite this id.</exception>
    public static Citation Of(string id) => ById[id];
}
