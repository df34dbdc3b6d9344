using System.Text.Json;
using System.Text.Json.Nodes;
using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Capabilities;

namespace WhichFlush.Api.Questions;

/// <summary>The members of a <c>/v1/flush</c> question, in the order of the contract. Defaults are those of <see cref="TranslationContext"/>.</summary>
internal static class QuestionMembers
{
    /// <summary>ASIDs of the longest list.</summary>
    private const int MaxAsids = 64;

    private static readonly TranslationContext Defaults = new();

    /// <summary>Every member.</summary>
    public static readonly MemberTable<QuestionBinder> Table = new(
    [
        Hex64("old", "The 64-bit descriptor that stands in the table now.", "0x400000600007c1", (q, value) => q.Old = value),
        Hex64("new", "The 64-bit descriptor that is to stand there.", "0x40000060000741", (q, value) => q.New = value),
        Integer("level", "Lookup level of the entry. -1 exists with the 4k granule and ds, 0 with 4k and 16k.", -1, 3, 2, (q, value) => q.Context.Level = value),
        Integer("bbm", "ID_AA64MMFR2_EL1.BBM, the lowest of the PEs that use the table; 3 is level 2 without conflict aborts.", 0, 3, 2, (q, value) => q.Context.Bbm = value),
        Integer("stage", "Translation stage.", 1, 2, (int)Defaults.Stage, (q, value) => (q.Context.Stage, q.Context.StageAssumed) = ((Stage)value, false)) with { Default = (int)Defaults.Stage },
        OneOf("regime", "Translation regime, at stage 1.", NamesOf<Regime>(), Defaults.Regime, (q, value) => q.Context.Regime = value),
        OneOf("security", "Security state: decides whether NS, NSE, NSTable and AMEC mean anything.", NamesOf<SecurityState>(), Defaults.Security, (q, value) => q.Context.Security = value),
        OneOf("granule", "Translation granule.", GranuleNames, Defaults.Granule, (q, value) => q.Context.Granule = value),
        Hex64("address", "VA (stage 1) or IPA (stage 2) that the entry translates; without it operands are left symbolic.", "0x8000000000", (q, value) => q.Context.Address = value),
        Integer("asid", "ASID of the table; without it operands are left symbolic.", 0, 65535, 7, (q, value) => q.Context.Asid = value),
        Integer("vmid", "VMID of the table. It stands in VTTBR_EL2, never in an operand.", 0, 65535, 3, (q, value) => q.Context.Vmid = value),
        new()
        {
            Name = "features",
            Description = "Arm's names of features that are implemented and enabled. Nothing optional is assumed present.",
            Accepted = "a list of Arm's feature names: " + string.Join(", ", FeatureNames.All),
            Schema = MemberSchema.Names,
            Values = FeatureNames.All,
            Example = new JsonArray("FEAT_TTL", "FEAT_TLBIRANGE"),
            Take = (QuestionBinder binder, in MemberValue value) => binder.TakeFeatures(value),
        },
        Boolean("ds", "TCR_ELx.DS or VTCR_EL2.DS: 52-bit addresses with the 4k and 16k granules.", Defaults.Ds, (q, value) => q.Context.Ds = value),
        Boolean("ha", "TCR_ELx.HA or VTCR_EL2.HA: hardware sets the Access flag.", Defaults.Ha, (q, value) => q.Context.Ha = value),
        Boolean("hd", "TCR_ELx.HD or VTCR_EL2.HD: hardware manages the dirty state.", Defaults.Hd, (q, value) => q.Context.Hd = value),
        Boolean("fwb", "HCR_EL2.FWB, at stage 2.", Defaults.Fwb, (q, value) => q.Context.Fwb = value),
        Boolean("wxn", "SCTLR_ELx.WXN, at stage 1.", Defaults.Wxn, (q, value) => q.Context.Wxn = value),
        Boolean("cnp", "TTBR.CnP: PEs may share cached translations.", Defaults.Cnp, (q, value) => q.Context.Cnp = value),
        Boolean("idc", "CTR_EL0.IDC: instruction fetch needs no data cache clean.", Defaults.Idc, (q, value) => q.Context.Idc = value),
        Boolean("dic", "CTR_EL0.DIC: instruction fetch needs no instruction cache invalidation.", Defaults.Dic, (q, value) => q.Context.Dic = value),
        Boolean("tge", "HCR_EL2.TGE where the TLBI runs, for regime el20.", Defaults.Tge, (q, value) => q.Context.Tge = value),
        Hex64("mair", "MAIR_ELx, at stage 1; without it every change of AttrIndx counts as a change of memory type.", "0x40044f0ff", (q, value) => q.Context.Mair = value),
        OneOf("sharing", "Who uses the table: PEs of the Inner Shareable domain, of the Outer Shareable domain (needs FEAT_TLBIOS), or a single PE.",
            NamesOf<Sharing>(), Defaults.Sharing, (q, value) => q.Context.Sharing = value),
        Boolean("sharedWalk", "Other software may update the entry at the same time.", Defaults.SharedWalk, (q, value) => q.Context.SharedWalk = value),
        Boolean("sameContents", "The memory at the old and the new output address holds the same bytes (row 11).", Defaults.SameContents, (q, value) => q.Context.SameContents = value),
        Boolean("sameMapping", "A Table and what it replaces, or what replaces it, map the same (rows 13 and 14).", Defaults.SameMapping, (q, value) => q.Context.SameMapping = value),
        Boolean("overlapsNonGlobal", "Some ASID may hold a non-global entry for an address that the new global one maps (row 3).", Defaults.OverlapsNonGlobal, (q, value) => q.Context.OverlapsNonGlobal = value),
        Boolean("spuriousFault", "The question comes from the handler of a permission fault (row 2).", Defaults.SpuriousFault, (q, value) => q.Context.SpuriousFault = value),
        Boolean("noConflictAbort", "The parts never raise a TLB conflict abort; by default exactly if bbm is 3.", Defaults.NoConflictAbort, (q, value) => q.Context.NoConflictAbort = value),
        new()
        {
            Name = "children",
            Description = "Descriptors under the Table that old or new is, from index 0 on: all of them or a prefix. In POST bodies only.",
            Accepted = "in a POST body, an array of 64-bit values as \"0x…\" strings",
            Schema = MemberSchema.Hex64List,
            Example = new JsonArray("0x400000600007c3", "0x400000600017c3"),
            InQuery = false,
            Take = TakeChildren,
        },
        Boolean("witness", "Also tell what goes wrong if the new value were simply written, or the TLBI left out.", false, (q, value) => q.Witness = value),
        OneOf("reading", "How disputed rules are read.", NamesOf<Reading>(), Defaults.Reading, (q, value) => q.Context.Reading = value),
        new()
        {
            Name = "cpu",
            Description = "The parts of the system, each by a name from /v1/cpus or by its MIDR: they tell conflict aborts and errata, and bbm if the level is known.",
            Accepted = "a list of names or MIDR values from /v1/cpus",
            Schema = MemberSchema.Strings,
            Example = new JsonArray("Neoverse-V1"),
            Take = TakeCpus,
        },
        .. IdRegisters.All.Select(register => Hex64(
            register.Member(),
            $"The value of {register}, from which the level and features are read.",
            "0x0",
            (q, value) => q.Registers = new Dictionary<IdRegister, ulong>(q.Registers) { [register] = value })),
        Integer("smmu", "BBM level (SMMU_IDR3.BBML) of an SMMU that walks the same table; the lowest level counts.", 0, 2, 0, (q, value) => q.Context.Smmu = value),
        Boolean("hpd", "TCR_ELx.HPDn of the half that the table belongs to: hierarchical limits have no effect, PBHA may.", Defaults.Hpd, (q, value) => q.Context.Hpd = value),
        Boolean("pnch", "TCR2_ELx.PnCH: bit 52 is Protected (FEAT_THE), not Contiguous.", Defaults.Pnch, (q, value) => q.Context.Pnch = value),
        Boolean("pan", "Whether PEs run with PSTATE.PAN = 1, at stage 1.", Defaults.Pan, (q, value) => q.Context.Pan = value),
        Boolean("epan", "SCTLR_ELx.EPAN: PSTATE.PAN counts unprivileged execute rights, too.", Defaults.Epan, (q, value) => q.Context.Epan = value),
        Hex64("pir", "PIR_ELx, from which PIIndex selects privileged permissions (FEAT_S1PIE).", "0xeeec0123abcd0000", (q, value) => q.Context.Pir = value),
        Hex64("pire0", "PIRE0_ELx, from which PIIndex selects unprivileged permissions (FEAT_S1PIE).", "0x0", (q, value) => q.Context.Pire0 = value),
        Hex64("s2pir", "S2PIR_EL2, from which PIIndex selects permissions at stage 2 (FEAT_S2PIE).", "0x0", (q, value) => q.Context.S2pir = value),
        new()
        {
            Name = "asids",
            Description = "Every ASID under which the table is walked.",
            Accepted = $"a list of at most {MaxAsids} integers, 0 to 65535",
            Schema = MemberSchema.Integers,
            Maximum = 65535,
            Example = new JsonArray(7, 8),
            Take = TakeAsids,
        },
        OneOf("runsAt", "The Exception level where the sequence runs.", NamesOf<ExceptionLevel>(), "el1", (q, value) => q.Context.RunsAt = value),
        Boolean("fb", "HCR_EL2.FB of the guest that runs the sequence: its local invalidations are broadcast.", Defaults.Fb, (q, value) => q.Context.Fb = value),
        Boolean("ttlb", "HCR_EL2.TTLB of the guest that runs the sequence: its invalidations are trapped.", Defaults.Ttlb, (q, value) => q.Context.Ttlb = value),
        Boolean("walksCoherent", "Table walks are cacheable and coherent with the stores to the table.", Defaults.WalksCoherent, (q, value) => q.Context.WalksCoherent = value),
        RunMember.Member,
    ],
    "old", "new", "level", "bbm");

