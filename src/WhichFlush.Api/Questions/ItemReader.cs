using System.Text.Json;
using System.Text.Unicode;
using WhichFlush.Rules.Architecture;

namespace WhichFlush.Api.Questions;

/// <summary>
/// Reads the members of one JSON object after another as <see cref="FlushReader.ReadObject"/> does, by the same table and with the
/// same messages, but without a copy of names and values. What is rare (an escape, a list) goes the long way.
/// </summary>
internal sealed class ItemReader
{
    private static readonly FlushMember FeaturesMember = FlushMembers.Find("features")!;

    private static readonly int[] HexMembers = [FlushMembers.Find("old")!.Index, FlushMembers.Find("new")!.Index, FlushMembers.Find("address")!.Index];

    private readonly List<FlushMember> _lastMembers = [];
    private readonly List<HexPlace> _places = new(HexPlace.Most);
    private byte[] _lastFeatures = [];
    private Features _lastFeatureSet;

    /// <summary>Where <c>old</c>, <c>new</c> and <c>address</c> stand in the last item that was read, as far as they are plain hexadecimal text.</summary>
    public IReadOnlyList<HexPlace> Places => _places;

    /// <summary>Reads an item into a draft; what is wrong with it goes there, too.</summary>
    public void Read(FlushDraft draft, ReadOnlyMemory<byte> item)
    {
        _places.Clear();
        if (!Utf8.IsValid(item.Span))
        {
            draft.Fail("body", "Not UTF-8. Accepted: a JSON object in UTF-8 with the members of the question.");
            return;
        }

        var reader = new Utf8JsonReader(item.Span);
        try
        {
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                using JsonDocument other = JsonDocument.Parse(item);
                FlushReader.ReadObject(draft, other.RootElement);
                return;
            }

            for (int place = 0; reader.Read() && reader.TokenType == JsonTokenType.PropertyName; place++)
            {
                ReadMember(draft, ref reader, item, place);
            }

            // Reads past the end of the object, which finds what stands behind it.
            reader.Read();
        }
        catch (JsonException exception)
        {
            draft.Fail("body", $"Not JSON, at line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}. Accepted: a JSON object with the members of the question.");
        }
        catch (InvalidOperationException)
        {
            FlushReader.FailNotUnicode(draft);
        }
    }

    private void ReadMember(FlushDraft draft, ref Utf8JsonReader reader, ReadOnlyMemory<byte> item, int place)
    {
        FlushMember? member = reader.ValueIsEscaped ? FlushMembers.Find(reader.GetString()!) : Find(reader.ValueSpan, place);
        string? unknown = member is null ? reader.GetString()! : null;
        reader.Read();
        if (member is null || reader.ValueIsEscaped)
        {
            FlushReader.Read(draft, member?.Name ?? unknown!, new MemberValue(JsonElement.ParseValue(ref reader)));
            return;
        }

        if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject)
        {
            ReadNested(draft, member, ref reader, item);
            return;
        }

        int start = (int)reader.TokenStartIndex + (reader.TokenType == JsonTokenType.String ? 1 : 0);
        NotePlace(member, start, ref reader);
        FlushReader.Read(draft, member, new MemberValue(item.Slice(start, reader.ValueSpan.Length), reader.TokenType));
    }

    private void NotePlace(FlushMember member, int start, ref Utf8JsonReader reader)
    {
        int value = Array.IndexOf(HexMembers, member.Index);
        if (value >= 0 && reader.TokenType == JsonTokenType.String && reader.ValueSpan.StartsWith("0x"u8))
        {
            _places.Add(new((HexValue)value, start + "0x".Length, start + reader.ValueSpan.Length));
        }
    }

    /// <summary>Most traces have the same members in the same places of every item: looked for there first.</summary>
    private FlushMember? Find(ReadOnlySpan<byte> name, int place)
    {
        if (place < _lastMembers.Count && name.SequenceEqual(_lastMembers[place].Utf8Name))
        {
            return _lastMembers[place];
        }

        FlushMember? member = FlushMembers.Find(name);
        if (member is not null && place < _lastMembers.Count)
        {
            _lastMembers[place] = member;
        }
        else if (member is not null && place == _lastMembers.Count && place < FlushMembers.All.Count)
        {
            _lastMembers.Add(member);
        }

        return member;
    }

    /// <summary>Most traces say the same features in every item: those are parsed once.</summary>
    private void ReadNested(FlushDraft draft, FlushMember member, ref Utf8JsonReader reader, ReadOnlyMemory<byte> item)
    {
        bool features = member.Index == FeaturesMember.Index && !draft.IsGiven(member);
        int start = (int)reader.TokenStartIndex;

        // A list in whole, brackets included: what begins with it is the same list.
        if (features && _lastFeatures.Length != 0 && item.Span[start..].StartsWith(_lastFeatures))
        {
            reader.Skip();
            draft.Give(member);
            draft.Context.Features = _lastFeatureSet;
            return;
        }

        bool sound = !draft.HasErrors;
        FlushReader.Read(draft, member, new MemberValue(JsonElement.ParseValue(ref reader)));
        if (features && sound && !draft.HasErrors)
        {
            _lastFeatures = item.Span[start..(int)reader.BytesConsumed].ToArray();
            _lastFeatureSet = draft.Context.Features;
        }
    }
}
