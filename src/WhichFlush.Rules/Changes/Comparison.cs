using System.Numerics;
using WhichFlush.Rules.Capabilities;
using WhichFlush.Rules.Descriptors;
using WhichFlush.Rules.Rulebook;

namespace WhichFlush.Rules.Changes;

/// <summary>Compares the decoded fields of two descriptors (RULES.md section 1: never raw bits).</summary>
internal static class Comparison
{
    public static Transition Compare(in Question question, DisputeSet permissive)
    {
        ref readonly TranslationContext context = ref question.Where;
        ulong old = question.Old, @new = question.New;
        DescriptorKind oldKind = Decoder.KindOf(context, old), newKind = Decoder.KindOf(context, @new);
        bool haftPermissive = (permissive & DisputeSet.TableAccessFlag) != 0;
        bool oldCacheable = Decoder.IsCacheable(context, oldKind, old, standing: true, haftPermissive);
        bool newCacheable = Decoder.IsCacheable(context, newKind, @new, standing: false, haftPermissive);
        bool resized = oldKind == DescriptorKind.Table ^ newKind == DescriptorKind.Table
            && oldKind != DescriptorKind.Invalid && newKind != DescriptorKind.Invalid;
        ChildrenEvidence children = resized
            ? CompareChildren(question, oldKind == DescriptorKind.Block)
            : question.Children.IsEmpty || newKind == DescriptorKind.Table ? ChildrenEvidence.None
            : ChildrenEvidence.OfTable(context, question.Children.Span);
        var changes = Change.None;
        if (!oldCacheable)
        {
            changes = old == @new ? Change.None
                : Change.FromUncacheable | (newCacheable ? GlobalOverlap(context, newKind, @new) : Change.None);
        }
        else if (resized && newCacheable)
        {
            changes = Resize(context, old, @new, oldKind, children);
        }
        else
        {
            Change fields = oldKind == newKind ? CompareFields(context, oldKind, old, @new) : Change.None;
            bool defined = oldKind != newKind || (fields & ~Change.SoftwareBits) != 0;
            changes = newCacheable || !defined ? fields
                : Change.ToUncacheable | (fields == Change.AccessFlagCleared || fields == (Change.AccessFlagCleared | Change.SoftwareBits) ? Change.OnlyAccessFlagCleared : Change.None);
            changes |= !defined && context.SpuriousFault ? Change.SpuriousFault : Change.None;
        }

        changes |= UnderErrata(context.Errata, changes);

        return new Transition(context)
        {
            Old = old,
            New = @new,
            OldKind = oldKind,
            NewKind = newKind,
            OldCacheable = oldCacheable,
            NewCacheable = newCacheable,
            Permissive = permissive,
            Changes = changes,
            Children = children,
        };
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

    private static ChildrenEvidence CompareChildren(in Question question, bool split) => ChildrenEvidence.Compare(
        question.Where, split ? question.Old : question.New, split ? question.New : question.Old, question.Children.Span, split);

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

    private static Change CompareFields(in TranslationContext context, DescriptorKind kind, ulong old, ulong @new)
    {
        ulong changed = old ^ @new;
        if (changed == 0)
        {
            return Change.None;
        }

        var changes = Change.None;
        bool permissions = false, space = false, shareability = false, memory = false;
        FieldIndex table = FieldTable.IndexFor(context.Stage, kind);
        for (uint rows = table.RowsOf(changed); rows != 0; rows &= rows - 1)
        {
            ref readonly FieldRow row = ref table[BitOperations.TrailingZeroCount(rows)];
            if (!row.AppliesTo(context, kind))
            {
                continue;
            }

            bool rises = (@new & row.Mask & changed) != 0;
            switch (row.Field)
            {
                case Field.AP or Field.S2AP or Field.PXN or Field.UXN or Field.XN:
                    permissions = true;
                    break;
                case Field.NS or Field.NSE:
                    space = true;
                    break;
                case Field.SH:
                    shareability = true;
                    break;
                case Field.AttrIndx or Field.AttrIndx3 or Field.MemAttr:
                    memory = true;
                    break;
                case Field.AMEC:
                    changes |= AmecInUse(context, old, @new) ? Change.Amec : Change.NoEffect;
                    break;
                case Field.DBM:
                    permissions = true;
                    changes |= rises ? Change.DbmSet : Change.DbmCleared;
                    break;
                default:
                    changes |= OfFlag(context, row.Field, rises);
                    break;
            }
        }

        if ((changed & Geometry.AddressMask(context, kind)) != 0 || space)
        {
            changes |= kind == DescriptorKind.Table ? NextTable(context) : OutputAddress(context, old, @new);
        }

        changes |= memory ? CompareMemory(Decoder.MemoryOf(context, old), Decoder.MemoryOf(context, @new)) : Change.None;
        changes |= shareability ? CompareShareability(context, old, @new) : Change.None;
        changes |= permissions ? CompareRights(context, old, @new) : Change.None;
        if (kind != DescriptorKind.Table && (changes & ~Change.SoftwareBits) != 0
            && Decoder.IsContiguous(context, old) && Decoder.IsContiguous(context, @new))
        {
            changes |= Change.InsideRun;
        }

        return changes == Change.None ? Change.SoftwareBits : changes;
    }

    private static Change OfFlag(in TranslationContext context, Field field, bool rises) => field switch
    {
        Field.AF => rises ? Change.AccessFlagSet : Change.AccessFlagCleared,
        Field.NG => rises ? Change.BecomesNonGlobal : Change.BecomesGlobal,
        Field.NT => rises ? Change.NtSet : Change.NtCleared,
        Field.GP => Change.GuardedPage,
        Field.FnXS => Change.FnXs,
        Field.PBHA => Change.Pbha,
        Field.AssuredOnly => Change.AssuredOnly,
        Field.Protected => Change.Protected,
        Field.PIIndex or Field.POIndex => Change.PermissionIndex,
        Field.NDirty => rises ? Change.MadeClean : Change.MadeDirty,
        Field.Dirty => rises ? Change.MadeDirty : Change.MadeClean,
        Field.Contiguous => Change.Contiguous,
        Field.APTable or Field.UXNTable or Field.XNTable or Field.PXNTable => Change.TablePermissions,
        Field.NSTable => Change.TableSpace
            | (!rises && context.Security == SecurityState.Secure ? Change.BecomesGlobal : Change.None),
        _ => Change.SoftwareBits,
    };

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

        bool sameButTagAccess = !old.Reserved && !@new.Reserved
            && (old with { NoTagAccess = false, Encoding = 0 }) == (@new with { NoTagAccess = false, Encoding = 0 })
            && old.NoTagAccess != @new.NoTagAccess;
        if (sameButTagAccess)
        {
            return @new.NoTagAccess ? Change.NoTagAccessSet : Change.NoTagAccessCleared;
        }

        return old.SameTypeAs(@new) ? Change.AttributeHints : Change.MemoryType;
    }

    private static Change CompareShareability(in TranslationContext context, ulong old, ulong @new) =>
        Decoder.MemoryOf(context, old).Uncached && Decoder.MemoryOf(context, @new).Uncached
            ? Change.ShareabilityOfUncached
            : Change.Shareability;

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