    /// <summary>Every member.</summary>
    public static IReadOnlyList<Member<QuestionBinder>> All => Table.All;

    private static KeyValuePair<string, Granule>[] GranuleNames => [.. Granules.All.Select(granule => KeyValuePair.Create(granule.Name(), granule))];

    /// <summary>Finds a member by its name; <c>null</c> if there is none.</summary>
    public static Member<QuestionBinder>? Find(string name) => Table.Find(name);

    private static KeyValuePair<string, T>[] NamesOf<T>()
        where T : struct, Enum => [.. Enum.GetValues<T>().Select(value => KeyValuePair.Create(JsonNamingPolicy.CamelCase.ConvertName($"{value}"), value))];

    private static Member<QuestionBinder> Hex64(string name, string description, string example, Action<QuestionBinder, ulong> set) =>
        MemberKinds.Hex64(name, description, example, set);

    private static Member<QuestionBinder> Integer(string name, string description, int lowest, int highest, int example, Action<QuestionBinder, int> set) =>
        MemberKinds.Integer(name, description, lowest, highest, example, set);

    private static Member<QuestionBinder> Boolean(string name, string description, bool? fallback, Action<QuestionBinder, bool> set) =>
        MemberKinds.Boolean(name, description, true, set) with { Default = fallback };

