using System.Collections.Frozen;
using System.Collections.Immutable;

namespace WhichFlush.Rules.Capabilities;

/// <summary>
/// The CPU list: finds parts by name or MIDR. Names are compared without case and punctuation, with or without the maker's
/// name before them, and may be followed by a revision (<c>Cortex-X4 r0p3</c>).
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

    /// <summary>The maker that MIDR_EL1.Implementer stands for; <c>null</c> if it is not known here.</summary>
    public static string? ImplementerName(int implementer) => Implementers.GetValueOrDefault(implementer);

    /// <summary>What the list says of a MIDR; a part that it does not have is answered as unknown.</summary>
    /// <param name="midr">The register.</param>
    /// <param name="given">How it was written.</param>
    public static CpuMatch OfMidr(Midr midr, string? given = null) => new()
    {
        Given = given ?? midr.ToString(),
        Midr = midr,
        Implementer = midr.Implementer,
        Part = midr.Part,
        Rows = [.. Rows.Where(row => row.Implementer == midr.Implementer && row.Part == midr.Part && midr.Revision.IsWithin(row.From, row.To))],
    };

    /// <summary>What the list says of a name, a name with a revision, or a MIDR.</summary>
    /// <returns><c>null</c> if it is a name that the list does not have.</returns>
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
                Rows = [.. Rows.Where(row => row.Implementer == cpu.Implementer && row.Part == cpu.Part)],
            };
    }

    /// <summary>The names of the list that come nearest to one that it does not have, the nearest first.</summary>
    public static IReadOnlyList<string> Nearest(string given, int most = 3)
    {
        SplitRevision(given, out string name);
        string wanted = Normalize(name);
        return [.. ByName
            .Select(entry => (entry.Value.Name, Distance: Distance(wanted, entry.Key)))
            .GroupBy(entry => entry.Name)
            .Select(group => (Name: group.Key, Distance: group.Min(entry => entry.Distance)))
            .OrderBy(entry => entry.Distance).ThenBy(entry => entry.Name, StringComparer.Ordinal)
            .Take(most)
            .Select(entry => entry.Name)];
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

    /// <summary>Takes a revision off the end of a name: after a space or any other punctuation.</summary>
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

    /// <summary>Levenshtein's distance.</summary>
    private static int Distance(string a, string b)
    {
        a = a.Length > 40 ? a[..40] : a;
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
