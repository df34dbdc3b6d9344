using System.Buffers;
using System.Collections.Frozen;
using System.Text;
using System.Text.Json.Nodes;
using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Capabilities;

namespace WhichFlush.Api.Questions;

/// <summary>
/// The members of a <c>/v1/flush</c> question, in the order of the contract. One table reads them from queries and JSON, and
/// describes them in the OpenAPI document and in error messages.
/// </summary>
internal static class FlushMembers
{
    private delegate void Set<in T>(ref TranslationContext context, T value);

    /// <summary>Members without which there is no question.</summary>
    public static readonly string[] Required = ["old", "new", "level", "bbm"];

    /// <summary>
    /// Architecture features that exist but change no answer: accepted, so that a list taken from a part can be given as it is.
    /// </summary>
    private static readonly string[] InertFeatures =
    [
        "FEAT_ASID2", "FEAT_E0PD", "FEAT_E2H0", "FEAT_HAFDBS", "FEAT_HPDS", "FEAT_LVA", "FEAT_LVA3", "FEAT_MEC", "FEAT_MTE",
        "FEAT_MTE3", "FEAT_MTE4", "FEAT_NV", "FEAT_NV2", "FEAT_PAN", "FEAT_PAN2", "FEAT_PAN3", "FEAT_S2FWB", "FEAT_SEL2", "FEAT_TCR2",
        "FEAT_TTCNP", "FEAT_TTST", "FEAT_VHE", "FEAT_VMID16",
    ];

