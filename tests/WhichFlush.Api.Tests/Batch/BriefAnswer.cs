using System.Text.Json;
using WhichFlush.Api.Contract;

namespace WhichFlush.Api.Tests.Batch;

/// <summary>The brief answer to a batch item, made by the serializer of the whole answer.</summary>
internal static class BriefAnswer
{
    public static string Of(int index, FlushAnswer whole) => JsonSerializer.Serialize(
        new
        {
            index,
            whole.MayProceed,
            whole.Verdict,
            Tlbi = whole.Tlbi.Select(tlbi => new { tlbi.Op, tlbi.Scope, tlbi.Operand, tlbi.Count, tlbi.Increment, tlbi.Repeat }),
            Rules = whole.Reasons.Where(reason => reason.Clause.StartsWith("row ", StringComparison.Ordinal)).Select(reason => reason.Rule).Distinct(),
            ConditionCount = whole.Conditions.Count,
            WarningCount = whole.Warnings.Count,
        },
        JsonSetup.Options);
}
