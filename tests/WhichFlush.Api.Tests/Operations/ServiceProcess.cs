using System.Diagnostics;

namespace WhichFlush.Api.Tests.Operations;

/// <summary>The service in a process of its own, which a test can terminate.</summary>
internal sealed class ServiceProcess : IDisposable
{
    private readonly Process _process;

    private ServiceProcess(Process process, Uri address) => (_process, Address) = (process, address);

    /// <summary>The address of the service.</summary>
    public Uri Address { get; }

    /// <summary>Starts a service, and waits until it listens.</summary>
    public static async Task<ServiceProcess> Start(params string[] arguments)
    {
        var process = Process.Start(new ProcessStartInfo(
            "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "WhichFlush.Api.dll"), "--urls=http://127.0.0.1:0", .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        })!;
        return new ServiceProcess(process, await AddressOf(process));
    }

    /// <summary>Sends SIGTERM.</summary>
    public async Task Terminate()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Waits until the process has exited.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> Exit(TimeSpan patience)
    {
        await _process.WaitForExitAsync().WaitAsync(patience);
        return _process.ExitCode;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private static async Task<Uri> AddressOf(Process process)
    {
        const string Listening = "Now listening on: ";
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.IndexOf(Listening, StringComparison.Ordinal) is var at and >= 0)
            {
                // Unread output would fill the pipe and block the service.
                _ = process.StandardOutput.ReadToEndAsync();
                return new Uri(line[(at + Listening.Length)..]);
            }
        }

        throw new InvalidOperationException("The service did not start.");
    }
}
