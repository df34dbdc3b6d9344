using FsCheck;
using FsCheck.Fluent;
using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Tlbi;

namespace WhichFlush.Rules.Tests.Tlbi;

/// <summary>Properties of the operands of every operation, over all valid parts.</summary>
public sealed class OperandPropertyTests
{
    private static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(5000);

    /// <summary>An operation, parts that determine its operands completely, and the operands.</summary>
    private static readonly Gen<Built> Cases =
        from operation in Gen.Elements(TlbiCatalogue.Operations.Where(operation => operation.OperandKind != OperandKind.None).ToArray())
        from granule in Gen.Elements(Enum.GetValues<Granule>())
        from level in Gen.Choose(granule == Granule.Size64K ? 1 : 0, 3)
        from ds in Gen.Elements(true, false)
        from high in Gen.Choose(0, int.MaxValue)
        from low in Gen.Choose(0, int.MaxValue)
        from width in Gen.Choose(12, 48)
        from upper in Gen.Elements(true, false)
        from asid in Gen.Choose(0, 65535)
        from ns in Gen.Elements<bool?>(null, true, false)
        from hint in Gen.Elements(true, false)
        from el20 in Gen.Elements(true, false)
        from pages in Gen.OneOf(Gen.Choose(1, 70), Gen.Choose(1, 5_000_000))
        from sized in Gen.Elements(true, false)
        let address = ((((ulong)high << 31) | (uint)low) & Bits.Mask(width - 1, 0)) | (upper && IsVa(operation) ? Bits.Mask(63, 48) : 0)
        let parts = new OperandParts
        {
            Address = address,
            Asid = asid,
            Level = level,
            Granule = granule,
            Ds = ds,
            Ns = ns,
            Hint = hint,
            El20 = el20,
            Bytes = sized ? (ulong)pages << (int)granule : null,
        }
        where parts.Validate(operation).Count == 0
        select new Built(operation, parts, OperandBuilder.Build(operation, parts).Operands);

    [Fact]
    public void Decoding_inverts_building() => Check(built =>
    {
        Assert.NotEmpty(built.Operands);
        foreach (var operand in built.Operands)
        {
            var kind = operand.Operation.OperandKind;
            var content = OperandContent.Decode(kind, operand.Value);
            Assert.Equal(operand.Value, content.Encode(kind));
            Assert.Equal(0ul, content.Reserved);
            Assert.Empty(operand.Unknown);

            var examined = OperandExaminer.Examine(operand.Operation, operand.Value, built.Parts);
            Assert.Empty(examined.Faults);
            AssertSays(operand, content, built.Parts);
        }
    });

    [Fact]
    public void Together_the_operands_cover_the_range_without_a_gap() => Check(built =>
    {
        if (built.Operation.OperandKind == OperandKind.Asid)
        {
            return;
        }

        ulong next = built.Operands[0].Start;
        Assert.True(built.Parts.Address!.Value - next < 1ul << 56, "starts behind the address");
        foreach (var operand in built.Operands)
        {
            Assert.Equal(next, operand.Start);
            next += operand.Bytes;
        }

        Assert.True(next - built.Parts.Address!.Value >= (built.Parts.Bytes ?? 1), "ends too early");
    });

    [Fact]
    public void A_flipped_bit_is_reported_or_covers_the_same() => Check(built =>
    {
        if (built.Operands is not [{ Count: 1 } only])
        {
            return;
        }

        for (int bit = 0; bit < 64; bit++)
        {
            ulong corrupt = only.Value ^ (1ul << bit);
            var faults = OperandExaminer.Examine(only.Operation, corrupt, built.Parts).Faults;
            Assert.True(
                faults.Count > 0 || CoversAsMuch(only, corrupt, built.Parts),
                $"bit {bit} of 0x{only.Value:x}, {only.Operation.Name}, {built.Parts}");
        }
    });

