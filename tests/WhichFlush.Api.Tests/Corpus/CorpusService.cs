using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;

namespace WhichFlush.Api.Tests.Corpus;

/// <summary>The whole service in this process, which turns nobody away for asking much.</summary>
public sealed class CorpusService : WebApplicationFactory<Program>
{
    /// <inheritdoc />
    protected override void ConfigureWebHost(IWebHostBuilder builder) => builder.UseSetting("RateLimiting:Enabled", "false");
}
