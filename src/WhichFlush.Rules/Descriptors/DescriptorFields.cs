namespace WhichFlush.Rules.Descriptors;

/// <summary>One field of a decoded descriptor.</summary>
/// <param name="Name">Arm's name.</param>
/// <param name="Bits">Its bits, <c>54:53</c>.</param>
/// <param name="Value">Its value, right-aligned.</param>
/// <param name="Text">The value in words.</param>
/// <param name="Meaning">What the field is for.</param>
public readonly record struct DescriptorField(string Name, string Bits, ulong Value, string Text, string Meaning);

/// <summary>Lists the fields of a descriptor, the highest bits first.</summary>
public static class DescriptorFields
{
    /// <summary>Every field that the descriptor has in its context; reserved bits only if they are set.</summary>
    public static IReadOnlyList<DescriptorField> List(in TranslationContext context, ulong raw)
    {
        DescriptorKind kind = Decoder.KindOf(context, raw);
        if (kind == DescriptorKind.Invalid)
        {
            return [new("ignored", "63:1", raw >> 1, $"0x{raw >> 1:x}", "ignored by hardware; software may keep data here"), new("Valid", "0", raw & 1, "invalid", "bit 0")];
        }

        ulong address = Geometry.AddressMask(context, kind);
        var fields = new List<(ulong Mask, DescriptorField Field)>
        {
            (address, new(kind == DescriptorKind.Table ? "next-level table address" : "OA", Bits.Describe(address), Geometry.Address(context, kind, raw),
                $"0x{Geometry.Address(context, kind, raw):x}", kind == DescriptorKind.Table ? "where the walk goes on" : "where accesses go")),
            (3, new("Type", "1:0", raw & 3, kind.ToString(), "valid, and what it is")),
        };
        ulong covered = address | 3;
        Trait traits = Traits.Of(context, kind);
        foreach (FieldRow row in FieldTable.For(context.Stage, kind))
        {
            if (row.AppliesTo(traits))
            {
                covered |= row.Mask;
                ulong value = Bits.Gather(raw, row.Mask);
                fields.Add((row.Mask, new(row.Name, Bits.Describe(row.Mask), value, FieldWords.Describe(context, row.Field, raw, value), row.Meaning)));
            }
        }

        if ((raw & ~covered) is ulong reserved and not 0)
        {
            fields.Add((reserved, new("RES0", Bits.Describe(reserved), Bits.Gather(raw, reserved), "reserved, but set", "reserved in this context")));
        }

        return [.. fields.OrderByDescending(field => field.Mask).Select(field => field.Field)];
    }
}
