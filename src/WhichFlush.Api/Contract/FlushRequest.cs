namespace WhichFlush.Api.Contract;

/// <summary>A question: the members of <c>/v1/flush</c> as a flat JSON object. Its schema comes from the table of members.</summary>
internal sealed record FlushRequest;
