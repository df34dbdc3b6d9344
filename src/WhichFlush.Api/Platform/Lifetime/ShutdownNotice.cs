using WhichFlush.Api.Platform.Configuration;

namespace WhichFlush.Api.Platform.Lifetime;

/// <summary>
/// Tells endless streams that the service stops. The notice comes a little before <see cref="Settings.ShutdownTimeout"/> has
/// passed, after which the server cuts all requests that still run.
/// </summary>
internal sealed class ShutdownNotice : IDisposable
{
    /// <summary>Maximum time between the notice and the cut. With a short timeout, a fifth of the timeout.</summary>
    private static readonly TimeSpan MaxMargin = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _given = new();
    private readonly CancellationTokenRegistration _stopping;

    /// <summary>Waits for the host to stop.</summary>
    public ShutdownNotice(IHostApplicationLifetime application, Settings settings)
    {
        TimeSpan timeout = settings.ShutdownTimeout, fifth = timeout / 5;
        TimeSpan wait = timeout - (fifth < MaxMargin ? fifth : MaxMargin);
        _stopping = application.ApplicationStopping.Register(() => _given.CancelAfter(wait));
    }

    /// <summary>Cancelled when the notice is given.</summary>
    public CancellationToken Token => _given.Token;

    /// <inheritdoc />
    public void Dispose()
    {
        _stopping.Dispose();
        _given.Dispose();
    }
}
