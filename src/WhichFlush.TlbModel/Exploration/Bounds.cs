namespace WhichFlush.TlbModel.Exploration;

/// <summary>Limits of the exploration of one question.</summary>
/// <param name="maxStates">Maximum number of states, in all searches together.</param>
/// <param name="cancellation">The time limit.</param>
internal sealed class Bounds(int maxStates, CancellationToken cancellation)
{
    /// <summary>Number of states between two checks of the time limit, which cost more than a state.</summary>
    private const int StatesBetweenChecks = 1024;

    private int _explored;

    /// <summary>Number of states explored, in all searches together.</summary>
    public int Explored => _explored;

    /// <summary>The bound that was reached, in words; <c>null</c> if none was.</summary>
    public string? Reached { get; private set; }

    /// <summary>Counts a state.</summary>
    /// <returns>False if a bound is reached.</returns>
    public bool Count()
    {
        if (++_explored > maxStates)
        {
            Reached ??= $"more than {maxStates} states";
            return false;
        }

        if (_explored % StatesBetweenChecks == 0 && cancellation.IsCancellationRequested)
        {
            Reached ??= $"the time limit, after {_explored} states";
            return false;
        }

        return true;
    }
}
