namespace WhichFlush.Api.Platform.Problems;

/// <summary>
/// Writes problems with the framework's writer, whatever the request accepts. By itself that writer declines a request that
/// accepts only <c>text/plain</c>, and the client would get a status without a reason.
/// </summary>
internal sealed class ProblemWriter(IServiceProvider services) : IProblemDetailsWriter
{
    /// <summary>The framework's. Not a parameter of the constructor, since this writer is one of them.</summary>
    private readonly Lazy<IProblemDetailsWriter> _writer = new(() => services.GetServices<IProblemDetailsWriter>().Last());

    /// <inheritdoc />
    public bool CanWrite(ProblemDetailsContext context) => true;

    /// <inheritdoc />
    public ValueTask WriteAsync(ProblemDetailsContext context) => _writer.Value.WriteAsync(context);
}