    private static Member<QuestionBinder> OneOf<T>(string name, string description, KeyValuePair<string, T>[] values, T fallback, Action<QuestionBinder, T> set)
    {
        string fallbackName = Array.Find(values, value => EqualityComparer<T>.Default.Equals(value.Value, fallback)).Key;
        return MemberKinds.OneOf(name, description, values, fallbackName, set) with { Default = fallbackName };
    }

    private static Member<QuestionBinder> OneOf<T>(string name, string description, KeyValuePair<string, T>[] values, string example, Action<QuestionBinder, T> set) =>
        MemberKinds.OneOf(name, description, values, example, set);

    private static bool TakeAsids(QuestionBinder binder, in MemberValue value)
    {
        if (!value.IsList)
        {
            return false;
        }

        List<int> asids = [];
        foreach (MemberValue item in value)
        {
            if (asids.Count == MaxAsids || !item.TryInt32(out int asid) || asid is < 0 or > 65535)
            {
                return false;
            }

            asids.Add(asid);
        }

        binder.Context.AsidList = asids;
        return asids.Count != 0;
    }

    private static bool TakeCpus(QuestionBinder binder, in MemberValue value)
    {
        if (!value.IsList)
        {
            string? only = value.Text;
            binder.Cpus = only is null ? [] : [only];
            return only is not null;
        }

        List<string> cpus = [];
        foreach (MemberValue item in value)
        {
            if (item.Text is not string name)
            {
                return false;
            }

            cpus.Add(name);
        }

        binder.Cpus = cpus;
        return cpus.Count != 0;
    }

    private static bool TakeChildren(QuestionBinder binder, in MemberValue value)
    {
        if (!value.IsList)
        {
            return false;
        }

        List<ulong> children = [];
        foreach (MemberValue item in value)
        {
            if (!item.TryUInt64(out ulong child))
            {
                return false;
            }

            children.Add(child);
        }

        binder.Children = children.ToArray();
        return true;
    }
}
