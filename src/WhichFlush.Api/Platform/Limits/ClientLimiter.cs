using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using WhichFlush.Api.Platform.Configuration;

namespace WhichFlush.Api.Platform.Limits;

/// <summary>Limits each client, by its address, to a rate and to a number of requests at the same time.</summary>
/// <remarks>
/// An IPv6 client is its /64, since it can pick addresses from that as it likes. A connection without an address (a Unix
/// socket) is a proxy's, and is not limited.
/// </remarks>
internal static class ClientLimiter
{
    /// <summary>What a client that runs too much at once is told: nothing says when its other requests end.</summary>
    private static readonly TimeSpan ShortWhile = TimeSpan.FromSeconds(1);

    /// <summary>A limiter of these settings. It forgets clients that have not asked for a while.</summary>
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

        // The concurrency first: a request that is turned away there takes nothing from the client's rate.
        return PartitionedRateLimiter.CreateChained(concurrency, rate);
    }

    /// <summary>Answers 429 and says when to come back; the body is written with that of every other bare status.</summary>
    public static ValueTask Reject(OnRejectedContext context, CancellationToken cancellationToken)
    {
        var wait = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var told) ? told : ShortWhile;
        var response = context.HttpContext.Response;
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
