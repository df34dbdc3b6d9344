using WhichFlush.Api.Questions;

namespace WhichFlush.Api.Batch;

/// <summary>The members that each answer has.</summary>
internal enum BatchDetail
{
    /// <summary>The decision.</summary>
    Brief,

    /// <summary>The whole answer of <c>/v1/flush</c>.</summary>
    Full,
}

/// <summary>The query string of a batch.</summary>
/// <param name="Shared">Members that all items share, and the errors of the query string.</param>
/// <param name="Detail">The members that each answer has.</param>
/// <param name="Layout">The layout of answers in records.</param>
internal sealed record BatchOptions(QuestionBinder Shared, BatchDetail Detail, RecordLayout Layout)
{
    /// <summary>The query parameter for <see cref="Detail"/>, which is no member of a question.</summary>
    public const string DetailName = "detail";

    /// <summary>The query parameter for <see cref="Layout"/>, which is no member of a question.</summary>
    public const string LayoutName = "layout";

    /// <summary>Reads the query string.</summary>
    public static BatchOptions Read(IQueryCollection query, BatchFormat format)
    {
        var binder = new BatchBinder();
        QueryReader.Read(binder, binder.Members, query);
        if (binder.Detail == BatchDetail.Full && format == BatchFormat.Records)
        {
            binder.AddError(DetailName, "Given full, but records hold the brief answer only. Accepted with application/octet-stream: brief.");
        }

        if (binder.IsPresent(binder.Members.Find(LayoutName)!) && format != BatchFormat.Records)
        {
            binder.AddError(LayoutName, $"Given with {format.MediaType}, whose answers have one layout. Accepted with application/octet-stream alone.");
        }

        return new(binder, binder.Detail, binder.Layout);
    }

    private sealed class BatchBinder() : QuestionBinder(Table)
    {
        private static readonly MemberTable<QuestionBinder> Table = QuestionMembers.Table
            .With(MemberKinds.OneOf<QuestionBinder, BatchDetail>(
                DetailName,
                "How much of each answer is wanted: the decision, or all that `/v1/flush` answers.",
                [new("brief", BatchDetail.Brief), new("full", BatchDetail.Full)],
                "brief",
                (binder, value) => ((BatchBinder)binder).Detail = value))
            .With(MemberKinds.Integer<QuestionBinder>(
                LayoutName,
                "The layout of answers in records.",
                (int)RecordLayout.Short,
                (int)RecordLayout.Long,
                (int)RecordLayout.Long,
                (binder, value) => ((BatchBinder)binder).Layout = (RecordLayout)value));

        public BatchDetail Detail { get; private set; }

        public RecordLayout Layout { get; private set; } = RecordLayout.Short;
    }
}
