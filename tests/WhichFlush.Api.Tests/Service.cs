using Microsoft.AspNetCore.Mvc.Testing;

namespace WhichFlush.Api.Tests;

/// <summary>The service in this process, without a port.</summary>
public sealed class Service : WebApplicationFactory<Program>;
