using System.Numerics;
using System.Runtime.CompilerServices;
using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Requirements;

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
        Undecided = Memory | ShareabilityField | Output | AmecField | TableSpaceCleared;

    /// <summary>Compares. Most changes are of an entry that stays what it is and can be cached before and after: found out first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Transition Compare(in Question question, DisputeSet permissive)
    {
        Setting setting = question.Setting;
        Trait traits = setting.Traits;
        ulong old = question.Old, @new = question.New;
        DescriptorKind kind = Decoder.KindOf(traits, old);
        bool stays = ((old ^ @new) & 3) == 0 && kind != DescriptorKind.Invalid && Decoder.AccessFlag(traits, kind, old & @new);
        Found found = stays
            ? new(WithCircumstances(question.Where, CompareFields(question, setting, kind)), kind, kind, true, true, false)
            : CompareKinds(question, setting, permissive);
        return new(question, setting, permissive, found);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Found CompareKinds(in Question question, Setting setting, DisputeSet permissive)
    {
        Trait traits = setting.Traits;
        ulong old = question.Old, @new = question.New;
        DescriptorKind oldKind = Decoder.KindOf(traits, old), newKind = Decoder.KindOf(traits, @new);
        bool haftPermissive = (permissive & DisputeSet.TableAccessFlag) != 0;
        bool oldCacheable = Decoder.IsCacheable(traits, oldKind, old, standing: true, haftPermissive);
        bool newCacheable = Decoder.IsCacheable(traits, newKind, @new, standing: false, haftPermissive);
        bool resized = oldKind == DescriptorKind.Table ^ newKind == DescriptorKind.Table
            && oldKind != DescriptorKind.Invalid && newKind != DescriptorKind.Invalid;
        Change changes;
        if (!oldCacheable)
        {
            changes = old == @new ? Change.None
                : Change.FromUncacheable | (newCacheable ? GlobalOverlap(question, newKind) : Change.None);
        }
        else if (resized && newCacheable)
        {
            changes = WithCircumstances(question.Where, Resize(question, oldKind, ChildrenEvidence.Of(question, oldKind, newKind)));
        }
        else
        {
            Change fields = oldKind == newKind ? CompareFields(question, setting, oldKind) : Change.None;
            bool defined = oldKind != newKind || (fields & ~Change.SoftwareBits) != 0;
            changes = WithCircumstances(question.Where, newCacheable || !defined ? fields
                : Change.ToUncacheable | ((fields & ~Change.SoftwareBits) == Change.AccessFlagCleared ? Change.OnlyAccessFlagCleared : Change.None));
        }

        bool emptyTable = !question.Children.IsEmpty && oldKind == DescriptorKind.Table && newKind != DescriptorKind.Table
            && ChildrenEvidence.HoldsNothing(question);
        return new(changes, oldKind, newKind, oldCacheable, newCacheable, emptyTable);
    }

    /// <summary>Adds what a fault that was taken on a cacheable entry, and errata, make of the changes.</summary>
    private static Change WithCircumstances(in TranslationContext context, Change changes) =>
        changes
        | (context.SpuriousFault && (changes & ~Change.SoftwareBits) == 0 ? Change.SpuriousFault : Change.None)
        | (context.Has(Errata.AlwaysBreak) ? UnderErrata(context.Errata, changes) : Change.None);

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
    private static Change GlobalOverlap(in Question question, DescriptorKind newKind) =>
        question.Where.OverlapsNonGlobal == true && newKind is (DescriptorKind.Block or DescriptorKind.Page)
            && (question.Setting.Traits & Trait.TwoPrivileges) != 0 && Decoder.IsGlobal(question.Setting.Traits, question.New)
            ? Change.GlobalOverNonGlobal
            : Change.None;

    private static Change Resize(in Question question, DescriptorKind oldKind, in ChildrenEvidence children)
    {
        bool split = oldKind == DescriptorKind.Block;
        ulong block = split ? question.Old : question.New;
        return (split ? Change.BlockToTable : Change.TableToBlock | GlobalOverlap(question, DescriptorKind.Block))
            | (children.MappingDiffers || question.Where.SameMapping == false ? Change.MappingDiffers : Change.None)
            | (children.RightsDiffer ? Change.SizeWithPermissions : Change.None)
            | (children.RightsLost ? Change.RightsLost : Change.None)
            | (children.RightsGained ? Change.RightsGained : Change.None)
            | (Decoder.IsContiguous(question.Setting.Traits, block) ? Change.Contiguous : Change.None);
    }

    /// <summary>What it means that a bit changes, by the rows of a table: see <see cref="Setting.MeaningOfBits"/>.</summary>
    public static Change[] MeaningOfBits(FieldRow[] rows, Trait traits)
    {
        var meaning = new Change[128];
        foreach (ref readonly FieldRow row in rows.AsSpan())
        {
            if (row.AppliesTo(traits))
            {
                for (ulong bits = row.Mask; bits != 0; bits &= bits - 1)
                {
                    int bit = BitOperations.TrailingZeroCount(bits);
                    meaning[2 * bit] = Of(row.Field, set: false);
                    meaning[(2 * bit) + 1] = Of(row.Field, set: true);
                }
            }
        }

        return meaning;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Change CompareFields(in Question question, Setting setting, DescriptorKind kind)
    {
        ulong changed = question.Old ^ question.New;
        if (changed == 0)
        {
            return Change.None;
        }

        ulong address = setting.Level.AddressMask(kind);
        Change changes = (changed & address) != 0 ? Output : Change.None;
        Change[] meaning = setting.MeaningOfBits(kind);
        for (ulong left = changed & ~address; left != 0; left &= left - 1)
        {
            int bit = BitOperations.TrailingZeroCount(left);
            changes |= meaning[(2 * bit) + (int)((question.New >> bit) & 1)];
        }

        if ((changes & Permissions) != 0)
        {
            changes = (changes & ~Permissions) | CompareRights(setting.RightsOf(question.Old), setting.RightsOf(question.New));
        }

        if ((changes & Undecided) != 0)
        {
            changes = (changes & ~Undecided) | CompareMeaning(question, kind, changes);
        }

        if (kind != DescriptorKind.Table && (changes & ~Change.SoftwareBits) != 0 && Decoder.IsContiguous(setting.Traits, question.Old & question.New))
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

    private static Change CompareMeaning(in Question question, DescriptorKind kind, Change undecided)
    {
        ref readonly TranslationContext context = ref question.Where;
        Trait traits = question.Setting.Traits;
        ulong old = question.Old, @new = question.New;
        var changes = Change.None;
        if ((undecided & Output) != 0)
        {
            changes |= kind == DescriptorKind.Table ? NextTable(context) : OutputAddress(context, traits, old, @new);
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
            changes |= AmecInUse(traits, old, @new) ? Change.Amec : Change.NoEffect;
        }

        if ((undecided & TableSpaceCleared) != 0 && context.Security == SecurityState.Secure)
        {
            changes |= Change.BecomesGlobal;
        }

        return changes;
    }

    private static Change NextTable(in TranslationContext context) =>
        Change.NextTable | (context.SameMapping == false ? Change.MappingDiffers : Change.None);

    private static Change OutputAddress(in TranslationContext context, Trait traits, ulong old, ulong @new) =>
        Decoder.IsWritable(traits, old) || Decoder.IsWritable(traits, @new) || context.SameContents != true
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
                | ((before & ~after) != 0 ? Change.RightsLost : Change.None);

    private static bool AmecInUse(Trait traits, ulong old, ulong @new) =>
        (traits & Trait.Stage1) != 0
        || Decoder.SpaceOf(traits, old) == 0
        || Decoder.SpaceOf(traits, @new) == 0;
}
