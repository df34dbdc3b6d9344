using WhichFlush.Api.Platform.Configuration;

namespace WhichFlush.Api.Platform.Lifetime;

/// <summary>
/// Tells what streams without an end that it has to come to one: a service that stops cuts what still runs when
/// <see cref="Settings.ShutdownTimeout"/> has passed, and this comes a little before that.
/// </summary>
internal sealed class LastCall : IDisposable
{
    /// <summary>The longest that is kept for last words; of a short timeout it is a fifth.</summary>
    private static readonly TimeSpan LongestMargin = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _called = new();
    private readonly CancellationTokenRegistration _stopping;

    /// <summary>Waits for the host to stop.</summary>
    public LastCall(IHostApplicationLifetime application, Settings settings)
    {
        TimeSpan timeout = settings.ShutdownTimeout, fifth = timeout / 5;
        TimeSpan wait = timeout - (fifth < LongestMargin ? fifth : LongestMargin);
        _stopping = application.ApplicationStopping.Register(() => _called.CancelAfter(wait));
    }

    /// <summary>Cancelled when it is time to end.</summary>
    public CancellationToken Token => _called.Token;

    /// <inheritdoc />
    public void Dispose()
    {
        _stopping.Dispose();
        _called.Dispose();
    }
}
