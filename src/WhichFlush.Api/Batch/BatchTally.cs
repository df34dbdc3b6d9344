using WhichFlush.Api.Flush;
using WhichFlush.Api.Platform.Metrics;
using WhichFlush.Rules.Tlbi;
using Route = WhichFlush.Rules.Requirements.Route;

namespace WhichFlush.Api.Batch;

/// <summary>What a batch adds to the metrics: counted item by item for itself, and added piece by piece, since a batch may never end.</summary>
internal sealed class BatchTally(BatchFormat format) : IDisposable
{
    private readonly long[] _verdicts = new long[Enum.GetValues<Route>().Length];

    /// <summary>Items answered so far, bad ones among them; the index of the next.</summary>
    public long Items { get; set; }

    /// <summary>Counts a decision that no one else counts.</summary>
    public void Count(in Decision decision) => _verdicts[(int)decision.Verdict]++;

    /// <summary>Adds the decisions since the last time to the metrics.</summary>
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

    /// <summary>Adds the rest, and the size of the batch.</summary>
    public void Dispose()
    {
        Add();
        ServiceMeters.RecordBatch(Items, format.MediaType);
    }
}
