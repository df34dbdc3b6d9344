using WhichFlush.Rules.Architecture;
using WhichFlush.TlbModel.Questions;
using static WhichFlush.TlbModel.Tests.ModelQuestions;

namespace WhichFlush.TlbModel.Tests;

/// <summary>A handwritten sequence, and the properties that it violates; none if it is correct.</summary>
internal sealed record NamedCase(string Name, ModelQuestion Question, params Property[] Expected);

/// <summary>Common mistakes, each beside the correct sequence.</summary>
internal static class NamedCases
{
    private const Property Tlb = Property.TwoTruthsInTlb, System = Property.TwoTruthsInSystem,
        Stale = Property.StaleAtEnd, Stuck = Property.Stuck, Refilled = Property.Refilled,
        Lost = Property.LostUpdate, Undefined = Property.UndefinedHere;

    private const ulong ReadOnly = Page | 1 << 7, Global = Page & ~(1UL << 11), Table = 0x1004003, Block2 = 0x40800007fd, Page2 = 0x40800007ff;

    private static readonly TranslationContext AtLevel2 = Stage1 with { Level = 2, Address = 0x200000, Features = Features.FEAT_TLBIRANGE };
    private static readonly TranslationContext Guest = new() { Level = 3, Address = 0x10000 };
    private static readonly TranslationContext GuestAtLevel2 = new() { Level = 2, Address = 0x200000 };

