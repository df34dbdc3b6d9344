using WhichFlush.Api.Contract;
using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Capabilities;
using WhichFlush.TlbModel.Questions;

namespace WhichFlush.Api.Flush;

/// <summary>Maps violations that the model found to the contract.</summary>
internal static class ViolationMapper
{
    /// <summary>Maps a violation.</summary>
    public static ViolationAnswer Map(Violation violation) => new()
    {
        Property = EnumMap<ViolatedProperty>.Of(violation.Property),
        Text = violation.Errata == Errata.None ? violation.Text
            : $"{violation.Text} {string.Join(' ', ErrataBook.In(violation.Errata).Select(erratum => $"Erratum {erratum.Id}: {erratum.Title}"))}",
        Benign = violation.Benign ? true : null,
        Errata = violation.Errata == Errata.None ? null : [.. ErrataBook.In(violation.Errata).Select(erratum => erratum.Id)],
        Interleaving =
        [
            .. violation.Interleaving.Select(happened => new EventAnswer
            {
                Actor = EnumMap<WhoActs>.Of(happened.Actor),
                Text = happened.Text,
                Tlbs = new() { P0 = happened.P0, P1 = happened.P1 },
            }),
        ],
    };
}
