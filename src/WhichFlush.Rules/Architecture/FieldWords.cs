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
        Field.APTable => value switch { 0 => "no limit", 1 => "no EL0 access", 2 => "read-only", _ => "read-only, no EL0 access" },
        _ => value.ToString(CultureInfo.InvariantCulture),
    };

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
