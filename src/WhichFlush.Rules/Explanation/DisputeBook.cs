using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Changes;
using WhichFlush.Rules.Requirements;
using WhichFlush.Rules.Tlbi;

namespace WhichFlush.Rules.Explanation;

/// <summary>The disputed rules (RULES.md section 2): the test whether each one affects an answer, and its text.</summary>
internal static class DisputeBook
{
    private delegate bool Met(in Transition t, in Decision decision);

    private static readonly (DisputeSet Dispute, string Code, string Rule, Met Met, string Text)[] Book =
    [
        (DisputeSet.TableAccessFlag, "tableAccessFlag", "section 1.6 (RJFCYB, RSQBCS, RZGNSH)",
            static (in t, in _) => t.OldKind == DescriptorKind.Table && !Decoder.AccessFlag(t.Key, t.OldKind, t.Old) && t.Old != t.New,
            "Whether leaves under an old Table with AF = 0 may be cached (FEAT_HAFT), from before the flag was cleared or by speculation: strict says yes; permissive says no, if the store is a compare-and-swap and no invalidation for an earlier clearing of AF is still due. The Table itself is not cached in either reading."),
        (DisputeSet.TablePermissions, "tablePermissions", "row 8 (IYQWJF)",
            static (in t, in _) => t.Any(Change.TablePermissions),
            "Whether APTable, UXNTable, XNTable and PXNTable may change without a break: IYQWJF asks for break-before-make, though the list of RWHZWS does not name them; strict breaks, permissive invalidates the whole span."),
        (DisputeSet.NoTagAccess, "noTagAccess", "section 1.4",
            static (in t, in _) => t.Any(ChangeSets.TagAccess),
            "NoTagAccess is called a permission but encoded as a memory type: strict takes it as a type (row 9), permissive as a permission (rows 5 and 6)."),
        (DisputeSet.ShareabilityOfUncached, "shareabilityOfUncached", "row 9a (RPYFVQ, RYHCTP)",
            static (in t, in _) => t.Any(Change.ShareabilityOfUncached),
            "SH of Device or Non-cacheable memory has no effect, but the list of changes that need a break names shareability: strict breaks, permissive invalidates."),
        (DisputeSet.AttributeHints, "attributeHints", "row 9b (RWHZWS)",
            static (in t, in _) => t.Any(Change.AttributeHints),
            "Whether allocation or transient hints, XS, or Normal and Normal-Tagged are a change of memory type: strict breaks, permissive invalidates."),
        (DisputeSet.SizeWithPermissions, "sizeWithPermissions", "row 13 (RPVTFW)",
            static (in t, in _) => t.Any(Change.SizeWithPermissions),
            "Whether permissions may change together with the size without a break: the rule's letter allows it, its reviewers call it unclear; strict breaks."),
        (DisputeSet.NtCleared, "ntCleared", "row 18 (RMRRPW)",
            static (in t, in _) => t.Any(Change.NtCleared),
            "Whether clearing nT needs an invalidation of its own: strict issues it."),
        (DisputeSet.Amec, "amec", "row 19",
            static (in t, in _) => t.Any(Change.Amec),
            "The manual does not say whether a change of AMEC needs a break: strict takes it as a change of memory type."),
        (DisputeSet.SinglePe, "singlePe", "section 2 (RWHZWS)",
            static (in t, in _) => t.Context.Sharing == Sharing.Single && t.Any(ChangeSets.BreakUnlessSinglePe),
            "The list of changes that need a break speaks of several threads: with one PE, permissive does without the break for rows 9 to 12."),
        (DisputeSet.AsidForTable, "asidForTable", "section 4.2 (C5.5.12, RFKSVM)",
            static (in t, in d) => t.OldKind == DescriptorKind.Table && d.Requirement.Reach == Reach.SpanWithWalks && t.Context.Stage == Stage.One
                && t.Context.UsesE1Forms,
            "Whether ASIDE1 removes walk entries of a Table whose leaves are all non-global: C5.5.12 lets it remove entries of a level above the last, RFKSVM speaks of the last level only; permissive lists it as an alternative."),
        (DisputeSet.RangeBase, "rangeBase", "section 4.3",
            static (in t, in d) => d.Requirement.Reach is Reach.SpanWithWalks or Reach.Run && t.Context.Ds && t.Context.Granule == Granule.Size4K
                && t.Context.Has(Features.FEAT_TLBIRANGE) && (d.Requirement.Reach == Reach.SpanWithWalks || !t.Context.Has(Features.FEAT_TTL)),
            "With DS = 1, 4K and no TTL hint the text wants a range base aligned to 512 GiB, perhaps by mistake: strict avoids range operations there."),
    ];

    public static IReadOnlyList<Dispute> Of(in DescriptorChange change, TlbiTables tables, in Transition t, in Decision decision)
    {
        var disputes = new List<Dispute>();
        foreach ((DisputeSet dispute, string code, string rule, Met met, string text) in Book)
        {
            Decision decided = decision;
            if (t.AnyMember((in member) => met(member, decided)))
            {
                var other = Decision.Of(Comparison.Compare(change, tables, t.Permissive ^ dispute), tables);
                bool same = other.Requirement == decision.Requirement && other.Tlbi == decision.Tlbi;
                disputes.Add(new(code, rule, text, t.ReadsPermissively(dispute) ? Reading.Permissive : Reading.Strict, other, same));
            }
        }

        return disputes;
    }
}
