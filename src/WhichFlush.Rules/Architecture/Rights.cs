namespace WhichFlush.Rules.Architecture;

/// <summary>
/// A set of access rights of a leaf (RULES.md 1.3, 1.4). Stage 2, and regimes with one privilege level, use the <c>El1</c> rights
/// for data; stage 2 has execute rights for each privilege level.
/// </summary>
[Flags]
public enum Rights : byte
{
    /// <summary>No access.</summary>
    None = 0,

    /// <summary>Privileged read.</summary>
    El1Read = 1,

    /// <summary>Privileged write.</summary>
    El1Write = 2,

    /// <summary>Privileged execute.</summary>
    El1Execute = 4,

    /// <summary>Unprivileged read.</summary>
    El0Read = 8,

    /// <summary>Unprivileged write.</summary>
    El0Write = 16,

    /// <summary>Unprivileged execute.</summary>
    El0Execute = 32,

    /// <summary>Execute at either privilege level.</summary>
    Execute = El1Execute | El0Execute,

    /// <summary>Write at either privilege level.</summary>
    Write = El1Write | El0Write,
}
