using System.Numerics;
using System.Runtime.CompilerServices;
using WhichFlush.Rules.Capabilities;
using WhichFlush.Rules.Descriptors;
using WhichFlush.Rules.Rulebook;

namespace WhichFlush.Rules.Changes;

/// <summary>Compares the decoded fields of two descriptors (RULES.md section 1: never raw bits).</summary>
internal static class Comparison
{
    /// <summary>
    /// Fields of which the bits alone do not say what changes: in bits that no <see cref="Change"/> has, until what the fields
    /// mean is decoded on both sides and compared.
    /// </summary>
    private const Change
        Permissions = (Change)(1UL << 63),
        Memory = (Change)(1UL << 62),
        ShareabilityField = (Change)(1UL << 61),
        Output = (Change)(1UL << 60),
        AmecField = (Change)(1UL << 59),
        TableSpaceCleared = (Change)(1UL << 58),
        Undecided = Permissions | Memory | ShareabilityField | Output | AmecField | TableSpaceCleared;

    /// <summary>What it is, by field, that one of its bits becomes 1 or that none does.</summary>
    private static readonly (Change Set, Change Cleared)[] OfField =
        [.. Enum.GetValues<Field>().Select(field => (Of(field, set: true), Of(field, set: false)))];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Transition Compare(in Question question, DisputeSet permissive)
    {
        ref readonly TranslationContext context = ref question.Where;
        ulong old = question.Old, @new = question.New;
        DescriptorKind oldKind = Decoder.KindOf(context, old);
        DescriptorKind newKind = ((old ^ @new) & 3) == 0 ? oldKind : Decoder.KindOf(context, @new);
        bool haftPermissive = (permissive & DisputeSet.TableAccessFlag) != 0;
        bool oldCacheable = Decoder.IsCacheable(context, oldKind, old, standing: true, haftPermissive);
        bool newCacheable = Decoder.IsCacheable(context, newKind, @new, standing: false, haftPermissive);
        bool resized = oldKind == DescriptorKind.Table ^ newKind == DescriptorKind.Table
            && oldKind != DescriptorKind.Invalid && newKind != DescriptorKind.Invalid;
        Change changes;
        if (!oldCacheable)
        {
            changes = old == @new ? Change.None
                : Change.FromUncacheable | (newCacheable ? GlobalOverlap(context, newKind, @new) : Change.None);
        }
        else if (resized && newCacheable)
        {
            changes = Resize(context, old, @new, oldKind, ChildrenEvidence.Of(question, oldKind, newKind));
        }
        else
        {
            Change fields = oldKind == newKind ? CompareFields(context, oldKind, old, @new) : Change.None;
            bool defined = oldKind != newKind || (fields & ~Change.SoftwareBits) != 0;
            changes = newCacheable || !defined ? fields
                : Change.ToUncacheable | ((fields & ~Change.SoftwareBits) == Change.AccessFlagCleared ? Change.OnlyAccessFlagCleared : Change.None);
            changes |= !defined && context.SpuriousFault ? Change.SpuriousFault : Change.None;
        }

        if (context.Has(Errata.AlwaysBreak))
        {
            changes |= UnderErrata(context.Errata, changes);
        }

        bool emptyTable = !question.Children.IsEmpty && oldKind == DescriptorKind.Table && newKind != DescriptorKind.Table
            && ChildrenEvidence.HoldsNothing(question);
        return new(question, oldKind, newKind, oldCacheable, newCacheable, permissive, changes, emptyTable);
    }