    private static readonly FrozenDictionary<string, Features> FeatureNames = Enum.GetValues<Features>()
        .Where(feature => feature != Features.None)
        .Select(feature => KeyValuePair.Create(feature.ToString(), feature))
        .Concat(InertFeatures.Select(name => KeyValuePair.Create(name, Features.None)))
        .ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Every member.</summary>
    public static readonly IReadOnlyList<FlushMember> All = Numbered(
    [
        Hex64("old", "The 64-bit descriptor that stands in the table now.", "0x400000600007c1", (draft, value) => draft.Old = value),
        Hex64("new", "The 64-bit descriptor that is to stand there.", "0x40000060000741", (draft, value) => draft.New = value),
        Integer("level", "Lookup level of the entry. -1 exists with the 4k granule and ds, 0 with 4k and 16k.", -1, 3, null, 2, (ref c, value) => c.Level = value),
        Integer("bbm", "ID_AA64MMFR2_EL1.BBM, the lowest of the PEs that use the table; 3 is level 2 without conflict aborts.", 0, 3, null, 2, (ref c, value) => c.Bbm = value),
        Enumeration("stage", "Translation stage.", new Dictionary<string, Stage> { ["1"] = Stage.One, ["2"] = Stage.Two }, "2", (ref c, value) => c.Stage = value) with { Schema = MemberSchema.Integer, Minimum = 1, Maximum = 2, Default = 2, Example = 2, Take = TakeStage },
        Enumeration("regime", "Translation regime, at stage 1.",
            new Dictionary<string, Regime> { ["el10"] = Regime.El10, ["el20"] = Regime.El20, ["el2"] = Regime.El2, ["el3"] = Regime.El3 }, "el10", (ref c, value) => c.Regime = value),
        Enumeration("security", "Security state: decides whether NS, NSE, NSTable and AMEC mean anything.",
            new Dictionary<string, SecurityState> { ["nonSecure"] = SecurityState.NonSecure, ["secure"] = SecurityState.Secure, ["realm"] = SecurityState.Realm, ["root"] = SecurityState.Root }, "nonSecure", (ref c, value) => c.Security = value),
        Enumeration("granule", "Translation granule.",
            new Dictionary<string, Granule> { ["4k"] = Granule.Size4K, ["16k"] = Granule.Size16K, ["64k"] = Granule.Size64K }, "4k", (ref c, value) => c.Granule = value),
        Hex64("address", "VA (stage 1) or IPA (stage 2) that the entry translates; without it operands are left symbolic.", "0x8000000000", (ref c, value) => c.Address = value),
        Integer("asid", "ASID of the table; without it operands are left symbolic.", 0, 65535, null, 7, (ref c, value) => c.Asid = value),
        Integer("vmid", "VMID of the table. It stands in VTTBR_EL2, never in an operand.", 0, 65535, null, 3, (ref c, value) => c.Vmid = value),
        new()
        {
            Name = "features",
            Description = "Arm's names of features that are implemented and enabled. Nothing optional is assumed present.",
            Accepted = "a list of Arm's feature names: " + string.Join(", ", FeatureNames.Keys.Order(StringComparer.Ordinal)),
            Schema = MemberSchema.Names,
            Values = [.. FeatureNames.Keys.Order(StringComparer.Ordinal)],
            Example = new JsonArray("FEAT_TTL", "FEAT_TLBIRANGE"),
            Take = TakeFeatures,
        },
        Boolean("ds", "TCR_ELx.DS or VTCR_EL2.DS: 52-bit addresses with the 4k and 16k granules.", false, (ref c, value) => c.Ds = value),
        Boolean("ha", "TCR_ELx.HA or VTCR_EL2.HA: hardware sets the Access flag.", false, (ref c, value) => c.Ha = value),
        Boolean("hd", "TCR_ELx.HD or VTCR_EL2.HD: hardware manages the dirty state.", false, (ref c, value) => c.Hd = value),
        Boolean("fwb", "HCR_EL2.FWB, at stage 2.", false, (ref c, value) => c.Fwb = value),
        Boolean("wxn", "SCTLR_ELx.WXN, at stage 1.", false, (ref c, value) => c.Wxn = value),
        Boolean("cnp", "TTBR.CnP: PEs may share cached translations.", false, (ref c, value) => c.Cnp = value),
        Boolean("idc", "CTR_EL0.IDC: instruction fetch needs no data cache clean.", false, (ref c, value) => c.Idc = value),
        Boolean("dic", "CTR_EL0.DIC: instruction fetch needs no instruction cache invalidation.", false, (ref c, value) => c.Dic = value),
        Boolean("tge", "HCR_EL2.TGE where the TLBI runs, for regime el20.", true, (ref c, value) => c.Tge = value),
        Hex64("mair", "MAIR_ELx, at stage 1; without it every change of AttrIndx counts as a change of memory type.", "0x40044f0ff", (ref c, value) => c.Mair = value),
        Enumeration("sharing", "Who uses the table: PEs of the Inner Shareable domain, of the Outer Shareable domain (needs FEAT_TLBIOS), or a single PE.",
            new Dictionary<string, Sharing> { ["inner"] = Sharing.Inner, ["outer"] = Sharing.Outer, ["single"] = Sharing.Single }, "inner", (ref c, value) => c.Sharing = value),
        Boolean("sharedWalk", "Other software may update the entry at the same time.", false, (ref c, value) => c.SharedWalk = value),
        Assertion("sameContents", "The memory at the old and the new output address holds the same bytes (row 11).", (ref c, value) => c.SameContents = value),
        Assertion("sameMapping", "A Table and what it replaces, or what replaces it, map the same (rows 13 and 14).", (ref c, value) => c.SameMapping = value),
        Assertion("overlapsNonGlobal", "Some ASID may hold a non-global entry for an address that the new global one maps (row 3).", (ref c, value) => c.OverlapsNonGlobal = value),
        Boolean("spuriousFault", "The question comes from the handler of a permission fault (row 2).", false, (ref c, value) => c.SpuriousFault = value),
        Assertion("noConflictAbort", "The parts never raise a TLB conflict abort; by default exactly if bbm is 3.", (ref c, value) => c.NoConflictAbort = value),
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
        Boolean("witness", "Also tell what goes wrong if the new value were simply written, or the TLBI left out.", false, (ref _, _) => { }) with
        {
            Take = (FlushDraft draft, in MemberValue value) =>
            {
                bool taken = value.TryBoolean(out bool witness);
                draft.Witness = witness;
                return taken;
            },
        },
        Enumeration("reading", "How disputed rules are read.",
            new Dictionary<string, Reading> { ["strict"] = Reading.Strict, ["permissive"] = Reading.Permissive }, "strict", (ref c, value) => c.Reading = value),
        new()
        {
            Name = "cpu",
            Description = "The parts of the system, each by a name from /v1/cpus or by its MIDR: they tell bbm, conflict aborts and errata.",
            Accepted = "a list of names or MIDR values from /v1/cpus",
            Schema = MemberSchema.Strings,
            Example = new JsonArray("Neoverse-V2"),
            Take = TakeCpus,
        },
        .. IdRegisters.All.Select(register => Hex64(
            register.Member(),
            $"The value of {register}, from which the level and features are read.",
            "0x0",
            (draft, value) => draft.Registers[register] = value)),
        Integer("smmu", "BBM level (SMMU_IDR3.BBML) of an SMMU that walks the same table; the lowest level counts.", 0, 2, null, 0, (ref c, value) => c.Smmu = value),
    ]);

