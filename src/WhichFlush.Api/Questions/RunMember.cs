using System.Text.Json;
using System.Text.Json.Nodes;
using WhichFlush.Rules.Changes;

namespace WhichFlush.Api.Questions;

/// <summary>The member <c>run</c>: the old and the new values of all members of a Contiguous run.</summary>
internal static class RunMember
{
    private const string Name = "run";

    /// <summary>The member.</summary>
    public static readonly Member<QuestionBinder> Member = new()
    {
        Name = Name,
        Description = "All members of the Contiguous run that the entry belongs to, old and new values in the order of the table: each member is decided, and the answer is for the whole run. "
            + "Old and new are then those of the member at address, or of any member if no address is given. In POST bodies only.",
        Accepted = "in a POST body, {\"old\":[…],\"new\":[…]}, two arrays of 64-bit values as \"0x…\" strings",
        Schema = MemberSchema.Run,
        Example = new JsonObject
        {
            ["old"] = new JsonArray("0x100000600007c3", "0x100000600017c3"),
            ["new"] = new JsonArray("0x10000060000743", "0x10000060001743"),
        },
        InQuery = false,
        Take = Take,
    };

    private static bool Take(QuestionBinder binder, in MemberValue value)
    {
        ReadOnlySpan<byte> json = value.Object;
        if (json.IsEmpty)
        {
            return false;
        }

        ulong[]? old = null, @new = null;
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isOld = reader.ValueTextEquals("old"u8);
            if ((!isOld && !reader.ValueTextEquals("new"u8)) || (isOld ? old : @new) is not null)
            {
                return false;
            }

            reader.Read();
            if (Values(binder, isOld ? "old" : "new", MemberValue.Read(ref reader, json)) is not { } values)
            {
                return false;
            }

            (old, @new) = isOld ? (values, @new) : (old, values);
        }

        if (old is null || @new is null)
        {
            return false;
        }

        binder.Run = new ContiguousRun(old, @new);
        return true;
    }

    /// <summary>The values of an array; <c>null</c> if it is none. A wrong value is an error of its own, and counts as 0.</summary>
    private static ulong[]? Values(QuestionBinder binder, string side, in MemberValue array)
    {
        if (array.Array.IsEmpty)
        {
            return null;
        }

        List<ulong> values = [];
        foreach (MemberValue item in array)
        {
            if (!item.TryUInt64(out ulong value))
            {
                binder.AddError(Name, $"{side}[{values.Count}]: {Sentences.Wrong(item.Given, QuestionMembers.Table.Find("old"u8)!.Accepted)}");
            }

            values.Add(value);
        }

        return [.. values];
    }
}
