using System.Runtime.InteropServices;
using WhichFlush.Api.Platform.Configuration;

namespace WhichFlush.Api.Platform.Lifetime;

/// <summary>
/// Signals of the process. SIGTERM drains: the service is unready at once, goes on serving until load balancers have noticed,
/// and then stops. A second SIGTERM, SIGINT (Ctrl+C) and SIGQUIT stop the service without a drain. A service that stops refuses
/// connections, lets running requests finish within <see cref="Settings.ShutdownTimeout"/>, and exits with 0.
/// </summary>
internal sealed class SignalLifetime(IHostApplicationLifetime application, Drain drain, Settings settings, ILogger<SignalLifetime> logger)
    : IHostLifetime, IDisposable
{
    private readonly List<PosixSignalRegistration> _registrations = [];

    /// <inheritdoc />
    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnTerminate));
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, OnInterrupt));
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGQUIT, OnInterrupt));
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
        {
            registration.Dispose();
        }
    }

    private void OnInterrupt(PosixSignalContext context)
    {
        context.Cancel = true;
        drain.Begin();
        application.StopApplication();
    }

    private void OnTerminate(PosixSignalContext context)
    {
        context.Cancel = true;
        if (!drain.Begin())
        {
            application.StopApplication();
            return;
        }

        logger.LogWarning("Told to terminate: no longer ready, serving for {Seconds} s more.", settings.DrainTime.TotalSeconds);
        _ = StopAfterDrain();
    }

    private async Task StopAfterDrain()
    {
        await Task.Delay(settings.DrainTime);
        application.StopApplication();
    }
}
