namespace WhichFlush.Api.Platform.Lifetime;

/// <summary>Whether the service was told to terminate: it still serves, but is no longer ready.</summary>
internal sealed class Drain
{
    private int _begun;

    /// <summary>True from the moment that the service was told.</summary>
    public bool HasBegun => Volatile.Read(ref _begun) != 0;

    /// <summary>Begins to drain; false if that had begun before.</summary>
    public bool Begin() => Interlocked.Exchange(ref _begun, 1) == 0;
}
