using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Changes;

namespace WhichFlush.Rules.Explanation;

/// <summary>Clauses that tell what one change does, for summaries, reasons and hazards.</summary>
internal static class Phrases
{
    /// <summary>The clauses of the changes that trigger a rule, each once; empty if no field triggers it.</summary>
    public static string Of(string rule, in Transition t, IReadOnlyList<FieldChange> changes)
    {
        var phrases = new List<string>(2);
        for (int i = 0; i < changes.Count; i++)
        {
            if (changes[i].Rules.Contains(rule) && changes[i].Phrase.Length != 0 && !phrases.Contains(changes[i].Phrase))
            {
                phrases.Add(changes[i].Phrase);
            }
        }

        return Join(phrases) + (phrases.Count != 0 && t.Any(Change.OutputAddress) && rule == "10" ? WhyItMatters(t) : "");
    }

    /// <summary>A list in words: <c>a, b and c</c>.</summary>
    public static string Join(IReadOnlyList<string> parts) => parts.Count switch
    {
        0 => "",
        1 => parts[0],
        _ => string.Join(", ", parts.SkipLast(1)) + " and " + parts[^1],
    };

    /// <summary>The rights that a change of a leaf gives and takes: <c>write removed for EL0</c>; empty if there are none.</summary>
    public static string OfRights(in Transition t)
    {
        Rights before = Decoder.RightsOf(t.Context, t.Key, t.Old), after = Decoder.RightsOf(t.Context, t.Key, t.New);
        string removed = OfRights(t, before & ~after, "removed"), gained = OfRights(t, after & ~before, "gained");
        return removed.Length == 0 ? gained : gained.Length == 0 ? removed : $"{removed} and {gained}";
    }

    /// <summary>Rights by privilege level.</summary>
    public static string OfRights(in Transition t, Rights rights, string verb)
    {
        bool stage2 = t.Context.Stage == Stage.Two, levels = !stage2 && t.Context.TwoPrivileges;
        List<string> both = [], el1 = [], el0 = [], other = [];
        Add(rights, Rights.El1Read, Rights.El0Read, "read");
        Add(rights, Rights.El1Write, Rights.El0Write, "write");
        Add(rights, Rights.El1Execute, Rights.El0Execute, "execute");
        Add(rights, Rights.El1Gcs, Rights.El0Gcs, "GCS access");
        Add(rights, Rights.El1NotOverlaid, Rights.El0NotOverlaid, "exemption from overlays");
        if ((rights & (Rights.El1UnderPan | Rights.El1UnderEpan)) != 0)
        {
            other.Add("data access at EL1 with PAN = 1");
        }

        if ((rights & (Rights.WalkWrite | Rights.TopLevel)) != 0)
        {
            other.Add("writes by table walks or top-level permission");
        }

        string[] parts =
        [
            .. both.Count == 0 ? Array.Empty<string>() : [$"{Join(both)} {verb}{(levels || (stage2 && both.Contains("execute")) ? " for EL1 and EL0" : "")}"],
            .. el1.Count == 0 ? Array.Empty<string>() : [$"{Join(el1)} {verb}{(levels || (stage2 && el1.Contains("execute")) ? " for EL1" : "")}"],
            .. el0.Count == 0 ? Array.Empty<string>() : [$"{Join(el0)} {verb} for EL0"],
            .. other.Count == 0 ? Array.Empty<string>() : [$"{Join(other)} {verb}"],
        ];
        return Join(parts);

        void Add(Rights given, Rights privileged, Rights unprivileged, string name)
        {
            List<string>? list = (given & (privileged | unprivileged)) switch
            {
                var one when one == (privileged | unprivileged) => both,
                var one when one == privileged => el1,
                var one when one == unprivileged => el0,
                _ => null,
            };
            list?.Add(name);
        }
    }

    /// <summary>The reason why another output address needs a break: a side is writable, or contents may differ (row 10).</summary>
    private static string WhyItMatters(in Transition t)
    {
        bool table = t.OldKind == DescriptorKind.Table;
        bool old = !table && Decoder.IsWritable(t.Context, t.Key, t.Old), @new = !table && Decoder.IsWritable(t.Context, t.Key, t.New);
        string name = t.OldKind == DescriptorKind.Block ? "block" : "page";
        return (old, @new) switch
        {
            _ when table => "",
            (true, true) => $" and the {name} is writable",
            (true, false) => $" and the old {name} is writable",
            (false, true) => $" and the new {name} is writable",
            _ => " and the contents are not known to be equal",
        };
    }
}
