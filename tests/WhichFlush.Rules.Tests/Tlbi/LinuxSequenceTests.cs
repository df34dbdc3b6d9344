using System.Globalization;
using System.Text.Json;
using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Sequence;
using WhichFlush.Rules.Tlbi;
using WhichFlush.Tests;

namespace WhichFlush.Rules.Tests.Tlbi;

/// <summary>
/// Compares the instructions of each Linux helper with the answer to the question that the helper serves. Every difference has a
/// name in <see cref="LinuxDifferences"/>; without the named differences both sequences are equal.
/// </summary>
public sealed class LinuxSequenceTests
{
    private const ulong User = 0x2000_0000_0000;
    private const ulong Kernel = 0xffff_8000_8000_0000;
    private const int Asid = 7;

    [Fact]
    public void Every_sequence_is_equal_or_has_named_differences()
    {
        var vectors = Vectors.Read("linux-tlb-sequences");
        var failures = vectors.SelectMany(Failures).ToList();

        Assert.Equal(168, vectors.Count);
        Assert.True(failures.Count == 0, $"{failures.Count} differ:\n{string.Join('\n', failures.Take(30))}");
    }

    [Fact]
    public void Every_named_difference_occurs()
    {
        var occurring = Vectors.Read("linux-tlb-sequences").Select(LinuxCall.Of).SelectMany(LinuxDifferences.Of).ToHashSet();

        Assert.Equal(Enum.GetValues<LinuxDifference>().Order(), occurring.Order());
    }

    private static IEnumerable<string> Failures(Vector vector)
    {
        var call = LinuxCall.Of(vector);
        var differences = LinuxDifferences.Of(call).ToList();
        var ours = Ours(call);
        var theirs = LinuxInstruction.Of(vector.Member("seq").EnumerateArray().Select(line => line.GetString()!));
        int recorded = theirs.Count(one => one.Operation is not null);
        if (vector.Member("tlbi_count").ValueKind == JsonValueKind.Number && vector.Member("tlbi_count").GetInt32() is var executed && executed > recorded)
        {
            // The vectors record the first 24 operations of a long loop, so only the total and those are compared.
            Assert.Equal(executed, ours.Count(one => one.Operation is not null));
            ours.RemoveRange(recorded, executed - recorded);
        }

        if (differences.Count > 0 && theirs.SequenceEqual(ours))
        {
            yield return $"{vector.Id} {call}: equal, but said to differ by {string.Join(", ", differences)}";
        }

        foreach (var difference in differences)
        {
            (theirs, ours) = LinuxDifferences.Undo(difference, theirs, ours, call);
        }

        if (!theirs.SequenceEqual(ours))
        {
            yield return $"{vector.Id} {call}:\n  Linux {string.Join("; ", theirs.Take(4))} ({theirs.Count})\n  ours  {string.Join("; ", ours.Take(4))} ({ours.Count})";
        }
    }

