namespace WhichFlush.Api.Questions;

/// <summary>The sentences about members of requests. Every endpoint and every form of a request uses the same ones.</summary>
internal static class Sentences
{
    /// <summary>The value is not accepted.</summary>
    public static string Wrong(string given, string accepted) => $"Given {given}. Accepted: {accepted}.";

    /// <summary>The member is missing.</summary>
    public static string Required(string accepted) => $"Required. Accepted: {accepted}.";

    /// <summary>A query string gives the member without a value.</summary>
    public static string Empty(string accepted) => $"Empty. Accepted: {accepted}.";

    /// <summary>There is no such member.</summary>
    public static string Unknown(string names) => $"Unknown member. Accepted: {names}.";

    /// <summary>The member is given more than once.</summary>
    public const string Repeated = "Given more than once. Accepted: once.";

    /// <summary>A query string gives a list in several parts.</summary>
    public const string RepeatedList = "Given more than once. Accepted: once; lists are comma-separated.";

    /// <summary>The query string of a batch and one of its items give the same member.</summary>
    public const string SharedAndItem = "Given in the query string and in the item. Accepted: once, for all items or in each.";

    /// <summary>The query string of a request with a body gives a member.</summary>
    public const string BodyOnly = "Given in the query string. Accepted: in the body only.";
}
