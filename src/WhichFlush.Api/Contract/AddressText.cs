using System.Text.Json;
using System.Text.Json.Serialization;
using WhichFlush.Rules.Tlbi;

namespace WhichFlush.Api.Contract;

/// <summary>A text of an answer of which a part may depend on the addresses of the question. JSON has it as a string.</summary>
[JsonConverter(typeof(AddressTextConverter))]
internal sealed record AddressText
{
    /// <summary>Text before the value.</summary>
    public string Before { get; init; } = "";

    /// <summary>The part that depends on addresses.</summary>
    public required string Value { get; init; }

    /// <summary>Text after the value.</summary>
    public string After { get; init; } = "";

    /// <summary>Source of the value.</summary>
    public ValueSource Source { get; init; }

    /// <summary>The operation if the value is its operand.</summary>
    public TlbiUse Tlbi { get; init; }

    /// <summary>The rest of a text with several such parts; <c>null</c> at its end.</summary>
    public AddressText? Next { get; init; }

    /// <summary>Notes the bytes that the value takes when the text is serialized; <c>null</c> if nobody asks.</summary>
    public List<RecordedValue>? Recorder { get; init; }

    /// <summary>A text that depends on no address.</summary>
    public static implicit operator AddressText(string text) => new() { Value = text };

    /// <summary>The whole text.</summary>
    public override string ToString() => string.Concat(Before, Value, After, Next?.ToString());
}

/// <summary>Source of the value in an <see cref="AddressText"/>.</summary>
internal enum ValueSource : byte
{
    /// <summary>No address has a part in it.</summary>
    Fixed,

    /// <summary>The old descriptor.</summary>
    Old,

    /// <summary>The new descriptor.</summary>
    New,

    /// <summary>The output or next-level table address in the old descriptor.</summary>
    OldAddress,

    /// <summary>The output or next-level table address in the new descriptor.</summary>
    NewAddress,

    /// <summary>The old descriptor with bit 16, nT, set.</summary>
    OldWithNt,

    /// <summary>The new descriptor with bit 16, nT, set.</summary>
    NewWithNt,

    /// <summary>The operand of a TLBI, a value or a formula.</summary>
    Operand,
}

/// <summary>A serialized value that depends on addresses.</summary>
/// <param name="Start">Offset of its first byte in the JSON.</param>
/// <param name="End">Offset of the byte after it.</param>
/// <param name="Source">Source of the value.</param>
/// <param name="Tlbi">The operation if the value is its operand.</param>
internal readonly record struct RecordedValue(int Start, int End, ValueSource Source, TlbiUse Tlbi);

/// <summary>Writes an <see cref="AddressText"/> as a string, and tells its recorder where the value stands.</summary>
internal sealed class AddressTextConverter : JsonConverter<AddressText>
{
    /// <inheritdoc />
    public override AddressText Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new() { Value = reader.GetString() ?? "" };

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, AddressText value, JsonSerializerOptions options)
    {
        if (value.Recorder is null)
        {
            writer.WriteStringValue(value.ToString());
            return;
        }

        for (AddressText part = value; ; part = part.Next)
        {
            writer.WriteStringValueSegment(part.Before, isFinalSegment: false);
            int start = Offset(writer);
            writer.WriteStringValueSegment(part.Value, isFinalSegment: false);
            if (part.Source != ValueSource.Fixed)
            {
                value.Recorder.Add(new(start, Offset(writer), part.Source, part.Tlbi));
            }

            writer.WriteStringValueSegment(part.After, isFinalSegment: part.Next is null);
            if (part.Next is null)
            {
                break;
            }
        }
    }

    private static int Offset(Utf8JsonWriter writer) => checked((int)(writer.BytesCommitted + writer.BytesPending));
}
