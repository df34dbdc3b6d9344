namespace WhichFlush.Api.Batch;

/// <summary>What the answers in records hold: the query parameter <c>layout</c>. Requests have one layout.</summary>
internal enum RecordLayout
{
    /// <summary>The decision, in 32 bytes. A flag says that counts or a repeat are left out.</summary>
    Short = 1,

    /// <summary>The short answer, and the counts, repeats, conditions and warnings behind it, in 48 bytes.</summary>
    Long = 2,
}

/// <summary>Sizes of layouts.</summary>
internal static class RecordLayouts
{
    /// <summary>Bytes of an answer.</summary>
    public static int AnswerSize(this RecordLayout layout) => layout == RecordLayout.Long ? 48 : 32;
}
