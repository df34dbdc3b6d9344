using System.Buffers;
using System.IO.Pipelines;
using WhichFlush.Api.Questions;

namespace WhichFlush.Api.Batch;

/// <summary>A batch of binary records.</summary>
/// <param name="shared">The query string: members that all records share.</param>
/// <param name="tally">Counts records and decisions.</param>
internal sealed class RecordBatch(QuestionBinder shared, BatchTally tally) : IBatch
{
    /// <summary>Records that are answered before the answers are sent.</summary>
    private const int MaxUnsent = 4096;

    private readonly RecordAnswerer _answerer = new(shared, tally);

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
            RecordAnswerer.AnswerCut(answers.GetSpan(RecordAnswerer.Size)[..RecordAnswerer.Size]);
            answers.Advance(RecordAnswerer.Size);
        }

        return more;
    }

    /// <inheritdoc />
    public void Stop(PipeWriter answers)
    {
        RecordAnswerer.AnswerStop(answers.GetSpan(RecordAnswerer.Size)[..RecordAnswerer.Size], tally.Items);
        answers.Advance(RecordAnswerer.Size);
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

        int count = Math.Min(MaxUnsent, records.Length / RecordAnswerer.Size), size = count * RecordAnswerer.Size;
        Span<byte> space = answers.GetSpan(size);
        for (int at = 0; at < size; at += RecordAnswerer.Size)
        {
            _answerer.Answer(records.Slice(at, RecordAnswerer.Size), space.Slice(at, RecordAnswerer.Size));
        }

        answers.Advance(size);
        buffer = buffer.Slice(size);
        return count;
    }
}