    /// <summary>The TLBIs of the engine, and the barriers between and after them.</summary>
    private static List<LinuxInstruction> Ours(LinuxCall call) => call.What switch
    {
        // A leaf.
        _ when call.Is("ptep_clear_flush()") || call.Is("__ptep_clear_flush_young()") => Answer(call, Leaf(call, 3), 0, 3),
        _ when call.Is("flush_tlb_fix_spurious_fault()") => Answer(call, Leaf(call, 3), Leaf(call, 3), 3, spurious: true),
        _ when call.Is("__ptep_set_access_flags(dirty) page") => Relaxed(call, Leaf(call, 3), 3),
        _ when call.Is("__ptep_set_access_flags(dirty) pmd") => Relaxed(call, Leaf(call, 2), 2),
        _ when call.Is("flush_pmd_tlb_range()") || call.Is("hugetlb PMD") => Answer(call, Leaf(call, 2), 0, 2),
        _ when call.Is("hugetlb PUD") => Answer(call, Leaf(call, 1), 0, 1),
        _ when call.Is("set_memory_*() 1 page") => Answer(call, Leaf(call, 3), 0, 3),
        "__kvm_tlb_flush_vmid_ipa_L2" => Answer(call, Leaf(call, 2), 0, 2),
        "__kvm_tlb_flush_vmid_ipa_unknown" => Answer(call, Leaf(call, 3), 0, 3),
        "__kvm_tlb_flush_vmid_ipa_nsh_L3" => Relaxed(call, Leaf(call, 3), 3),

        // A Contiguous run.
        _ when call.Is("contpte_convert()") => Answer(call, Leaf(call, 3), Leaf(call, 3) | TlbiQuestions.Contiguous, 3),
        _ when call.Is("contpte_ptep_set_access_flags(dirty)") => Relaxed(call, Leaf(call, 3) | TlbiQuestions.Contiguous, 3),
        _ when call.Is("hugetlb CONT_PTE") => Answer(call, Leaf(call, 3) | TlbiQuestions.Contiguous, 0, 3),
        _ when call.Is("hugetlb CONT_PMD") => Answer(call, Leaf(call, 2) | TlbiQuestions.Contiguous, 0, 2),

        // A Table.
        _ when call.Is("freed_tables") || call.Is("pmdp_collapse_flush()") => Answer(call, TlbiQuestions.Table, 0, 2),
        _ when call.Is("pmd_free_pte_page()") => Answer(call, TlbiQuestions.Table, 0, 2, empty: true),
        "__kvm_tlb_flush_vmid_range_512p" => Answer(call, TlbiQuestions.Table, 0, 2),

        // A Table with a span that only the context-wide form covers.
        "flush_tlb_all" => Answer(call, TlbiQuestions.Table, 0, FirstLevel(call)),
        "local_flush_tlb_all" => Answer(call, TlbiQuestions.Table, 0, FirstLevel(call), local: true),
        "__kvm_tlb_flush_vmid" => Answer(call, TlbiQuestions.Table, 0, FirstLevel(call)),

        // Several entries: a question has only one, so the operand codec builds these.
        _ when call.Is("only ptes cleared, 3 pages") => Built(call, "VALE1IS", 3, level: call.HasTtl ? 3 : null),
        _ when call.Is("set_memory_*() 16 pages") => Built(call, "VAALE1IS", 16, level: call is { HasTtl: true, HasRange: false } ? 3 : null),
        _ when call.Is("1 GiB") => Built(call, "VAALE1IS", (1UL << 30) / (ulong)call.GranuleBytes, level: null),
        "__kvm_tlb_flush_vmid_range_7p" => Built(call, "IPAS2E1IS", 7, level: null),

        // Helpers that no change of one entry requires.
        "flush_tlb_mm" or "__flush_tlb_range" => Built(call, "ASIDE1IS", 0, level: null),
        "__kvm_flush_cpu_context" => [new("vmalle1", null), new("dsb nsh", null)],
        "__kvm_flush_vm_context" => [new("alle1is", null), new("dsb ish", null)],
        _ => throw new InvalidOperationException($"no question for {call}"),
    };

    private static ulong Leaf(LinuxCall call, int level) => (level == 3 ? TlbiQuestions.Page : 0)
        | (call.IsKvm ? TlbiQuestions.Stage2Leaf : call.IsKernel ? TlbiQuestions.Global : TlbiQuestions.NonGlobal);

    private static int FirstLevel(LinuxCall call) => call.Granule == Granule.Size64K ? 1 : 0;

    private static List<LinuxInstruction> Relaxed(LinuxCall call, ulong leaf, int level) => call.IsKvm
        ? Answer(call, leaf & ~TlbiQuestions.ReadOnly, leaf, level)
        : Answer(call, leaf | TlbiQuestions.ReadOnly, leaf, level);

