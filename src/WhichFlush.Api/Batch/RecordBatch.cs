using System.Buffers;
using System.IO.Pipelines;

namespace WhichFlush.Api.Batch;

/// <summary>A batch of binary records.</summary>
/// <param name="options">The query string of the batch.</param>
/// <param name="tally">Counts records and decisions.</param>
internal sealed class RecordBatch(BatchOptions options, BatchTally tally) : IBatch
{
    /// <summary>Records that are answered before the answers are sent.</summary>
    private const int MaxUnsent = 4096;

    private readonly RecordAnswerer _answerer = new(options, tally);
    private readonly int _answerSize = options.Layout.AnswerSize();

    /// <inheritdoc />
    public bool Ended { get; private set; }

    /// <inheritdoc />
    public bool AnswerSome(ref ReadOnlySequence<byte> buffer, bool complete, PipeWriter answers)
    {
        for (int unsent = 0; unsent < MaxUnsent && buffer.Length >= RecordAnswerer.Size;)
        {
            int answered = AnswerPiece(ref buffer, answers);
            unsent += answered;
            tally.Items += answered;
        }

        bool more = buffer.Length >= RecordAnswerer.Size;
        Ended = complete && !more;
        if (Ended && !buffer.IsEmpty)
        {
            RecordAnswerer.AnswerCut(answers.GetSpan(_answerSize)[.._answerSize]);
            answers.Advance(_answerSize);
        }

        return more;
    }

    /// <inheritdoc />
    public void Stop(PipeWriter answers)
    {
        RecordAnswerer.AnswerStop(answers.GetSpan(_answerSize)[.._answerSize], tally.Items);
        answers.Advance(_answerSize);
        Ended = true;
    }

    /// <summary>Answers the whole records in the first segment of the buffer, or the one that begins there and ends in another segment.</summary>
    private int AnswerPiece(ref ReadOnlySequence<byte> buffer, PipeWriter answers)
    {
        Span<byte> straddling = stackalloc byte[RecordAnswerer.Size];
        scoped ReadOnlySpan<byte> records = buffer.FirstSpan;
        if (records.Length < RecordAnswerer.Size)
        {
            buffer.Slice(0, RecordAnswerer.Size).CopyTo(straddling);
            records = straddling;
        }

        int count = Math.Min(MaxUnsent, records.Length / RecordAnswerer.Size);
        Span<byte> space = answers.GetSpan(count * _answerSize);
        for (int i = 0; i < count; i++)
        {
            _answerer.Answer(records.Slice(i * RecordAnswerer.Size, RecordAnswerer.Size), space.Slice(i * _answerSize, _answerSize));
        }

        answers.Advance(count * _answerSize);
        buffer = buffer.Slice(count * RecordAnswerer.Size);
        return count;
    }
}
