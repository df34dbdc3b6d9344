using System.Text.Json;
using System.Text.Json.Serialization;
using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Tlbi;

namespace WhichFlush.Api.Contract;

/// <summary>Source of the value in an <see cref="AddressText"/>.</summary>
internal enum ValueSource : byte
{
    /// <summary>No address of the question has a part in the text.</summary>
    Fixed,

    /// <summary>The old descriptor.</summary>
    Old,

    /// <summary>The new descriptor.</summary>
    New,

    /// <summary>The output or next-level table address in the old descriptor.</summary>
    OldAddress,

    /// <summary>The output or next-level table address in the new descriptor.</summary>
    NewAddress,

    /// <summary>The operand of a TLBI, a value or a formula.</summary>
    Operand,
}

/// <summary>A text of an answer with at most one value that depends on the addresses of the question. JSON has it as a string.</summary>
[JsonConverter(typeof(AddressTextConverter))]
internal readonly record struct AddressText
{
    private AddressText(ValueSource source, string before, string value, string after, TlbiUse tlbi)
    {
        Source = source;
        Before = before;
        Value = value;
        After = after;
        Tlbi = tlbi;
    }

    /// <summary>Source of <see cref="Value"/>.</summary>
    public ValueSource Source { get; }

    /// <summary>Text before the value.</summary>
    public string Before { get; }

    /// <summary>The value; the whole text if the source is <see cref="ValueSource.Fixed"/>.</summary>
    public string Value { get; }

    /// <summary>Text after the value.</summary>
    public string After { get; }

    /// <summary>The operation if the value is its operand.</summary>
    public TlbiUse Tlbi { get; }

    /// <summary>A text without an address.</summary>
    public static implicit operator AddressText(string text) => new(ValueSource.Fixed, "", text, "", default);

    /// <summary>A descriptor or an address in one.</summary>
    public static AddressText Of(ValueSource source, ulong value) => new(source, "", Hex64.ToText(value), "", default);

    /// <summary>The operand of a TLBI, with the text around it.</summary>
    public static AddressText OfOperand(in TlbiUse tlbi, in TranslationContext context, string before = "", string after = "") =>
        new(ValueSource.Operand, before, TlbiOperand.Text(tlbi, context), after, tlbi);

    /// <summary>The whole text.</summary>
    public override string ToString() => string.Concat(Before, Value, After);
}

/// <summary>An <see cref="AddressText"/> as a string.</summary>
internal sealed class AddressTextConverter : JsonConverter<AddressText>
{
    /// <inheritdoc />
    public override AddressText Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString()!;

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, AddressText value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
