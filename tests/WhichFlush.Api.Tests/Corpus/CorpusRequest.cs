using System.Text;

namespace WhichFlush.Api.Tests.Corpus;

/// <summary>A request of the corpus, as it goes over HTTP.</summary>
/// <param name="Name">Names the case, alone in its file.</param>
/// <param name="Method">The method.</param>
/// <param name="Url">Path and query, encoded.</param>
internal sealed record CorpusRequest(string Name, string Method, string Url)
{
    /// <summary>The header <c>Accept</c>; none if <c>null</c>.</summary>
    public string? Accept { get; init; }

    /// <summary>The header <c>Content-Type</c>; none if <c>null</c>.</summary>
    public string? ContentType { get; init; }

    /// <summary>The body; none if <c>null</c>.</summary>
    public byte[]? Body { get; init; }

    /// <summary>A GET.</summary>
    public static CorpusRequest Get(string name, string url, string? accept = null) => new(name, "GET", url) { Accept = accept };

    /// <summary>A POST of a text in UTF-8.</summary>
    public static CorpusRequest Post(string name, string url, string body, string? type = "application/json", string? accept = null) =>
        Post(name, url, Encoding.UTF8.GetBytes(body), type) with { Accept = accept };

    /// <summary>A POST of bytes.</summary>
    public static CorpusRequest Post(string name, string url, byte[] body, string? type) =>
        new(name, "POST", url) { Body = body, ContentType = type };

    /// <summary>The message to send. Headers are not checked here: the service has to answer wrong ones, too.</summary>
    public HttpRequestMessage ToMessage()
    {
        var message = new HttpRequestMessage(new HttpMethod(Method), new Uri(Url, UriKind.Relative));
        if (Accept is not null)
        {
            message.Headers.TryAddWithoutValidation("Accept", Accept);
        }

        if (Body is not null)
        {
            message.Content = new ByteArrayContent(Body);
            if (ContentType is not null)
            {
                message.Content.Headers.TryAddWithoutValidation("Content-Type", ContentType);
            }
        }

        return message;
    }
}