    [Fact]
    public void Any_value_of_any_operation_has_an_examination() => Prop.ForAll(
        Cases.ToArbitrary(),
        ArbMap.Default.ArbFor<ulong>(),
        (built, value) =>
        {
            var alone = OperandExaminer.Examine(built.Operation, value, new OperandParts());
            var judged = OperandExaminer.Examine(built.Operation, value, built.Parts);
            Assert.All(alone.Faults.Concat(judged.Faults), fault => Assert.NotEmpty(fault.Text));
            Assert.NotEmpty(judged.Right);
        }).Check(Thorough);

    private static void Check(Action<Built> holds) => Prop.ForAll(Cases.ToArbitrary(), holds).Check(Thorough);

    private static bool IsVa(TlbiOperation operation) => operation.OperandKind is OperandKind.Address or OperandKind.Range;

    private static void AssertSays(in BuiltOperand operand, in OperandContent content, in OperandParts parts)
    {
        var kind = operand.Operation.OperandKind;
        Assert.Equal(operand.Operation.Family.TakesAsid(parts.El20) ? parts.Asid : 0, content.Asid);
        Assert.Equal(kind is OperandKind.Ipa or OperandKind.IpaRange && parts.Ns == true, content.Ns);
        if (kind is OperandKind.Asid or OperandKind.Physical)
        {
            return;
        }

        bool named = parts.Hint && LevelHint.CanBeNamed(parts.Granule!.Value, parts.Level!.Value, parts.Ds);
        Assert.Equal(named ? parts.Level : 0, content.Ttl & 3);
        int shift = kind is OperandKind.Address or OperandKind.Ipa ? 12 : parts.Ds ? 16 : (int)parts.Granule!.Value;
        int width = kind switch { OperandKind.Address => 56, OperandKind.Ipa => 52, _ => shift + 37 };
        Assert.Equal(operand.Start & Bits.Mask(width - 1, 0), content.Address << shift);
    }

    /// <summary>Whether the corrupt operand covers at least the range of the right one: the rules of the manual, without the examiner.</summary>
    private static bool CoversAsMuch(in BuiltOperand right, ulong corrupt, in OperandParts parts)
    {
        var kind = right.Operation.OperandKind;
        OperandContent good = OperandContent.Decode(kind, right.Value), bad = OperandContent.Decode(kind, corrupt);
        if (kind is OperandKind.Asid or OperandKind.Physical || good.Asid != bad.Asid || good.Ns != bad.Ns || bad.Reserved != 0)
        {
            // A larger, aligned SIZE covers more; any other difference is a fault.
            return kind == OperandKind.Physical && bad.Size > good.Size && bad.Address == good.Address;
        }

        int granule = (int)parts.Granule!.Value;
        bool range = kind is OperandKind.Range or OperandKind.IpaRange;
        bool hintIsRight = bad.Ttl == good.Ttl || bad.Ttl == 0
            || bad.Ttl == (range ? parts.Level : (LevelHint.TranslationGranule(parts.Granule.Value) << 2) + parts.Level);
        if (!range)
        {
            // Any address inside the entry selects the entry.
            int entry = Geometry.EntryShift(parts.Granule.Value, parts.Level!.Value) - 12;
            return hintIsRight && bad.Address >> entry == good.Address >> entry;
        }

        int unit = parts.Ds ? 16 : granule;
        ulong start = bad.Address << unit, end = start + (bad.Range.Granules << granule);
        ulong first = parts.Address!.Value & Bits.Mask(unit + 36, 0);
        first &= ~Bits.Mask(Geometry.EntryShift(parts.Granule.Value, parts.Level!.Value) - 1, 0);
        return hintIsRight && bad.Tg == good.Tg && start <= first && end - first >= (parts.Bytes ?? 1);
    }

    private sealed record Built(TlbiOperation Operation, OperandParts Parts, IReadOnlyList<BuiltOperand> Operands);
}
