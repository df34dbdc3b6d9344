using WhichFlush.Rules.Architecture;
using WhichFlush.TlbModel.Machine;
using WhichFlush.TlbModel.Questions;

namespace WhichFlush.TlbModel.Narration;

/// <summary>TLB entries, values and differences in words.</summary>
internal sealed class TlbEntryText(CompiledSequence sequence)
{
    private readonly TlbEntrySet _entrySet = sequence.EntrySet;

    /// <summary>A value of the table entry: <c>old</c>, <c>new</c>, <c>invalid</c> or the number.</summary>
    /// <param name="index">Index of the value.</param>
    public string Value(int index)
    {
        ulong value = sequence.Values[index];
        return index == 0 || value == sequence.Question.Old ? "old"
            : value == sequence.Question.New ? "new"
            : value == 0 ? "invalid"
            : Hex64.ToText(value);
    }

    /// <summary>The content of a TLB.</summary>
    public List<string> Held(ulong entries)
    {
        var held = new List<string>();
        foreach (int index in new BitIndexes(entries))
        {
            held.Add(Describe(index));
        }

        return held;
    }

    /// <summary>A TLB entry: <c>old Page at 0x10000 (OA 0x40000000, read/write, Normal WB)</c>.</summary>
    public string Describe(int index)
    {
        TlbEntry entry = _entrySet.Entries[index];
        string asid = entry.Tag == AsidTag.Other ? ", for another ASID" : "";
        if (!entry.IsTranslation)
        {
            return $"{Origin(index)} Table in the walk cache (next table {Hex64.ToText(entry.Oa)}{asid})";
        }

        string kind = entry.SizeShift != _entrySet.TableEntry.SizeShift ? "leaf below the Table" : entry.Level == 3 ? "Page" : "Block";
        string flags = (entry.Contiguous ? ", Contiguous" : "") + (entry.NoTlb ? ", nT" : "") + (entry.Kind == TlbEntryKind.Combined ? ", combined with stage 1" : "");
        string scope = !_entrySet.Context.HasAsids() ? "" : entry.Global ? ", global" : ", not global";
        return $"{Origin(index)} {kind} at {Hex64.ToText(entry.Base)} (OA {Hex64.ToText(entry.Oa)}, {Access(entry)}, {entry.Memory.Describe()}{Shareability(entry)}{scope}{asid}{flags})";
    }

    /// <summary>The differences between two translations of one address.</summary>
    public static string Difference(in TlbEntry one, in TlbEntry other)
    {
        var words = new List<string>();
        Add(words, one.OutputDiffers(other), "output address");
        Add(words, one.Memory != other.Memory, "memory type");
        Add(words, one.Shareability != other.Shareability, "shareability");
        Add(words, one.Global != other.Global, "global and not");
        Add(words, one.SizeShift != other.SizeShift, "size");
        Add(words, one.Contiguous != other.Contiguous, "Contiguous");
        return words.Count == 0 ? "rights" : string.Join(", ", words);
    }

    /// <summary>The access that a TLB entry allows.</summary>
    public static string Uses(in TlbEntry entry)
    {
        string output = $"OA {Hex64.ToText(entry.Oa)}";
        return entry.Writable ? $"still writes to {output}" : $"still reads from {output}";
    }

    /// <summary>The values that can give the entry.</summary>
    private string Origin(int index)
    {
        var names = new List<string>();
        for (int value = 0; value < sequence.Values.Count; value++)
        {
            if ((_entrySet.WalkedFrom[value] >> index & 1) != 0 && !names.Contains(Value(value)))
            {
                names.Add(Value(value));
            }
        }

        return names.Count == 0 ? "earlier" : string.Join(" and ", names);
    }

    private static string Access(in TlbEntry entry)
    {
        var rights = (Rights)(ushort)entry.Rights;
        string read = (rights & (Rights.El1Read | Rights.El0Read)) != 0 ? "read" : "no read";
        return read + (entry.Writable ? "/write" : "") + ((rights & Rights.Execute) != 0 ? "/execute" : "");
    }

    private static string Shareability(in TlbEntry entry) => entry.Shareability switch
    {
        0 => ", non-shareable",
        2 => ", outer shareable",
        3 => ", inner shareable",
        1 => ", reserved shareability",
        _ => "",
    };

    private static void Add(List<string> words, bool differs, string word)
    {
        if (differs)
        {
            words.Add(word);
        }
    }
}
