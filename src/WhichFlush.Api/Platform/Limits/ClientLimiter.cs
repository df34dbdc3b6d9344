using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using WhichFlush.Api.Platform.Configuration;

namespace WhichFlush.Api.Platform.Limits;

/// <summary>Limits the rate and the concurrency of requests of each client. A client is an IP address.</summary>
/// <remarks>
/// All IPv6 addresses of one /64 are one client, since a host can use any of them. A connection without an address (a Unix
/// socket) comes from a proxy and is not limited.
/// </remarks>
internal static class ClientLimiter
{
    /// <summary>Wait that a client with too many concurrent requests is told: nobody knows when they end.</summary>
    private static readonly TimeSpan DefaultWait = TimeSpan.FromSeconds(1);

    /// <summary>Makes a limiter. It forgets idle clients.</summary>
    public static PartitionedRateLimiter<HttpContext> Create(Settings settings)
    {
        var rate = PartitionedRateLimiter.Create<HttpContext, IPAddress>(http => Partition(http, client =>
            RateLimitPartition.GetTokenBucketLimiter(client, _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = settings.Burst,
                TokensPerPeriod = Math.Max(1, settings.RequestsPerSecond / 10),
                ReplenishmentPeriod = TimeSpan.FromSeconds(Math.Max(1, settings.RequestsPerSecond / 10) / (double)settings.RequestsPerSecond),
                QueueLimit = 0,
            })));
        var concurrency = PartitionedRateLimiter.Create<HttpContext, IPAddress>(http => Partition(http, client =>
            RateLimitPartition.GetConcurrencyLimiter(client, _ => new ConcurrencyLimiterOptions
            {
                PermitLimit = settings.Concurrent,
                QueueLimit = 0,
            })));

        // Concurrency first: a request that is rejected there does not count against the client's rate.
        return PartitionedRateLimiter.CreateChained(concurrency, rate);
    }

    /// <summary>Answers 429 with <c>Retry-After</c>. <c>UseProblems</c> writes the body, as for every bare status.</summary>
    public static ValueTask Reject(OnRejectedContext context, CancellationToken cancellationToken)
    {
        TimeSpan wait = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan told) ? told : DefaultWait;
        HttpResponse response = context.HttpContext.Response;
        response.StatusCode = StatusCodes.Status429TooManyRequests;
        response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return ValueTask.CompletedTask;
    }

    private static RateLimitPartition<IPAddress> Partition(HttpContext http, Func<IPAddress, RateLimitPartition<IPAddress>> limit) =>
        http.Connection.RemoteIpAddress is { } address ? limit(ClientOf(address)) : RateLimitPartition.GetNoLimiter(IPAddress.None);

    private static IPAddress ClientOf(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        bytes[8..].Clear();
        return new IPAddress(bytes);
    }
}
