namespace WhichFlush.Api.Platform.Lifetime;

/// <summary>The state of a service that was told to terminate and still serves, but is no longer ready.</summary>
internal sealed class Drain
{
    private int _begun;

    /// <summary>True once the service was told to terminate.</summary>
    public bool HasBegun => Volatile.Read(ref _begun) != 0;

    /// <summary>Begins to drain; false if the drain had begun before.</summary>
    public bool Begin() => Interlocked.Exchange(ref _begun, 1) == 0;
}
