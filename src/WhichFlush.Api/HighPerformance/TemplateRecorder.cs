using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using WhichFlush.Api.Contract;

namespace WhichFlush.Api.HighPerformance;

/// <summary>
/// Makes templates: serializes an answer as the contract has it, with a converter that records where each <see cref="AddressText"/>
/// writes its value. Keeps its buffers; not safe for concurrent use.
/// </summary>
internal sealed class TemplateRecorder
{
    private static readonly JsonWriterOptions Writing = new() { Encoder = JsonSetup.Options.Encoder, SkipValidation = true };

    private readonly ArrayBufferWriter<byte> _output = new(16 * 1024);
    private readonly List<Recorded> _recorded = [];
    private readonly JsonSerializerOptions _options;

    /// <summary>Makes a recorder.</summary>
    public TemplateRecorder()
    {
        // A converter of the options goes before the converter that the type names.
        _options = new JsonSerializerOptions(JsonSetup.Options);
        _options.Converters.Insert(0, new RecordingConverter(_recorded));
        _options.MakeReadOnly();
    }

    /// <summary>Makes the template of an answer.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="rules">Rules of the manual that decided, each once.</param>
    public AnswerTemplate Record(FlushAnswer answer, string[] rules)
    {
        _output.ResetWrittenCount();
        _recorded.Clear();
        using (var writer = new Utf8JsonWriter(_output, Writing))
        {
            JsonSerializer.Serialize(writer, answer, _options);
        }

        return new AnswerTemplate(_output.WrittenSpan, _recorded, answer.Verdict, rules);
    }

    /// <summary>Bytes of the output that a value takes.</summary>
    /// <param name="Start">The first byte of the value.</param>
    /// <param name="End">The byte after the value.</param>
    /// <param name="Text">The text that the value is in.</param>
    internal readonly record struct Recorded(int Start, int End, AddressText Text);

    private sealed class RecordingConverter(List<Recorded> recorded) : JsonConverter<AddressText>
    {
        public override AddressText Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, AddressText value, JsonSerializerOptions options)
        {
            if (value.Source == ValueSource.Fixed)
            {
                writer.WriteStringValue(value.Value);
                return;
            }

            writer.WriteStringValueSegment(value.Before, isFinalSegment: false);
            int start = Position(writer);
            writer.WriteStringValueSegment(value.Value, isFinalSegment: false);
            recorded.Add(new(start, Position(writer), value));
            writer.WriteStringValueSegment(value.After, isFinalSegment: true);
        }

        private static int Position(Utf8JsonWriter writer) => checked((int)(writer.BytesCommitted + writer.BytesPending));
    }
}
