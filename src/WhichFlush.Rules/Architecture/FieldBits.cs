namespace WhichFlush.Rules.Architecture;

/// <summary>Where a field stands in a context (RULES.md 1.3, 1.4), for whoever compares fields without the rule book.</summary>
public static class FieldBits
{
    /// <summary>The descriptor bits that a field takes; 0 where the context gives it no meaning.</summary>
    /// <param name="context">Stage, regime, security state, granule, level and features.</param>
    /// <param name="kind">The kind of a valid descriptor.</param>
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
