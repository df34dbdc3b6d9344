using System.Security.Cryptography;
using System.Text;

namespace WhichFlush.Api.Tests.Corpus;

/// <summary>What the corpus keeps of an answer. Headers that change with every build, such as ETag, are not among it.</summary>
/// <param name="Status">The status.</param>
/// <param name="ContentType">The header <c>Content-Type</c>; empty if there is none.</param>
/// <param name="Headers">Headers of refusals, one a line: <c>Allow</c> and <c>Retry-After</c>.</param>
/// <param name="Body">The body.</param>
internal sealed record CorpusAnswer(int Status, string ContentType, IReadOnlyList<string> Headers, ReadOnlyMemory<byte> Body)
{
    private static readonly string[] Kept = ["Allow", "Retry-After"];

    /// <summary>The first 128 bits of the SHA-256 of status, content type and body, in lower-case hexadecimal.</summary>
    public string Digest
    {
        get
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            hash.AppendData(Encoding.UTF8.GetBytes($"{Status} {ContentType}\n"));
            hash.AppendData(Body.Span);
            return Convert.ToHexStringLower(hash.GetHashAndReset())[..32];
        }
    }

    /// <summary>Reads an answer to its end.</summary>
    public static async Task<CorpusAnswer> Read(HttpResponseMessage answer)
    {
        byte[] body = await answer.Content.ReadAsByteArrayAsync();
        string[] headers = [.. Kept.Where(name => Header(answer, name).Length > 0).Select(name => $"{name}: {Header(answer, name)}")];
        return new((int)answer.StatusCode, Header(answer, "Content-Type"), headers, body);
    }

    private static string Header(HttpResponseMessage answer, string name) =>
        answer.Headers.NonValidated.TryGetValues(name, out var values) || answer.Content.Headers.NonValidated.TryGetValues(name, out values)
            ? string.Join(", ", values)
            : "";
}