    private static readonly FrozenDictionary<string, FlushMember> ByName = All.ToFrozenDictionary(member => member.Name, StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, FlushMember>.AlternateLookup<ReadOnlySpan<char>> BySpan = ByName.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The member of this name, or <c>null</c>.</summary>
    public static FlushMember? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>The member of this name in UTF-8, or <c>null</c>.</summary>
    public static FlushMember? Find(ReadOnlySpan<byte> utf8)
    {
        Span<char> name = stackalloc char[32];
        return utf8.Length <= name.Length && Ascii.ToUtf16(utf8, name, out int length) == OperationStatus.Done
            && BySpan.TryGetValue(name[..length], out FlushMember? member) ? member : null;
    }

    /// <summary>Bit <c>i</c> is set if member <c>i</c> is required.</summary>
    public static ulong RequiredMask { get; } = Required.Aggregate(0UL, (mask, name) => mask | (1UL << Find(name)!.Index));

    private static FlushMember[] Numbered(FlushMember[] members) => [.. members.Select((member, i) => member with { Index = i, Utf8Name = Encoding.UTF8.GetBytes(member.Name) })];

    private static FlushMember Hex64(string name, string description, string example, Action<FlushDraft, ulong> set) => new()
    {
        Name = name,
        Description = description,
        Accepted = "a 64-bit value, 0x0 to 0xffffffffffffffff, as a \"0x…\" string or a decimal integer",
        Schema = MemberSchema.Hex64,
        Example = example,
        Take = (FlushDraft draft, in MemberValue value) =>
        {
            bool taken = value.TryUInt64(out ulong number);
            set(draft, number);
            return taken;
        },
    };

    private static FlushMember Hex64(string name, string description, string example, Set<ulong> set) =>
        Hex64(name, description, example, (draft, value) => set(ref draft.Context, value));

    private static FlushMember Integer(string name, string description, int lowest, int highest, int? fallback, int example, Set<int> set) => new()
    {
        Name = name,
        Description = description,
        Accepted = $"an integer, {lowest} to {highest}",
        Schema = MemberSchema.Integer,
        Minimum = lowest,
        Maximum = highest,
        Default = fallback,
        Example = example,
        Take = (FlushDraft draft, in MemberValue value) =>
        {
            if (!value.TryInt32(out int number) || number < lowest || number > highest)
            {
                return false;
            }

            set(ref draft.Context, number);
            return true;
        },
    };

    private static FlushMember Boolean(string name, string description, bool fallback, Set<bool> set) =>
        Assertion(name, description, set) with { Default = fallback };

    private static FlushMember Assertion(string name, string description, Set<bool> set) => new()
    {
        Name = name,
        Description = description,
        Accepted = "true or false",
        Schema = MemberSchema.Boolean,
        Example = true,
        Take = (FlushDraft draft, in MemberValue value) =>
        {
            if (!value.TryBoolean(out bool flag))
            {
                return false;
            }

            set(ref draft.Context, flag);
            return true;
        },
    };

    private static FlushMember Enumeration<T>(string name, string description, Dictionary<string, T> values, string fallback, Set<T> set)
    {
        var bySpan = values.GetAlternateLookup<ReadOnlySpan<char>>();
        return new()
        {
            Name = name,
            Description = description,
            Accepted = string.Join(", ", values.Keys),
            Schema = MemberSchema.Enumeration,
            Values = [.. values.Keys],
            Default = fallback,
            Example = fallback,
            Take = (FlushDraft draft, in MemberValue value) =>
            {
                Span<char> text = stackalloc char[MemberValue.ShortText];
                if (!value.TryShortText(text, out int length) || !bySpan.TryGetValue(text[..length], out T? known))
                {
                    return false;
                }

                set(ref draft.Context, known);
                return true;
            },
        };
    }

    private static bool TakeStage(FlushDraft draft, in MemberValue value)
    {
        if (!value.TryInt32(out int stage) || stage is not (1 or 2))
        {
            return false;
        }

        draft.Context.Stage = (Stage)stage;
        return true;
    }

    private static bool TakeFeatures(FlushDraft draft, in MemberValue value)
    {
        if (value.Items is not { } items)
        {
            return false;
        }

        var features = Features.None;
        foreach (MemberValue item in items)
        {
            if (item.Text is not string name || !FeatureNames.TryGetValue(name, out Features feature))
            {
                return false;
            }

            features |= feature;
        }

        draft.Context.Features = features;
        return true;
    }

    private static bool TakeCpus(FlushDraft draft, in MemberValue value)
    {
        IReadOnlyList<MemberValue>? items = value.Items ?? (value.Text is null ? null : [value]);
        if (items is null || items.Any(item => item.Text is null) || items.Count == 0)
        {
            return false;
        }

        draft.Cpus = [.. items.Select(item => item.Text!)];
        return true;
    }

    private static bool TakeChildren(FlushDraft draft, in MemberValue value)
    {
        if (value.Items is not { } items)
        {
            return false;
        }

        var children = new ulong[items.Count];
        for (int i = 0; i < children.Length; i++)
        {
            if (!items[i].TryUInt64(out children[i]))
            {
                return false;
            }
        }

        draft.Children = children;
        return true;
    }
}