    /// <summary>Changes that an erratum makes break-before-make of (RULES.md section 5).</summary>
    private static Change UnderErrata(Errata errata, Change changes)
    {
        const Change size = Change.TableToBlock | Change.BlockToTable | Change.Contiguous;
        const Change rights = Change.RightsGained | Change.DbmSet | Change.MadeDirty | Change.RightsLost | Change.PermissionIndex
            | Change.DbmCleared | Change.MadeClean | Change.GuardedPage | Change.BecomesNonGlobal | Change.FnXs | Change.Pbha
            | Change.AssuredOnly | Change.Protected | Change.TablePermissions | Change.NoTagAccessSet | Change.NoTagAccessCleared;
        return ((errata & Errata.E3053180) != 0 && (changes & size) != 0 ? Change.SizeUnder3053180 : Change.None)
            | ((errata & Errata.E3683289) != 0 && (changes & (size | rights)) != 0 ? Change.SizeOrRightsUnder3683289 : Change.None);
    }

    /// <summary>A global leaf appears where the caller knows of non-global entries.</summary>
    private static Change GlobalOverlap(in TranslationContext context, DescriptorKind newKind, ulong @new) =>
        context.OverlapsNonGlobal == true && newKind is (DescriptorKind.Block or DescriptorKind.Page)
            && context.Stage == Stage.One && context.TwoPrivileges && Decoder.IsGlobal(context, @new)
            ? Change.GlobalOverNonGlobal
            : Change.None;

