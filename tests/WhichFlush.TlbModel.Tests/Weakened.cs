using System.Text.RegularExpressions;
using WhichFlush.Rules;
using WhichFlush.Rules.Architecture;

namespace WhichFlush.TlbModel.Tests;

/// <summary>Variants of a sequence, each weaker in one place.</summary>
internal static partial class Weakened
{
    public static IEnumerable<(string How, string[] Steps)> Of(Question question, string[] steps)
    {
        for (int i = 0; i < steps.Length; i++)
        {
            string step = steps[i];
            if (step.StartsWith("DSB", StringComparison.Ordinal) || step.StartsWith("ISB", StringComparison.Ordinal) || step.StartsWith("TLBI", StringComparison.Ordinal))
            {
                yield return ($"without step {i}", [.. steps[..i], .. steps[(i + 1)..]]);
            }

            if (!step.StartsWith("TLBI", StringComparison.Ordinal))
            {
                continue;
            }

            if (question.Context.Sharing != Sharing.Single && Broadcast().IsMatch(step))
            {
                yield return ($"step {i} local", With(steps, i, Broadcast().Replace(step, "${el}")));
            }

            if (AnyLevel().IsMatch(step))
            {
                yield return ($"step {i} last level", With(steps, i, AnyLevel().Replace(step, "${head}LE")));
            }

            if (Operand().Match(step) is { Success: true } operand && Hex64.TryParseDigits(operand.Groups["x"].ValueSpan, out ulong value))
            {
                bool range = step.Contains(" R", StringComparison.Ordinal);
                int granule = ((int)question.Context.Granule - 10) / 2, level = question.Context.Level == 3 ? 2 : 3;
                ulong hinted = range
                    ? (value & ~(3UL << 37)) | (ulong)level << 37
                    : (value & ~(15UL << 44)) | (ulong)((granule << 2) | level) << 44;
                yield return ($"step {i} wrong TTL", With(steps, i, Operand().Replace(step, $", 0x{hinted:x}")));
                yield return ($"step {i} wrong address", With(steps, i, Operand().Replace(step, $", 0x{value ^ 0x10000000:x}")));
            }

            int next = Array.FindIndex(steps, i + 1, other => other.StartsWith("TLBI", StringComparison.Ordinal));
            if (step.Contains("IPAS2", StringComparison.Ordinal) && next >= 0 && steps[next].Contains("VMALLE1", StringComparison.Ordinal))
            {
                yield return ($"steps {i} and {next} swapped", With(With(steps, i, steps[next]), next, step));
            }
        }
    }

    private static string[] With(string[] steps, int index, string step) => [.. steps[..index], step, .. steps[(index + 1)..]];

    [GeneratedRegex("(?<el>E[123])(IS|OS)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Broadcast();

    [GeneratedRegex("(?<head> R?(?:VA|VAA|IPAS2))E", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AnyLevel();

    [GeneratedRegex(", 0x(?<x>[0-9a-f]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Operand();
}
