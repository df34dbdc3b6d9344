namespace WhichFlush.Rules.Architecture;

/// <summary>
/// A set of access rights of a leaf (RULES.md 1.3, 1.4). Stage 2, and regimes with one privilege level, use the <c>El1</c> rights
/// for data; stage 2 has execute rights for each privilege level. The rights from bit 6 up tell apart what an access may do in a state
/// of the PE, or through indirect permissions.
/// </summary>
[Flags]
public enum Rights : ushort
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

    /// <summary>Privileged data access with PSTATE.PAN = 1 and EPAN = 0; only where PAN is known to be 1 (RXTSQH).</summary>
    El1UnderPan = 1 << 6,

    /// <summary>Privileged data access with PSTATE.PAN = 1 and EPAN = 1; only where PAN is known to be 1.</summary>
    El1UnderEpan = 1 << 7,

    /// <summary>Privileged Guarded Control Stack access (PIE).</summary>
    El1Gcs = 1 << 8,

    /// <summary>Unprivileged Guarded Control Stack access (PIE).</summary>
    El0Gcs = 1 << 9,

    /// <summary>No overlay takes away privileged rights (PIE with POE).</summary>
    El1NotOverlaid = 1 << 10,

    /// <summary>No overlay takes away unprivileged rights (PIE with POE).</summary>
    El0NotOverlaid = 1 << 11,

    /// <summary>Stage 2 PIE: table walks may write.</summary>
    WalkWrite = 1 << 12,

    /// <summary>Stage 2 PIE: a top-level permission, TL0 (FEAT_THE).</summary>
    TopLevel0 = 1 << 13,

    /// <summary>Stage 2 PIE: a top-level permission, TL1 (FEAT_THE).</summary>
    TopLevel1 = 1 << 14,

    /// <summary>Properties that neither give nor take a right: every difference counts as a right lost.</summary>
    TopLevel = TopLevel0 | TopLevel1,

    /// <summary>Execute at either privilege level.</summary>
    Execute = El1Execute | El0Execute,

    /// <summary>Write at either privilege level.</summary>
    Write = El1Write | El0Write,

    /// <summary>Every right that lets memory change.</summary>
    AnyWrite = Write | El1Gcs | El0Gcs | WalkWrite,
}
