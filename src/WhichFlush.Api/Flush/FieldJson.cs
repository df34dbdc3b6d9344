using System.Buffers;
using WhichFlush.Api.Json;
using WhichFlush.Rules.Descriptors;

namespace WhichFlush.Api.Flush;

/// <summary>
/// The JSON of decoded fields, kept: a few hundred combinations of field, value and words make up nearly every descriptor, and
/// thirty of them more than half of an answer.
/// </summary>
internal sealed class FieldJson
{
    /// <summary>Slots, a power of two. A field has one; what stood there is made again when it comes again.</summary>
    private const int Slots = 1024;

    /// <summary>Larger values are addresses and reserved bits, which hardly come again.</summary>
    private const ulong LargestValue = 255;

    private static readonly FieldJson?[] Kept = new FieldJson?[Slots];

    private readonly DescriptorField _field;
    private readonly byte[] _json;

    private FieldJson(in DescriptorField field)
    {
        var made = new ArrayBufferWriter<byte>(256);
        var json = new JsonText(made);
        Make(ref json, field);
        json.Flush();
        _field = field;
        _json = made.WrittenSpan.ToArray();
    }

    /// <summary>Writes a field.</summary>
    public static void Write(ref JsonText json, in DescriptorField field)
    {
        if (field.Value > LargestValue)
        {
            Make(ref json, field);
            return;
        }

        ref FieldJson? slot = ref Kept[(int)((field.Mask * 31 + field.Value) * 0x9e3779b97f4a7c15 >> 54)];
        FieldJson? kept = slot;
        if (kept is null || !kept.IsOf(field))
        {
            slot = kept = new FieldJson(field);
        }

        json.Raw(kept._json);
    }

    /// <summary>The same strings, not merely equal ones: they are constants, and so this is both quick and certain.</summary>
    private bool IsOf(in DescriptorField field) =>
        _field.Value == field.Value
        && ReferenceEquals(_field.Name, field.Name)
        && ReferenceEquals(_field.Bits, field.Bits)
        && ReferenceEquals(_field.Text, field.Text)
        && ReferenceEquals(_field.Meaning, field.Meaning);

    private static void Make(ref JsonText json, in DescriptorField field)
    {
        json.Raw("{\"field\":"u8);
        json.Text(field.Name);
        json.Raw(",\"bits\":"u8);
        json.Text(field.Bits);
        json.Raw(",\"raw\":"u8);
        json.Hex(field.Value);
        json.Raw(",\"text\":"u8);
        json.Text(field.Text);
        json.Raw(",\"meaning\":"u8);
        json.Text(field.Meaning);
        json.Raw((byte)'}');
    }
}
