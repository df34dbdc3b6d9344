using System.Text.Json;
using System.Text.Unicode;
using WhichFlush.Api.Flush.Members;
using WhichFlush.Rules.Descriptors;

namespace WhichFlush.Api.Batch;

/// <summary>
/// Reads the members of an item as <see cref="FlushReader.ReadObject"/> does, by the same table and with the same messages, but
/// without a copy of names and values. What is rare (an escape, a list) goes the long way.
/// </summary>
internal sealed class ItemReader
{
    private static readonly FlushMember FeaturesMember = FlushMembers.Find("features")!;

    private byte[] _lastFeatures = [];
    private Features _lastFeatureSet;

    /// <summary>Reads an item into a draft; what is wrong with it goes there, too.</summary>
    public void Read(FlushDraft draft, ReadOnlyMemory<byte> item)
    {
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

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                ReadMember(draft, ref reader, item);
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

    private void ReadMember(FlushDraft draft, ref Utf8JsonReader reader, ReadOnlyMemory<byte> item)
    {
        FlushMember? member = reader.ValueIsEscaped ? FlushMembers.Find(reader.GetString()!) : FlushMembers.Find(reader.ValueSpan);
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
        FlushReader.Read(draft, member, new MemberValue(item.Slice(start, reader.ValueSpan.Length), reader.TokenType));
    }

    /// <summary>Most traces say the same features in every item: those are parsed once.</summary>
    private void ReadNested(FlushDraft draft, FlushMember member, ref Utf8JsonReader reader, ReadOnlyMemory<byte> item)
    {
        bool features = member.Index == FeaturesMember.Index && !draft.IsGiven(member);
        Utf8JsonReader ahead = reader;
        int start = (int)reader.TokenStartIndex;
        ahead.Skip();
        ReadOnlySpan<byte> raw = item.Span[start..(int)ahead.BytesConsumed];
        if (features && raw.SequenceEqual(_lastFeatures))
        {
            draft.Give(member);
            draft.Context = draft.Context with { Features = _lastFeatureSet };
            reader = ahead;
            return;
        }

        bool sound = !draft.HasErrors;
        FlushReader.Read(draft, member, new MemberValue(JsonElement.ParseValue(ref reader)));
        if (features && sound && !draft.HasErrors)
        {
            _lastFeatures = raw.ToArray();
            _lastFeatureSet = draft.Context.Features;
        }
    }
}
