using System.Globalization;
using System.Text;
using WhichFlush.Rules.Architecture;
using WhichFlush.TlbModel.Machine;

namespace WhichFlush.TlbModel.Narration;

/// <summary>Things, values and differences in words.</summary>
internal sealed class ThingWords(CompiledSequence sequence)
{
    private readonly Universe _universe = sequence.Universe;

    /// <summary>A value as the caller would name it.</summary>
    public string Value(int index)
    {
        ulong value = sequence.Values[index];
        return index == 0 || value == sequence.Question.Old ? "old"
            : value == sequence.Question.New ? "new"
            : value == 0 ? "invalid"
            : $"0x{value:x}";
    }

    /// <summary>All that a TLB holds.</summary>
    public List<string> Held(ulong things)
    {
        var held = new List<string>();
        for (ulong rest = things; rest != 0; rest &= rest - 1)
        {
            held.Add(Describe(System.Numerics.BitOperations.TrailingZeroCount(rest)));
        }

        return held;
    }

    /// <summary>A thing: <c>old Page at 0x10000 (OA 0x40000000, read/write, Normal WB)</c>.</summary>
    public string Describe(int index)
    {
        CachedThing thing = _universe.Things[index];
        string asid = thing.Tag == AsidTag.Other ? ", for another ASID" : "";
        if (!thing.IsTranslation)
        {
            return $"{Origin(index)} Table in the walk cache (next table 0x{thing.Oa:x}{asid})";
        }

        string kind = thing.SizeShift != _universe.Place.Shift ? "leaf below the Table" : thing.Level == 3 ? "Page" : "Block";
        string shape = (thing.Contiguous ? ", Contiguous" : "") + (thing.NoTlb ? ", nT" : "") + (thing.Form == ThingForm.Combined ? ", combined with stage 1" : "");
        string scope = !ThingFactory.HasAsids(_universe.Context) ? "" : thing.Global ? ", global" : ", not global";
        return $"{Origin(index)} {kind} at 0x{thing.Base:x} (OA 0x{thing.Oa:x}, {Rights(thing)}, {thing.Memory.Describe()}{Shareability(thing)}{scope}{asid}{shape})";
    }

    /// <summary>What two translations of an address disagree on.</summary>
    public static string Difference(in CachedThing one, in CachedThing other)
    {
        var words = new List<string>();
        Add(words, one.MapsElsewhere(other), "output address");
        Add(words, one.Memory != other.Memory, "memory type");
        Add(words, one.Shareability != other.Shareability, "shareability");
        Add(words, one.Global != other.Global, "global and not");
        Add(words, one.SizeShift != other.SizeShift, "size");
        Add(words, one.Contiguous != other.Contiguous, "Contiguous");
        return words.Count == 0 ? "rights" : string.Join(", ", words);
    }

    /// <summary>What an access through it can do.</summary>
    public static string Uses(in CachedThing thing)
    {
        string place = $"OA 0x{thing.Oa.ToString("x", CultureInfo.InvariantCulture)}";
        return thing.Writable ? $"still writes to {place}" : $"still reads from {place}";
    }

    private string Origin(int index)
    {
        var names = new List<string>();
        for (int value = 0; value < sequence.Values.Count; value++)
        {
            if ((_universe.WalkedFrom[value] >> index & 1) != 0 && !names.Contains(Value(value)))
            {
                names.Add(Value(value));
            }
        }

        return names.Count == 0 ? "earlier" : string.Join(" and ", names);
    }

    private static string Rights(in CachedThing thing)
    {
        var rights = (Rights)(byte)thing.Rights;
        var text = new StringBuilder();
        text.Append((rights & (Rules.Architecture.Rights.El1Read | Rules.Architecture.Rights.El0Read)) != 0 ? "read" : "no read");
        text.Append(thing.Writable ? "/write" : "");
        text.Append((rights & Rules.Architecture.Rights.Execute) != 0 ? "/execute" : "");
        return text.ToString();
    }

    private static string Shareability(in CachedThing thing) => thing.Shareability switch
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
