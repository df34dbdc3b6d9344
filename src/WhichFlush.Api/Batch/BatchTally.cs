using WhichFlush.Api.Flush;
using WhichFlush.Api.Platform.Metrics;
using WhichFlush.Rules.Tlbi;
using Route = WhichFlush.Rules.Requirements.Route;

namespace WhichFlush.Api.Batch;

/// <summary>Counts the items and decisions of a batch, and adds them to the metrics piece by piece, since a batch may never end.</summary>
internal sealed class BatchTally(BatchFormat format) : IDisposable
{
    private readonly long[] _verdicts = new long[Enum.GetValues<Route>().Length];

    /// <summary>Number of items answered so far, with or without an error: the index of the next one.</summary>
    public long Items { get; set; }

    /// <summary>Counts a brief decision. Full answers are counted where they are written.</summary>
    public void Count(in Decision decision) => _verdicts[(int)decision.Verdict]++;

    /// <summary>Adds the decisions since the last call to the metrics.</summary>
    public void Add()
    {
        for (int verdict = 0; verdict < _verdicts.Length; verdict++)
        {
            if (_verdicts[verdict] > 0)
            {
                ServiceMeters.CountDecision(FlushAnswerMapper.VerdictOf((Route)verdict), _verdicts[verdict]);
                _verdicts[verdict] = 0;
            }
        }
    }

    /// <summary>Adds the remaining decisions and the size of the batch.</summary>
    public void Dispose()
    {
        Add();
        ServiceMeters.RecordBatch(Items, format.MediaType);
    }
}
