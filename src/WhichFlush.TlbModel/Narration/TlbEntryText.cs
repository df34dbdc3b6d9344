using WhichFlush.Rules.Architecture;
using WhichFlush.TlbModel.Machine;
using WhichFlush.TlbModel.Questions;

namespace WhichFlush.TlbModel.Narration;

/// <summary>TLB entries, values and differences in words.</summary>
internal sealed class TlbEntryText(CompiledSequence sequence)
{
    private readonly TlbEntrySet _entrySet = sequence.EntrySet;
    private readonly TranslationContext _context = sequence.Question.Context;

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
        string asid = entry.Tag == AsidTag.Other ? ", for another ASID"
            : entry.Tag == AsidTag.Own && _context.AsidList is { Count: > 1 } ? $", ASID {_context.Asid}" : "";
        if (!entry.IsTranslation)
        {
            return $"{Origin(index)} Table in the walk cache (next table {Hex64.ToText(entry.Oa)}{asid})";
        }

        if (entry.ContentNotKnown)
        {
            return $"{Origin(index)} leaf below the Table{At(entry.Base)} (not given{asid})";
        }

        string kind = entry.SizeShift != _entrySet.TableEntry.SizeShift ? "leaf below the Table" : entry.Level == 3 ? "Page" : "Block";
        string flags = (entry.Contiguous ? ", Contiguous" : "") + (entry.NoTlb ? ", nT" : "") + (entry.Kind == TlbEntryKind.Combined ? ", combined with stage 1" : "");
        string scope = !_entrySet.Context.HasAsids() ? "" : entry.Global ? ", global" : ", not global";
        return $"{Origin(index)} {kind}{At(entry.Base)} (OA {Hex64.ToText(entry.Oa)}, {Access(entry)}, {entry.Memory.Describe()}{Shareability(entry)}{scope}{asid}{flags})";
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
        Add(words, one.IsTranslation != other.IsTranslation, "Table and Block");
        return words.Count == 0 ? "rights" : string.Join(", ", words);
    }

    /// <summary>The access that a TLB entry allows and the last value does not; any access that the entry allows if the last value gives another translation.</summary>
    public string Uses(in TlbEntry entry)
    {
        var lost = (Rights)(ushort)entry.Rights;
        bool write = entry.Writable;
        foreach (int i in new BitIndexes(_entrySet.Closure(_entrySet.WalkedFrom[^1])))
        {
            TlbEntry final = _entrySet.Entries[i];
            bool sameButRights = final.Kind == entry.Kind && final.Covers(entry.Base) && !final.OutputDiffers(entry)
                && entry.Allows(~(Rights)(ushort)final.Rights);
            lost &= sameButRights ? ~(Rights)(ushort)final.Rights : lost;
            write &= !(sameButRights && final.Writable);
        }

        string output = entry.ContentNotKnown ? "what the Table mapped" : $"OA {Hex64.ToText(entry.Oa)}";
        return write ? $"still writes to {output}"
            : (lost & (Rights.El1Read | Rights.El0Read)) == 0 && (lost & Rights.Execute) != 0 ? $"still fetches instructions from {output}"
            : $"still reads from {output}";
    }

    /// <summary>
    /// The first address of an entry: a VA with the bits above 55 that the regime has, a distance from the table entry's own first address
    /// if the question has no address, or nothing.
    /// </summary>
    private string At(ulong address)
    {
        if (_context.Address is null)
        {
            return address == _entrySet.TableEntry.Base ? "" : $" at +{Hex64.ToText(address - _entrySet.TableEntry.Base)}";
        }

        bool upper = _context.HasAsids() && (address >> 55 & 1) != 0;
        return $" at {Hex64.ToText(upper ? address | 0xFFUL << 56 : address)}";
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
