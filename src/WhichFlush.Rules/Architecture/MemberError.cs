namespace WhichFlush.Rules.Architecture;

/// <summary>An error in one member of a request.</summary>
/// <param name="Member">Name of the member in the HTTP contract: <c>level</c>, <c>sharing</c>.</param>
/// <param name="Message">The value given and the values accepted.</param>
public readonly record struct MemberError(string Member, string Message);
