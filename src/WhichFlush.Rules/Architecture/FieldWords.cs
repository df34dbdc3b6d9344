using System.Globalization;

namespace WhichFlush.Rules.Architecture;

/// <summary>Formats field values.</summary>
internal static class FieldWords
{
    private static readonly string[] Shareabilities = ["non-shareable", "reserved", "outer shareable", "inner shareable"];
    private static readonly string[] Stage2Accesses = ["no access", "read-only", "write-only", "read/write"];
    private static readonly string[] UnknownIndex = [.. Enumerable.Range(0, 8).Select(index => $"index {index}, MAIR not given")];

    /// <summary>A field value in words.</summary>
    /// <param name="context">Position and configuration.</param>
    /// <param name="field">The field.</param>
    /// <param name="raw">The descriptor.</param>
    /// <param name="value">The bits of the field, packed from bit 0 up; an address for address fields.</param>
    public static string Describe(in TranslationContext context, Field field, ulong raw, ulong value) => field switch
    {
        Field.OutputAddress or Field.NextTable => $"0x{value:x}",
        Field.AttrIndx or Field.AttrIndx3 => context.Mair is null && !context.Has(Features.FEAT_AIE)
            ? UnknownIndex[value]
            : $"index {value}: {Decoder.MemoryOf(context, raw).Describe()}",
        Field.MemAttr => Decoder.MemoryOf(context, raw).Describe(),
        Field.SH => Shareabilities[value],
        Field.AP => StageOneAccess(context, raw),
        Field.S2AP => Stage2Accesses[value],
        Field.XN or Field.PXN or Field.UXN => ExecuteWords(context, field, raw, value),
        Field.AF => value != 0 ? "accessed" : "not accessed",
        Field.NG => value != 0 ? "non-global" : "global",
        Field.Contiguous => value != 0 ? "contiguous" : "single",
        Field.DBM => value != 0 ? "hardware may make it dirty" : "not managed by hardware",
        Field.NDirty => value != 0 ? "clean" : "dirty",
        Field.Dirty => value != 0 ? "dirty" : "clean",
        Field.NT => value != 0 ? "not to be cached" : "may be cached",
        Field.PIIndex => IndexWords(context, raw, value),
        Field.APTable => value switch { 0 => "no limit", 1 => "no EL0 access", 2 => "read-only", _ => "read-only, no EL0 access" },
        _ => value.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>The index, and the rights that it selects where the registers are known: <c>8: EL1 rw-, EL0 ---</c>.</summary>
    private static string IndexWords(in TranslationContext context, ulong raw, ulong value)
    {
        ContextKey key = ContextKeys.Of(context);
        if (Decoder.RightsUnknown(key))
        {
            return value.ToString(CultureInfo.InvariantCulture);
        }

        Rights rights = Decoder.RightsOf(context, key, raw);
        string el1 = Letters(rights, Rights.El1Read, Rights.El1Write, Rights.El1Execute, Rights.El1Gcs);
        string el0 = Letters(rights, Rights.El0Read, Rights.El0Write, Rights.El0Execute, Rights.El0Gcs);
        return context.Stage == Stage.Two
            ? $"{value}: {el1[..2]}, execute at {((rights & Rights.Execute) switch { Rights.Execute => "EL1 and EL0", Rights.El1Execute => "EL1", Rights.El0Execute => "EL0", _ => "no level" })}"
                + ((rights & Rights.WalkWrite) != 0 && (rights & Rights.El1Write) == 0 ? "; table walks may write" : "")
            : context.TwoPrivileges ? $"{value}: EL1 {el1}, EL0 {el0}" : $"{value}: {el1}";
    }

    private static string Letters(Rights rights, Rights read, Rights write, Rights execute, Rights gcs) =>
        $"{((rights & read) != 0 ? 'r' : '-')}{((rights & write) != 0 ? 'w' : '-')}{((rights & execute) != 0 ? 'x' : '-')}{((rights & gcs) != 0 ? " and GCS" : "")}";

    private static string StageOneAccess(in TranslationContext context, ulong raw) =>
        (context.TwoPrivileges, Bits.IsSet(raw, 6), Bits.IsSet(raw, 7)) switch
        {
            (false, _, false) => "read/write",
            (false, _, true) => "read-only",
            (true, false, false) => "EL1 read/write, EL0 none",
            (true, false, true) => "EL1 read-only, EL0 none",
            (true, true, false) => "EL1 and EL0 read/write",
            (true, true, true) => "EL1 and EL0 read-only",
        };

    private static string ExecuteWords(in TranslationContext context, Field field, ulong raw, ulong value)
    {
        if (field == Field.XN && context.Stage == Stage.Two && context.Has(Features.FEAT_XNX))
        {
            return (Decoder.RightsOf(context, ContextKeys.Of(context), raw) & Rights.Execute) switch
            {
                Rights.Execute => "executable at EL1 and EL0",
                Rights.El0Execute => "executable at EL0 only",
                Rights.El1Execute => "executable at EL1 only",
                _ => "execute-never",
            };
        }

        return value != 0 ? "execute-never" : "executable";
    }
}