    private static Change Resize(in TranslationContext context, ulong old, ulong @new, DescriptorKind oldKind, in ChildrenEvidence children)
    {
        bool split = oldKind == DescriptorKind.Block;
        ulong block = split ? old : @new;
        return (split ? Change.BlockToTable : Change.TableToBlock | GlobalOverlap(context, DescriptorKind.Block, @new))
            | (children.MappingDiffers || context.SameMapping == false ? Change.MappingDiffers : Change.None)
            | (children.RightsDiffer ? Change.SizeWithPermissions : Change.None)
            | (children.RightsLost ? Change.RightsLost : Change.None)
            | (children.RightsGained ? Change.RightsGained : Change.None)
            | (Decoder.IsContiguous(context, block) ? Change.Contiguous : Change.None);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Change CompareFields(in TranslationContext context, DescriptorKind kind, ulong old, ulong @new)
    {
        ulong changed = old ^ @new;
        if (changed == 0)
        {
            return Change.None;
        }

        Change changes = Geometry.IsAddressChanged(context, kind, changed) ? Output : Change.None;
        Trait traits = Traits.Of(context, kind);
        FieldIndex table = FieldTable.IndexFor(context.Stage, kind);
        for (uint rows = table.RowsOf(changed); rows != 0; rows &= rows - 1)
        {
            ref readonly FieldRow row = ref table[BitOperations.TrailingZeroCount(rows)];
            if (row.AppliesTo(traits))
            {
                ref readonly (Change Set, Change Cleared) field = ref OfField[(int)row.Field];
                changes |= (@new & row.Mask & changed) != 0 ? field.Set : field.Cleared;
            }
        }

        if ((changes & Undecided) != 0)
        {
            changes = (changes & ~Undecided) | CompareMeaning(context, kind, old, @new, changes);
        }

        if (kind != DescriptorKind.Table && (changes & ~Change.SoftwareBits) != 0
            && Decoder.IsContiguous(context, old) && Decoder.IsContiguous(context, @new))
        {
            changes |= Change.InsideRun;
        }

        return changes == Change.None ? Change.SoftwareBits : changes;
    }

    private static Change Of(Field field, bool set) => field switch
    {
        Field.AP or Field.S2AP or Field.PXN or Field.UXN or Field.XN => Permissions,
        Field.DBM => Permissions | (set ? Change.DbmSet : Change.DbmCleared),
        Field.NS or Field.NSE => Output,
        Field.SH => ShareabilityField,
        Field.AttrIndx or Field.AttrIndx3 or Field.MemAttr => Memory,
        Field.AMEC => AmecField,
        Field.AF => set ? Change.AccessFlagSet : Change.AccessFlagCleared,
        Field.NG => set ? Change.BecomesNonGlobal : Change.BecomesGlobal,
        Field.NT => set ? Change.NtSet : Change.NtCleared,
        Field.GP => Change.GuardedPage,
        Field.FnXS => Change.FnXs,
        Field.PBHA => Change.Pbha,
        Field.AssuredOnly => Change.AssuredOnly,
        Field.Protected => Change.Protected,
        Field.PIIndex or Field.POIndex => Change.PermissionIndex,
        Field.NDirty => set ? Change.MadeClean : Change.MadeDirty,
        Field.Dirty => set ? Change.MadeDirty : Change.MadeClean,
        Field.Contiguous => Change.Contiguous,
        Field.APTable or Field.UXNTable or Field.XNTable or Field.PXNTable => Change.TablePermissions,
        Field.NSTable => Change.TableSpace | (set ? Change.None : TableSpaceCleared),
        _ => Change.SoftwareBits,
    };

    private static Change CompareMeaning(in TranslationContext context, DescriptorKind kind, ulong old, ulong @new, Change undecided)
    {
        var changes = Change.None;
        if ((undecided & Permissions) != 0)
        {
            changes |= CompareRights(context, old, @new);
        }

        if ((undecided & Output) != 0)
        {
            changes |= kind == DescriptorKind.Table ? NextTable(context) : OutputAddress(context, old, @new);
        }

        if ((undecided & (Memory | ShareabilityField)) != 0)
        {
            ref readonly MemoryAttributes before = ref Decoder.MemoryOf(context, old), after = ref Decoder.MemoryOf(context, @new);
            changes |= (undecided & Memory) != 0 ? CompareMemory(before, after) : Change.None;
            changes |= (undecided & ShareabilityField) == 0 ? Change.None
                : before.Uncached && after.Uncached ? Change.ShareabilityOfUncached
                : Change.Shareability;
        }

        if ((undecided & AmecField) != 0)
        {
            changes |= AmecInUse(context, old, @new) ? Change.Amec : Change.NoEffect;
        }

        if ((undecided & TableSpaceCleared) != 0 && context.Security == SecurityState.Secure)
        {
            changes |= Change.BecomesGlobal;
        }

        return changes;
    }

    private static Change NextTable(in TranslationContext context) =>
        Change.NextTable | (context.SameMapping == false ? Change.MappingDiffers : Change.None);

    private static Change OutputAddress(in TranslationContext context, ulong old, ulong @new) =>
        Decoder.IsWritable(context, old) || Decoder.IsWritable(context, @new) || context.SameContents != true
            ? Change.OutputAddress
            : Change.OutputAddressSameContents;

    private static Change CompareMemory(in MemoryAttributes old, in MemoryAttributes @new)
    {
        bool resolved = old.Type != MemoryType.Unknown && @new.Type != MemoryType.Unknown;
        if (resolved && old.Encoding == @new.Encoding)
        {
            return Change.NoEffect;
        }

        bool sameButTagAccess = old.NoTagAccess != @new.NoTagAccess && !old.Reserved && !@new.Reserved
            && (old with { NoTagAccess = false, Encoding = 0 }) == (@new with { NoTagAccess = false, Encoding = 0 });
        if (sameButTagAccess)
        {
            return @new.NoTagAccess ? Change.NoTagAccessSet : Change.NoTagAccessCleared;
        }

        return old.SameTypeAs(@new) ? Change.AttributeHints : Change.MemoryType;
    }

    private static Change CompareRights(in TranslationContext context, ulong old, ulong @new)
    {
        Rights before = Decoder.RightsOf(context, old), after = Decoder.RightsOf(context, @new);
        return before == after
            ? Change.NoEffect
            : ((after & ~before) != 0 ? Change.RightsGained : Change.None)
                | ((before & ~after) != 0 ? Change.RightsLost : Change.None);
    }

    private static bool AmecInUse(in TranslationContext context, ulong old, ulong @new) =>
        context.Stage == Stage.One
        || Decoder.SpaceOf(context, old) == 0
        || Decoder.SpaceOf(context, @new) == 0;
}
