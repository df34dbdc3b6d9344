namespace WhichFlush.Rules.Architecture;

/// <summary>A member of a request that makes it unanswerable.</summary>
/// <param name="Member">The member's name in the HTTP contract (<c>level</c>, <c>sharing</c>, ...).</param>
/// <param name="Message">The value given and the values accepted.</param>
public readonly record struct MemberError(string Member, string Message);
