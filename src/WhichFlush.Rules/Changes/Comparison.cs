using System.Numerics;
using System.Runtime.CompilerServices;
using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Requirements;

namespace WhichFlush.Rules.Changes;

/// <summary>Compares the decoded fields of two descriptors, never their raw bits (RULES.md section 1).</summary>
internal static class Comparison
{
    private const Change Undecided = FieldChangeTable.CompareMemory | FieldChangeTable.CompareShareability | FieldChangeTable.CompareOutput
        | FieldChangeTable.CompareAmec | FieldChangeTable.CompareTableSpace | FieldChangeTable.CompareIndex;

    /// <summary>UXNTable of a stage 1 Table (1.3).</summary>
    private const int UxnTableBit = 60;

    /// <summary>
    /// Compares the old and the new descriptor. Most changes keep the kind of an entry that can be cached before and after, so that
    /// case comes first.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Transition Compare(in DescriptorChange change, ChangeTables tables, DisputeSet permissive)
    {
        ContextKey key = tables.Key;
        ulong old = change.Old, @new = change.New;
        DescriptorKind kind = Decoder.KindOf(key, old);
        bool sameKind = ((old ^ @new) & 3) == 0 && kind != DescriptorKind.Invalid && Decoder.AccessFlag(key, kind, old & @new);
        ComparisonResult result = sameKind
            ? new(WithFaultAndErrata(change, tables, CompareFields(change, tables, kind)), kind, kind, true, true, false)
            : CompareKinds(change, tables, permissive);
        return new(change, tables, permissive, result);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ComparisonResult CompareKinds(in DescriptorChange change, ChangeTables tables, DisputeSet permissive)
    {
        ContextKey key = tables.Key;
        ulong old = change.Old, @new = change.New;
        DescriptorKind oldKind = Decoder.KindOf(key, old), newKind = Decoder.KindOf(key, @new);
        bool haftPermissive = (permissive & DisputeSet.TableAccessFlag) != 0;
        bool oldCacheable = Decoder.IsCacheable(key, oldKind, old, isOld: true, haftPermissive);
        bool newCacheable = Decoder.IsCacheable(key, newKind, @new, isOld: false, haftPermissive);
        bool resized = oldKind == DescriptorKind.Table ^ newKind == DescriptorKind.Table
            && oldKind != DescriptorKind.Invalid && newKind != DescriptorKind.Invalid;
        Change changes;
        if (!oldCacheable)
        {
            changes = old == @new ? Change.None
                : Change.FromUncacheable | (newCacheable ? GlobalOverlap(change, key, newKind) : Change.None);
        }
        else if (resized && newCacheable)
        {
            changes = WithFaultAndErrata(change, tables, Resize(change, key, oldKind, ChildrenEvidence.Of(change, key, oldKind, newKind)));
        }
        else
        {
            Change fields = oldKind == newKind ? CompareFields(change, tables, oldKind) : Change.None;
            bool defined = oldKind != newKind || (fields & ~Change.SoftwareBits) != 0;
            changes = WithFaultAndErrata(change, tables, newCacheable || !defined ? fields
                : Change.ToUncacheable | ((fields & ~Change.SoftwareBits) == Change.AccessFlagCleared ? Change.OnlyAccessFlagCleared : Change.None));
        }

        bool emptyTable = !change.Children.IsEmpty && oldKind == DescriptorKind.Table && newKind != DescriptorKind.Table
            && ChildrenEvidence.IsEmptyTable(change);
        return new(changes, oldKind, newKind, oldCacheable, newCacheable, emptyTable);
    }

    /// <summary>Adds the changes that follow from a spurious fault on a cacheable entry (row 2), and from errata.</summary>
    private static Change WithFaultAndErrata(in DescriptorChange change, ChangeTables tables, Change changes) =>
        changes
        | (change.Context.SpuriousFault && (changes & ~Change.SoftwareBits) == 0 ? Change.SpuriousFault : Change.None)
        | (change.Context.Has(Errata.MoreBreaks) ? UnderErrata(change, tables, changes) : Change.None);

    /// <summary>The changes for which errata require break-before-make (rows e3053180, e3683289 and e2645198).</summary>
    private static Change UnderErrata(in DescriptorChange change, ChangeTables tables, Change changes)
    {
        Errata errata = change.Context.Errata;
        return ((errata & Errata.E3053180) != 0 && (changes & ChangeSets.Size) != 0 ? Change.SizeUnder3053180 : Change.None)
            | ((errata & Errata.E3683289) != 0 && (changes & (ChangeSets.Size | ChangeSets.Permissions | ChangeSets.TagAccess | Change.Amec)) != 0 ? Change.SizeOrRightsUnder3683289 : Change.None)
            | ((errata & Errata.E2645198) != 0 && UserExecuteLost(change, tables, changes) ? Change.UserExecuteLostUnder2645198 : Change.None);
    }

    /// <summary>
    /// EL0 loses execute at stage 1. A size change counts if any right is lost: the evidence does not tell which one. A Table counts
    /// if its UXNTable is set.
    /// </summary>
    private static bool UserExecuteLost(in DescriptorChange change, ChangeTables tables, Change changes)
    {
        if ((tables.Key & (ContextKey.Stage1 | ContextKey.TwoPrivileges)) != (ContextKey.Stage1 | ContextKey.TwoPrivileges))
        {
            return false;
        }

        if ((changes & Change.TablePermissions) != 0)
        {
            return Bits.IsSet(~change.Old & change.New, UxnTableBit);
        }

        return (changes & Change.RightsLost) != 0
            && ((changes & ChangeSets.Resized) != 0 || (tables.RightsOf(change.Old) & ~tables.RightsOf(change.New) & Rights.El0Execute) != 0);
    }

    /// <summary>Row 3g, if the new global leaf overlaps non-global entries that the caller knows of.</summary>
    private static Change GlobalOverlap(in DescriptorChange change, ContextKey key, DescriptorKind newKind) =>
        change.Context.OverlapsNonGlobal == true && newKind is (DescriptorKind.Block or DescriptorKind.Page)
            && (key & ContextKey.TwoPrivileges) != 0 && Decoder.IsGlobal(key, change.New)
            ? Change.GlobalOverNonGlobal
            : Change.None;

    private static Change Resize(in DescriptorChange change, ContextKey key, DescriptorKind oldKind, in ChildrenEvidence children)
    {
        bool split = oldKind == DescriptorKind.Block;
        ulong block = split ? change.Old : change.New;
        return (split ? Change.BlockToTable : Change.TableToBlock | GlobalOverlap(change, key, DescriptorKind.Block))
            | (children.MappingDiffers || change.Context.SameMapping == false ? Change.MappingDiffers : Change.None)
            | (children.RightsDiffer ? Change.SizeWithPermissions : Change.None)
            | (children.RightsLost ? Change.RightsLost : Change.None)
            | (children.RightsGained ? Change.RightsGained : Change.None)
            | (Decoder.IsContiguous(key, block) ? Change.Contiguous : Change.None);
    }

    /// <summary>Derives <see cref="ChangeTables.ChangesByBit"/> from the rows of a field table.</summary>
    public static Change[] ChangesByBit(FieldRow[] rows, ContextKey key)
    {
        var changesByBit = new Change[128];
        foreach (ref readonly FieldRow row in rows.AsSpan())
        {
            if (row.AppliesTo(key))
            {
                ref readonly FieldChangeRow changes = ref FieldChangeTable.Of(row.Field);
                for (ulong bits = row.Mask; bits != 0; bits &= bits - 1)
                {
                    int bit = BitOperations.TrailingZeroCount(bits);
                    changesByBit[2 * bit] = changes.Cleared;
                    changesByBit[(2 * bit) + 1] = changes.Set;
                }
            }
        }

        return changesByBit;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Change CompareFields(in DescriptorChange change, ChangeTables tables, DescriptorKind kind)
    {
        ulong changed = change.Old ^ change.New;
        if (changed == 0)
        {
            return Change.None;
        }

        ulong address = tables.Level.AddressMask(kind);
        Change changes = (changed & address) != 0 ? FieldChangeTable.CompareOutput : Change.None;
        Change[] changesByBit = tables.ChangesByBit(kind);
        for (ulong bits = changed & ~address; bits != 0; bits &= bits - 1)
        {
            int bit = BitOperations.TrailingZeroCount(bits);
            changes |= changesByBit[(2 * bit) + (int)((change.New >> bit) & 1)];
        }

        if ((changes & FieldChangeTable.CompareRights) != 0)
        {
            changes = (changes & ~FieldChangeTable.CompareRights) | CompareRights(tables.RightsOf(change.Old), tables.RightsOf(change.New));
        }

        if ((changes & Undecided) != 0)
        {
            changes = (changes & ~Undecided) | CompareMeaning(change, tables.Key, kind, changes);
        }

        if (kind != DescriptorKind.Table && (changes & ~Change.SoftwareBits) != 0 && Decoder.IsContiguous(tables.Key, change.Old & change.New))
        {
            changes |= Change.InsideRun;
        }

        return changes == Change.None ? Change.SoftwareBits : changes;
    }

    private static Change CompareMeaning(in DescriptorChange change, ContextKey key, DescriptorKind kind, Change undecided)
    {
        ref readonly TranslationContext context = ref change.Context;
        ulong old = change.Old, @new = change.New;
        Change changes = Change.None;
        if ((undecided & FieldChangeTable.CompareOutput) != 0)
        {
            changes |= kind == DescriptorKind.Table ? NextTable(context) : OutputAddress(context, key, old, @new);
        }

        if ((undecided & FieldChangeTable.CompareIndex) != 0)
        {
            changes |= CompareIndex(context, key, old, @new);
        }

        if ((undecided & (FieldChangeTable.CompareMemory | FieldChangeTable.CompareShareability)) != 0)
        {
            ref readonly MemoryAttributes before = ref Decoder.MemoryOf(context, old), after = ref Decoder.MemoryOf(context, @new);
            changes |= (undecided & FieldChangeTable.CompareMemory) != 0 ? CompareMemory(before, after) : Change.None;
            changes |= (undecided & FieldChangeTable.CompareShareability) == 0 ? Change.None
                : before.Uncached && after.Uncached ? Change.ShareabilityOfUncached
                : Change.Shareability;
        }

        if ((undecided & FieldChangeTable.CompareAmec) != 0)
        {
            changes |= AmecInUse(key, old, @new) ? Change.Amec : Change.NoEffect;
        }

        if ((undecided & FieldChangeTable.CompareTableSpace) != 0 && (key & ContextKey.TwoPrivileges) != 0)
        {
            changes |= Change.BecomesGlobal;
        }

        return changes;
    }

    private static Change NextTable(in TranslationContext context) =>
        Change.NextTable | (context.SameMapping == false ? Change.MappingDiffers : Change.None);

    private static Change OutputAddress(in TranslationContext context, ContextKey key, ulong old, ulong @new) =>
        Decoder.IsWritable(context, key, old) || Decoder.IsWritable(context, key, @new) || context.SameContents != true
            ? Change.OutputAddress
            : Change.OutputAddressSameContents;

    private static Change CompareMemory(in MemoryAttributes old, in MemoryAttributes @new)
    {
        bool resolved = old.Type != MemoryType.Unknown && @new.Type != MemoryType.Unknown;
        if (resolved && old.Encoding == @new.Encoding)
        {
            return Change.NoEffect;
        }

        if (old.NoTagAccess != @new.NoTagAccess && SameButTagAccess(old, @new))
        {
            return @new.NoTagAccess ? Change.NoTagAccessSet : Change.NoTagAccessCleared;
        }

        return old.SameTypeAs(@new) ? Change.AttributeHints : Change.MemoryType;
    }

    private static bool SameButTagAccess(in MemoryAttributes old, in MemoryAttributes @new) => !old.Reserved && !@new.Reserved
        && (old with { NoTagAccess = false, Encoding = 0 }) == (@new with { NoTagAccess = false, Encoding = 0 });

    private static Change CompareRights(Rights before, Rights after) =>
        before == after ? Change.NoEffect
            : ((after & ~before) != 0 ? Change.RightsGained : Change.None)
                | (Lost(before, after) != 0 ? Change.RightsLost : Change.None);

    /// <summary>The rights that are lost, and the properties of which every change counts as a loss.</summary>
    private static Rights Lost(Rights before, Rights after) => (before & ~after) | ((before ^ after) & Rights.TopLevel);

    /// <summary>
    /// Row 5 if the permission registers show that rights are only gained; else row 6, also for equal rights: what the index means later
    /// is not in the descriptor.
    /// </summary>
    private static Change CompareIndex(in TranslationContext context, ContextKey key, ulong old, ulong @new)
    {
        if (Decoder.RightsUnknown(key))
        {
            return Change.PermissionIndex;
        }

        Rights before = Decoder.RightsOf(context, key, old), after = Decoder.RightsOf(context, key, @new);
        return before == after ? Change.PermissionIndex : CompareRights(before, after);
    }

    private static bool AmecInUse(ContextKey key, ulong old, ulong @new) =>
        Decoder.SpaceOf(key, old) == 0 || Decoder.SpaceOf(key, @new) == 0;
}
