namespace WhichFlush.Rules.Architecture;

/// <summary>Positions of fields in a context (RULES.md 1.3, 1.4), for callers that compare fields without the rule book.</summary>
public static class FieldBits
{
    /// <summary>The descriptor bits of a field; 0 if the field has no meaning in the context, or the kind is Invalid.</summary>
    /// <param name="context">Stage, regime, security state, granule, level and features.</param>
    /// <param name="kind">Kind of the descriptor.</param>
    /// <param name="field">The field.</param>
    public static ulong Mask(in TranslationContext context, DescriptorKind kind, Field field)
    {
        if (kind == DescriptorKind.Invalid)
        {
            return 0;
        }

        ContextKey key = ContextKeys.Of(context, kind);
        ulong mask = 0;
        foreach (ref readonly FieldRow row in FieldTable.For(context.Stage, kind).AsSpan())
        {
            mask |= row.Field == field && row.AppliesTo(key) ? row.Mask : 0;
        }

        return mask;
    }
}
