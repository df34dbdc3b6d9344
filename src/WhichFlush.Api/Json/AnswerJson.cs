using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using WhichFlush.Api.Flush;

namespace WhichFlush.Api.Json;

/// <summary>Writes what is written most by code that the compiler made, not by reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, GenerationMode = JsonSourceGenerationMode.Default)]
[JsonSerializable(typeof(FlushAnswer))]
internal sealed partial class AnswerJson : JsonSerializerContext
{
    private static readonly JsonWriterOptions Writing = new() { Encoder = JsonSetup.Options.Encoder, SkipValidation = true };

    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    /// <summary>Writes an answer of <c>/v1/flush</c>, as <see cref="JsonSetup.Options"/> would.</summary>
    public static void Write(IBufferWriter<byte> output, FlushAnswer answer)
    {
        Utf8JsonWriter writer = _writer ??= new(output, Writing);
        writer.Reset(output);

        // Called directly: the serializer takes this way only for options that the attribute can name, and an encoder is none.
        Default.FlushAnswer.SerializeHandler!(writer, answer);
        writer.Flush();
        writer.Reset(Stream.Null);
    }
}
