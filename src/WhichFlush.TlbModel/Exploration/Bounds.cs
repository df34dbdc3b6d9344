namespace WhichFlush.TlbModel.Exploration;

/// <summary>How far an exploration may go; nothing beyond is guessed.</summary>
internal sealed class Bounds(int mostStates, CancellationToken cancellation)
{
    private const int StatesBetweenLooks = 1024;

    private int _explored;

    /// <summary>States explored so far, in all searches of the question.</summary>
    public int Explored => _explored;

    /// <summary>The bound that was reached; <c>null</c> if none was.</summary>
    public string? Reached { get; private set; }

    /// <summary>Counts a state.</summary>
    /// <returns>False if it is one too many.</returns>
    public bool Count()
    {
        if (++_explored > mostStates)
        {
            Reached ??= $"more than {mostStates} states";
            return false;
        }

        if (_explored % StatesBetweenLooks == 0 && cancellation.IsCancellationRequested)
        {
            Reached ??= $"the time limit, after {_explored} states";
            return false;
        }

        return true;
    }
}
