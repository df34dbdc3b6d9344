using System.Collections.Frozen;
using System.Collections.Immutable;
using WhichFlush.Rules.Architecture;

namespace WhichFlush.Rules.Capabilities;

/// <summary>
/// The CPU list, which finds parts by name or MIDR. A name matches in any case and punctuation, with or without the maker's
/// name in front. A revision may follow the name (<c>Cortex-X4 r0p3</c>).
/// </summary>
public static class CpuList
{
    private static readonly FrozenDictionary<int, string> Implementers = new Dictionary<int, string>
    {
        [0x41] = "Arm",
        [0x42] = "Broadcom",
        [0x43] = "Cavium",
        [0x46] = "Fujitsu",
        [0x48] = "HiSilicon",
        [0x4e] = "NVIDIA",
        [0x50] = "Applied Micro",
        [0x51] = "Qualcomm",
        [0x61] = "Apple",
        [0x6d] = "Microsoft",
        [0xc0] = "Ampere",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, Cpu> ByName = Rows
        .DistinctBy(cpu => cpu.Name)
        .SelectMany(cpu => NamesOf(cpu).Select(name => (Key: Normalize(name), Cpu: cpu)))
        .DistinctBy(entry => entry.Key)
        .ToFrozenDictionary(entry => entry.Key, entry => entry.Cpu);

    /// <summary>Every row, by implementer and part.</summary>
    public static ImmutableArray<Cpu> Rows => CpuTable.Rows;

    /// <summary>The maker's name for a MIDR_EL1.Implementer; <c>null</c> if the code is not known.</summary>
    public static string? ImplementerName(int implementer) => Implementers.GetValueOrDefault(implementer);

    /// <summary>The list's entry for a MIDR; the match has no rows if the part is not in the list.</summary>
    /// <param name="midr">The register value.</param>
    /// <param name="given">The caller's text; <c>null</c> for the text of the value.</param>
    public static CpuMatch OfMidr(Midr midr, string? given = null) => new()
    {
        Given = given ?? midr.ToString(),
        Midr = midr,
        Implementer = midr.Implementer,
        Part = midr.Part,
        Rows = [.. Rows.Where(row => row.Covers(midr.Implementer, midr.Part, RevisionRange.Only(midr.Revision)))],
    };

    /// <summary>The list's entry for a name, a name with a revision, or a MIDR.</summary>
    /// <returns><c>null</c> if the text is a name that is not in the list.</returns>
    public static CpuMatch? Find(string given)
    {
        if (Midr.TryParse(given, out Midr midr))
        {
            return OfMidr(midr, given);
        }

        Revision? revision = SplitRevision(given, out string name);
        if (!ByName.TryGetValue(Normalize(name), out Cpu? cpu))
        {
            return null;
        }

        return revision is Revision known
            ? OfMidr(Midr.Of(cpu.Implementer, cpu.Part, known), given)
            : new CpuMatch
            {
                Given = given,
                Implementer = cpu.Implementer,
                Part = cpu.Part,
                Rows = [.. Rows.Where(row => row.Name == cpu.Name)],
            };
    }

    /// <summary>The names of the list that are nearest to an unknown name, the nearest first.</summary>
    /// <param name="given">The unknown name, with or without a revision.</param>
    /// <param name="max">Maximum number of names.</param>
    public static IReadOnlyList<string> Nearest(string given, int max = 3)
    {
        SplitRevision(given, out string name);
        return NearestNames.Of(Normalize(name), ByName.Select(entry => (entry.Key, entry.Value.Name)), max);
    }

    private static IEnumerable<string> NamesOf(Cpu cpu)
    {
        string maker = Implementers[cpu.Implementer];
        foreach (string name in cpu.Aliases.Prepend(cpu.Name))
        {
            yield return name;
            yield return maker + name;
        }
    }

    private static string Normalize(string name) => string.Concat(name.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();

    /// <summary>Splits a revision, after a space or other punctuation, from the end of a name.</summary>
    /// <returns>The revision; <c>null</c> if there is none.</returns>
    private static Revision? SplitRevision(string given, out string name)
    {
        int split = given.LastIndexOfAny([' ', '@', ':', '-', '_', '/']);
        if (split > 0 && Revision.TryParse(given.AsSpan(split + 1), out Revision revision))
        {
            name = given[..split];
            return revision;
        }

        name = given;
        return null;
    }
}