    public static IReadOnlyList<NamedCase> All { get; } =
    [
        new("remap", Remap("STR invalid", "DSB ISH", "TLBI VALE1IS", "DSB ISH", "STR new", "DSB ISHST", "ISB")),
        new("remap without TLBI", Remap("CAS old, new"), Tlb, System, Stale),
        new("remap without the first DSB", Remap("STR invalid", "TLBI VALE1IS", "DSB ISH", "STR new"), Tlb, System, Stale, Refilled),
        new("remap without the DSB after the TLBI", Remap("STR invalid", "DSB ISH", "TLBI VALE1IS", "STR new"), Tlb, System, Stale),
        new("remap with DSB ISHST after the TLBI", Remap("STR invalid", "DSB ISH", "TLBI VALE1IS", "DSB ISHST", "STR new"), Tlb, System, Stale),
        new("remap with DSB NSH after the TLBI", Remap("STR invalid", "DSB ISH", "TLBI VALE1IS", "DSB NSH", "STR new"), Tlb, System, Stale),
        new("remap with DMB for DSB", Remap("STR invalid", "DSB ISH", "TLBI VALE1IS", "DMB ISH", "STR new"), Tlb, System, Stale),
        new("remap with a local TLBI", Remap("STR invalid", "DSB ISH", "TLBI VALE1", "DSB ISH", "STR new"), Tlb, System, Stale),
        new("remap, wrong address", Remap("STR invalid", "DSB ISH", "TLBI VALE1IS, 0x1000000000011", "DSB ISH", "STR new"), Tlb, System, Stale),
        new("remap, wrong ASID", Remap("STR invalid", "DSB ISH", "TLBI VALE1IS, 0x2000000000010", "DSB ISH", "STR new"), Tlb, System, Stale),
        new("remap, right TTL", Remap("STR invalid", "DSB ISH", "TLBI VALE1IS, 0x1700000000010", "DSB ISH", "STR new")),
        new("remap, wrong TTL", Remap("STR invalid", "DSB ISH", "TLBI VALE1IS, 0x1600000000010", "DSB ISH", "STR new"), Tlb, System, Stale),
        new("remap, TTL of 4K level 0 without FEAT_LPA2", Remap("STR invalid", "DSB ISH", "TLBI VALE1IS, 0x1400000000010", "DSB ISH", "STR new")),
        new("remap, TTL of 4K level 0 with FEAT_LPA2", Ask(Page, Page + 0x1000, Stage1 with { Features = Features.FEAT_LPA2 }, "STR invalid", "DSB ISH", "TLBI VALE1IS, 0x1400000000010", "DSB ISH", "STR new"), Tlb, System, Stale),
        new("remap, wrong regime", Remap("STR invalid", "DSB ISH", "TLBI VALE2IS", "DSB ISH", "STR new"), Tlb, System, Stale),
        new("remap, wrong stage", Remap("STR invalid", "DSB ISH", "TLBI IPAS2LE1IS", "DSB ISH", "STR new"), Tlb, System, Stale),
        new("unmap", Ask(Page, 0, Stage1, "STR new", "DSB ISHST", "TLBI VALE1IS", "DSB ISH", "ISB")),
        new("unmap without TLBI", Ask(Page, 0, Stage1, "STR new", "DSB ISH"), Stale),
        new("unmap without DSB before the TLBI", Ask(Page, 0, Stage1, "STR new", "TLBI VALE1IS", "DSB ISH"), Stale, Refilled),
        new("unmap of a Table, whole span", Ask(Table, 0, AtLevel2, "STR new", "DSB ISHST", "TLBI RVAAE1IS", "DSB ISH")),
        new("unmap of a Table, address by address", Ask(Table, 0, AtLevel2, "STR new", "DSB ISHST", "TLBI VAAE1IS * 512", "DSB ISH")),
        new("unmap of a Table, one address", Ask(Table, 0, AtLevel2, "STR new", "DSB ISHST", "TLBI VAAE1IS", "DSB ISH"), Stale),
        new("unmap of a Table, last level", Ask(Table, 0, AtLevel2, "STR new", "DSB ISHST", "TLBI RVAALE1IS", "DSB ISH"), Stale),
        new("unmap of a Table, one ASID", Ask(Table, 0, AtLevel2, "STR new", "DSB ISHST", "TLBI RVAE1IS", "DSB ISH"), Stale),
        new("unmap of a Table of a guest, last level", Ask(Table, 0, GuestAtLevel2, "STR new", "DSB ISHST", "TLBI RIPAS2LE1IS", "DSB ISH", "TLBI VMALLE1IS", "DSB ISH"), Stale),
        new("Table gives way to a Block elsewhere, last level", Ask(Table, 0x60000040000f41, AtLevel2 with { SameMapping = false }, "STR invalid", "DSB ISH", "TLBI RVAALE1IS", "DSB ISH", "STR new"), Tlb, System, Stale, Refilled),
        new("write gained", Ask(ReadOnly, Page, Stage1, "STR new", "DSB NSHST", "TLBI VALE1", "DSB NSH", "ISB")),
        new("write gained without TLBI", Ask(ReadOnly, Page, Stage1, "STR new", "DSB ISH"), Stuck),
        new("write gained, CnP, local TLBI", Ask(ReadOnly, Page, Stage1 with { Cnp = true }, "STR new", "DSB ISHST", "TLBI VALE1", "DSB ISH"), Stale),
        new("write lost, local TLBI", Ask(Page, ReadOnly, Stage1, "STR new", "DSB ISHST", "TLBI VALE1", "DSB ISH"), Stale),
        new("becomes global", Ask(Page, Global, Stage1, "STR invalid", "DSB ISH", "TLBI VAALE1IS", "DSB ISH", "STR new")),
        new("becomes global, one ASID", Ask(Page, Global, Stage1, "STR invalid", "DSB ISH", "TLBI VALE1IS", "DSB ISH", "STR new"), Tlb, Stale),
        new("becomes global, direct", Ask(Page, Global, Stage1, "STR new", "DSB ISH", "TLBI VMALLE1IS", "DSB ISH"), Tlb),
        new("guest remap", Ask(Page2, Page2 + 0x1000, Guest, "STR invalid", "DSB ISH", "TLBI IPAS2LE1IS", "DSB ISH", "TLBI VMALLE1IS", "DSB ISH", "STR new")),
        new("guest remap, IPAS2 and VMALLE1 swapped", Ask(Page2, Page2 + 0x1000, Guest, "STR invalid", "DSB ISH", "TLBI VMALLE1IS", "DSB ISH", "TLBI IPAS2LE1IS", "DSB ISH", "STR new"), Tlb, System, Stale, Refilled),
        new("guest remap, no DSB between", Ask(Page2, Page2 + 0x1000, Guest, "STR invalid", "DSB ISH", "TLBI IPAS2LE1IS", "TLBI VMALLE1IS", "DSB ISH", "STR new"), Tlb, System, Stale, Refilled),
        new("guest remap at BBM level 2", Ask(Page2, Page2 + 0x1000, Guest with { Bbm = 2 }, "CAS old, new"), Tlb, System, Stale),
        new("guest split at level 0", Ask(Block2, Table, GuestAtLevel2, "STR new", "DSB ISHST", "TLBI VMALLS12E1IS", "DSB ISH"), Tlb),
        new("guest split at level 2", Ask(Block2, Table, GuestAtLevel2 with { Bbm = 2 }, "STR new", "DSB ISHST", "TLBI VMALLS12E1IS", "DSB ISH")),
        new("guest split at level 2, no TLBI", Ask(Block2, Table, GuestAtLevel2 with { Bbm = 2 }, "STR new", "DSB ISHST"), Stale),
        new("empty Table to Block at level 1", Ask(Table, 0x60000040000f41, AtLevel2 with { Bbm = 1 }, "STR new", "DSB ISHST", "TLBI VMALLE1IS", "DSB ISH") with { Children = new ulong[512] }, Tlb),
        new("empty Table to Block at level 2", Ask(Table, 0x60000040000f41, AtLevel2 with { Bbm = 2 }, "STR new", "DSB ISHST", "TLBI VMALLE1IS", "DSB ISH") with { Children = new ulong[512] }),
        new("write lost, plain store over a writable-clean page", Ask(ReadOnly | 1UL << 51, 0, Stage1 with { Ha = true, Hd = true }, "STR new", "DSB ISHST", "TLBI VALE1IS", "DSB ISH"), Lost),
        new("guest unmap at EL1", Ask(Page2, 0, Guest with { RunsAt = ExceptionLevel.El1 }, "STR new", "DSB ISHST", "TLBI IPAS2LE1IS", "DSB ISH", "TLBI VMALLE1IS", "DSB ISH"), Undefined),
        new("AF = 0 as break, compare-and-swap as make", Ask(Page, OtherPage, Stage1 with { Ha = true }, $"STR 0x{Page & ~(1UL << 10):x}", "DSB ISH", "TLBI VALE1IS", "DSB ISH", $"CAS 0x{Page & ~(1UL << 10):x}, new", "DSB ISHST")),
        new("AF = 0 as break, plain store as make", Ask(Page, OtherPage, Stage1 with { Ha = true }, $"STR 0x{Page & ~(1UL << 10):x}", "DSB ISH", "TLBI VALE1IS", "DSB ISH", "STR new", "DSB ISHST"), Tlb, System, Stale, Refilled),
        new("guest split at level 3, no TLBI", Ask(Block2, Table, GuestAtLevel2 with { Bbm = 3 }, "STR new", "DSB ISHST")),
    ];

    public static NamedCase Find(string name) => All.Single(one => one.Name == name);

    private static ModelQuestion Remap(params string[] steps) => Ask(Page, OtherPage, Stage1, steps);
}