    private static List<LinuxInstruction> Answer(
        LinuxCall call, ulong old, ulong @new, int level, bool spurious = false, bool empty = false, bool local = false)
    {
        var context = new TranslationContext
        {
            Stage = call.IsKvm ? Stage.Two : Stage.One,
            Granule = call.Granule,
            Level = level,
            Features = call.Features,
            Address = call.IsKvm ? 0x4020_0000 : call.IsKernel ? Kernel : User,
            Asid = Asid,
            Fwb = true,
            SpuriousFault = spurious,
            Sharing = local ? Sharing.Single : Sharing.Inner,
        };
        ulong[] children = empty ? new ulong[Geometry.EntriesPerTable(call.Granule)] : [];
        var question = new Question { Old = old, New = @new, Context = context, Children = children };
        Assert.Empty(question.Validate());
        var answer = FlushAdvisor.Explain(question);
        int use = 0;
        var instructions = new List<LinuxInstruction>();
        foreach (var step in answer.Sequence.SkipWhile(step => step.Kind != StepKind.Tlbi).TakeWhile(step => step.Kind is StepKind.Tlbi or StepKind.Dsb))
        {
            if (step.Kind == StepKind.Dsb)
            {
                instructions.Add(new(step.Assembly.ToLowerInvariant(), null));
                continue;
            }

            var tlbi = answer.Decision.Tlbi[use++];
            ulong? first = TlbiOperand.Value(tlbi, context);
            for (ulong i = 0; i < (ulong)tlbi.Count; i++)
            {
                instructions.Add(new(tlbi.Op.ToLowerInvariant(), first + (i * TlbiOperand.Increment(tlbi, context))));
            }
        }

        return instructions;
    }

    /// <summary>Instructions of the operand codec: the range form with FEAT_TLBIRANGE, else the form by address.</summary>
    private static List<LinuxInstruction> Built(LinuxCall call, string op, ulong pages, int? level)
    {
        var operation = TlbiCatalogue.Find(call.HasRange && pages > 0 ? "R" + op : op)!;
        var parts = new OperandParts
        {
            Address = call.IsKvm ? 0x4020_1000 : call.IsKernel ? Kernel : User,
            Asid = Asid,
            Granule = call.Granule,
            Level = level,
            Bytes = pages == 0 ? null : pages * (ulong)call.GranuleBytes,
        };
        var instructions = new List<LinuxInstruction>();
        foreach (var operand in OperandBuilder.Build(operation, parts).Operands)
        {
            // Without a level the increment is one page.
            for (ulong i = 0; i < operand.Count; i++)
            {
                instructions.Add(new(operand.Operation.Name.ToLowerInvariant(), operand.Value + (i * operand.Increment)));
            }
        }

        instructions.Add(new("dsb ish", null));
        return call.IsKvm ? [.. instructions, new("vmalle1is", null), new("dsb ish", null)] : instructions;
    }
}

/// <summary>One call of a Linux helper, from a vector.</summary>
internal sealed record LinuxCall(string What, string Case, int GranuleBytes, bool HasRange, bool HasTtl)
{
    public static LinuxCall Of(Vector vector) => new(
        vector.Member("fn").GetString()!,
        vector.Line.TryGetProperty("case", out var name) ? name.GetString()! : "",
        vector.Member("granule").GetInt32(),
        vector.Member("tlb_range").GetInt32() == 1,
        vector.Member("ttl_feature").GetInt32() == 1);

    public Granule Granule => (Granule)int.Log2(GranuleBytes);

    public bool IsKvm => What.StartsWith("__kvm", StringComparison.Ordinal);

    public bool IsKernel => What.Contains("kernel", StringComparison.Ordinal) || What.EndsWith("flush_tlb_all", StringComparison.Ordinal);

    public Features Features => (HasRange ? Features.FEAT_TLBIRANGE : Features.None) | (HasTtl ? Features.FEAT_TTL : Features.None);

    public bool Is(string name) => Case.Contains(name, StringComparison.Ordinal);
}

/// <summary>A TLBI with its operand, or a DSB, in lower case.</summary>
internal readonly record struct LinuxInstruction(string Name, ulong? Operand)
{
    /// <summary>Parses the TLBIs, and the barriers between and after them.</summary>
    public static List<LinuxInstruction> Of(IEnumerable<string> lines) => [.. lines
        .SkipWhile(line => !line.StartsWith("tlbi", StringComparison.Ordinal))
        .Where(line => line.StartsWith("tlbi", StringComparison.Ordinal) || line.StartsWith("dsb", StringComparison.Ordinal))
        .Select(line => line.Replace("tlbi ", "", StringComparison.Ordinal).Split(", 0x"))
        .Select(parts => new LinuxInstruction(parts[0], parts.Length == 2 ? ulong.Parse(parts[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture) : null))];

    public TlbiOperation? Operation => TlbiCatalogue.Find(Name);

    public override string ToString() => Operand is ulong operand ? $"{Name} 0x{operand:x}" : Name;
}
