namespace WhichFlush.Rules.Architecture;

/// <summary>One field of a decoded descriptor.</summary>
/// <param name="Name">Arm's name.</param>
/// <param name="Bits">Its bits, <c>54:53</c>.</param>
/// <param name="Value">Its value, right-aligned.</param>
/// <param name="Text">The value in words.</param>
/// <param name="Meaning">What the field is for.</param>
/// <param name="Mask">The descriptor bits that it takes.</param>
public readonly record struct DescriptorField(string Name, string Bits, ulong Value, string Text, string Meaning, ulong Mask)
{
    /// <summary>What the same bits mean in other contexts, one phrase each.</summary>
    public IReadOnlyList<string> Elsewhere() => OtherMeanings.Of(Name, Mask, IsAddress);

    /// <summary>It is the output address or the next-level table address; <see cref="Text"/> is its value.</summary>
    public bool IsAddress => IsAddressName(Name);

    /// <summary>Whether a field of this name holds an address.</summary>
    public static bool IsAddressName(string name) => name is OutputAddressName or NextTableName;

    internal const string OutputAddressName = "OA";

    internal const string NextTableName = "next-level table address";
}

/// <summary>Lists the fields of a descriptor, the highest bits first.</summary>
public static class DescriptorFields
{
    /// <summary>Every field that the descriptor has in its context; reserved bits only if they are set.</summary>
    public static IReadOnlyList<DescriptorField> List(in TranslationContext context, ulong raw)
    {
        DescriptorKind kind = Decoder.KindOf(context, raw);
        if (kind == DescriptorKind.Invalid)
        {
            return
            [
                new("ignored", "63:1", raw >> 1, $"0x{raw >> 1:x}", "ignored by hardware; software may keep data here", ulong.MaxValue << 1),
                new("Valid", "0", raw & 1, (raw & 1) == 0 ? "invalid" : "set, but this encoding behaves as invalid here", "valid", 1),
            ];
        }

        ulong address = Geometry.AddressMask(context, kind);
        string addressText = $"0x{Geometry.Address(context, kind, raw):x}";
        DescriptorField type = new("Type", "1:0", raw & 3, kind.ToString(), "valid, and what it is", 3);
        DescriptorField target = kind == DescriptorKind.Table
            ? new(DescriptorField.NextTableName, Bits.Describe(address), Geometry.Address(context, kind, raw), addressText, "where the walk goes on", address)
            : new(DescriptorField.OutputAddressName, Bits.Describe(address), Geometry.Address(context, kind, raw), addressText, "where accesses go", address);
        FieldRow[] rows = FieldTable.For(context.Stage, kind);
        var fields = new List<DescriptorField>(rows.Length + 3);
        ulong covered = address | type.Mask;
        ContextKey key = ContextKeys.Of(context, kind);

        // The table has the lowest bits first: from its end on, most fields belong at the end of the list.
        for (int i = rows.Length - 1; i >= 0; i--)
        {
            ref readonly FieldRow row = ref rows[i];
            if (row.AppliesTo(key))
            {
                covered |= row.Mask;
                ulong value = Bits.Gather(raw, row.Mask);
                Insert(fields, new(row.Name, row.Range, value, FieldWords.Describe(context, row.Field, raw, value), row.Meaning, row.Mask));
            }
        }

        Insert(fields, target);
        Insert(fields, type);
        if ((raw & ~covered) is ulong reserved and not 0)
        {
            Insert(fields, new("RES0", Bits.Describe(reserved), Bits.Gather(raw, reserved), "reserved, but set", "reserved in this context", reserved));
        }

        return fields;
    }

    /// <summary>Puts a field where it belongs: the highest bits first.</summary>
    private static void Insert(List<DescriptorField> fields, in DescriptorField field)
    {
        int place = fields.Count;
        while (place > 0 && fields[place - 1].Mask < field.Mask)
        {
            place--;
        }

        fields.Insert(place, field);
    }
}
